//! Runs install.sh on made-up machines: what it installs, builds, says and leaves alone.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot set its machine up fails")]

#[path = "install/machine.rs"]
mod machine;

use machine::{CARGO, CURL, Machine, RUSTUP, Run};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const BUILD: &str = "cargo build --release --locked --jobs 8";
const APT: &str = "apt-get install -y --no-install-recommends";

#[test]
fn nothing_is_installed_when_all_is_there() {
    let machine = Machine::ready().manager("apt-get").manager("sudo").set("FAKE_UID", "1000");
    let run = machine.run(&[]).good();
    assert_eq!(run.calls[0], BUILD);
    assert_eq!(run.calls.len(), 2, "{run:#?}");
    assert!(run.out.contains("nothing to install"), "{run:#?}");
    assert!(!run.out.contains("needs root"), "{run:#?}");
}

#[test]
fn the_program_ends_in_the_prefix_for_everybody_to_run() {
    let machine = Machine::ready();
    let run = machine.run(&["--prefix", "some where"]).good();
    let program = machine.at("some where/bin/qwill");
    assert_eq!(fs::metadata(&program).unwrap().permissions().mode() & 0o7777, 0o755);
    assert_eq!(fs::read_dir(program.parent().unwrap()).unwrap().count(), 1, "a temporary file stays");
    assert!(run.out.contains(&format!("installed {}", program.display())), "{run:#?}");
    assert!(run.out.contains("next: qwill"), "{run:#?}");
    assert!(!machine.installed().exists());
}

#[test]
fn a_second_run_is_like_the_first() {
    let machine = Machine::ready().manager("apt-get");
    let first = machine.run(&[]).good();
    let second = machine.run(&[]).good();
    assert_eq!(first.calls, second.calls);
    let steady = |run: &Run| run.out.split(" after ").next().map(str::to_owned);
    assert_eq!(steady(&first), steady(&second));
    assert!(machine.installed().is_file());
}

#[test]
fn a_running_program_keeps_its_file() {
    let machine = Machine::ready();
    machine.file("home/.local/bin/qwill", "old");
    fs::hard_link(machine.installed(), machine.at("running")).unwrap();
    machine.run(&[]).good();
    assert_eq!(fs::read_to_string(machine.at("running")).unwrap(), "old");
    assert_ne!(fs::read_to_string(machine.installed()).unwrap(), "old");
}

#[test]
fn a_program_that_does_not_start_replaces_none() {
    let machine = Machine::ready().set("PROGRAM_STATUS", "127");
    machine.file("home/.local/bin/qwill", "old");
    let run = machine.run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("does not start"), "{run:#?}");
    assert_eq!(fs::read_to_string(machine.installed()).unwrap(), "old");
    assert_eq!(fs::read_dir(machine.at("home/.local/bin")).unwrap().count(), 1);
}

#[test]
fn every_manager_gets_its_own_package_names() {
    let cases = [
        ("dnf", "dnf install -y gcc gcc-c++ cmake make clang-devel"),
        ("pacman", "pacman -S --needed --noconfirm gcc cmake make clang rustup"),
        ("zypper", "zypper --non-interactive install --no-recommends gcc gcc-c++ cmake make clang-devel"),
        ("apk", "apk add gcc g++ libgcc musl-dev linux-headers cmake make clang-dev clang-libclang"),
    ];
    for (name, call) in cases {
        let machine = Machine::bare().manager(name);
        let run = machine.run(&[]).good();
        let fetched = if name == "pacman" { "" } else { " curl ca-certificates" };
        run.called(&format!("{call}{fetched}"));
        run.called(BUILD);
        assert!(run.out.contains("installed: gcc"), "{run:#?}");
    }
}

#[test]
fn apt_gets_its_package_names_and_asks_nothing() {
    let machine = Machine::bare().manager("apt-get");
    machine.stub("apt-cache", "exit 100");
    machine.stub("apt-get", r#"[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 9; exec provide "$@""#);
    let run = machine.run(&[]).good();
    run.called(&format!("{APT} gcc g++ libc6-dev cmake make libclang-dev curl ca-certificates"));
    run.called("rustup-init -y --profile minimal --no-modify-path");
    assert!(!run.calls("apt-get update"), "{run:#?}");
}

#[test]
fn apt_lists_are_fetched_only_when_absent_or_old() {
    let machine = Machine::ready().manager("apt-get");
    fs::remove_file(machine.at("bin/cmake")).unwrap();
    fs::remove_file(machine.at("root/var/lib/apt/lists/debian_main_Packages")).unwrap();
    let run = machine.run(&["--deps"]).good();
    assert_eq!(run.calls, ["apt-get update", &format!("{APT} cmake")]);

    let machine = Machine::ready();
    fs::remove_file(machine.at("bin/cmake")).unwrap();
    let old = r#"[ "$1" = update ] && touch "$BIN/../new" && exit; [ -e "$BIN/../new" ] || exit 100; exec provide "$@""#;
    machine.stub("apt-get", old);
    let run = machine.run(&["--deps"]).good();
    assert_eq!(run.calls, [&format!("{APT} cmake"), "apt-get update", &format!("{APT} cmake")]);
}

#[test]
fn brew_is_taken_on_a_mac_and_needs_no_root() {
    let machine =
        Machine::bare().manager("brew").manager("sudo").set("SYSTEM", "Darwin").set("FAKE_UID", "501");
    for name in ["cc", "c++", "make"] {
        machine.quiet(name, "");
    }
    let run = machine.set("ARCH", "arm64").run(&[]).good();
    run.called("brew install cmake llvm rustup");
    run.called("rustup toolchain install stable --profile minimal");
    run.called(&format!("{BUILD} --features metal"));
    assert!(!run.calls("sudo"), "{run:#?}");

    let run = Machine::bare().manager("brew").set("SYSTEM", "Darwin").run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("xcode-select --install"), "{run:#?}");
    assert!(run.calls.is_empty(), "{run:#?}");
}

#[test]
fn root_is_asked_for_only_by_others_and_is_announced() {
    let elevated = |tool: &'static str| {
        let machine = Machine::ready().manager("dnf").set("FAKE_UID", "1000");
        fs::remove_file(machine.at("bin/make")).unwrap();
        machine.stub(tool, r#"exec "$@""#);
        machine
    };
    for tool in ["sudo", "doas"] {
        let run = elevated(tool).run(&["--deps"]).good();
        assert_eq!(run.calls, [&format!("{tool} dnf install -y make"), "dnf install -y make"]);
        assert!(run.out.contains("needs root for: dnf install -y make\n"), "{run:#?}");

        let run = elevated(tool).set("FAKE_UID", "0").run(&["--deps"]).good();
        assert_eq!(run.calls, ["dnf install -y make"]);
    }
}

#[test]
fn without_a_way_to_root_the_command_is_told() {
    let machine = Machine::ready().manager("dnf").set("FAKE_UID", "1000");
    fs::remove_file(machine.at("bin/make")).unwrap();
    let run = machine.run(&["--deps"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("As root run: dnf install -y make"), "{run:#?}");
    assert!(run.calls.is_empty(), "{run:#?}");
}

#[test]
fn a_failing_manager_is_named_with_what_to_do() {
    let machine = Machine::ready();
    machine.stub("zypper", "exit 4");
    fs::remove_file(machine.at("bin/cmake")).unwrap();
    let run = machine.run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("zypper could not install: cmake"), "{run:#?}");
    assert!(!run.calls("cargo build"), "{run:#?}");
}

#[test]
fn without_a_known_manager_the_lack_is_told() {
    let machine = Machine::ready();
    fs::remove_file(machine.at("bin/cmake")).unwrap();
    let run = machine.run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("missing: cmake"), "{run:#?}");
}

#[test]
fn a_compiler_that_cannot_compile_counts_as_none() {
    let machine = Machine::ready().manager("dnf");
    machine.quiet("c++", "exit 1");
    machine.run(&["--deps"]).good().called("dnf install -y gcc gcc-c++");
}

#[test]
fn deps_builds_nothing() {
    let run = Machine::bare().manager("apk").run(&["--deps"]).good();
    run.called("rustup-init -y --profile minimal --no-modify-path");
    assert!(!run.calls("cargo build"), "{run:#?}");
    let machine = Machine::ready();
    assert!(machine.run(&["--deps"]).good().calls.is_empty());
    assert!(!machine.installed().exists());
}

#[test]
fn a_cargo_outside_path_is_found() {
    let machine = Machine::ready();
    fs::create_dir_all(machine.at("home/.cargo/bin")).unwrap();
    fs::rename(machine.at("bin/cargo"), machine.at("home/.cargo/bin/cargo")).unwrap();
    let run = machine.run(&[]).good();
    assert_eq!(run.calls[0], BUILD);
    assert!(run.out.contains("nothing to install"), "{run:#?}");
}

#[test]
fn an_old_cargo_is_renewed_by_the_rustup_that_is_there() {
    let machine = Machine::ready();
    machine.stub("cargo", &CARGO.replace("1.99.0", "1.87.0"));
    machine.stub("rustup", RUSTUP);
    let run = machine.run(&["--deps"]).good();
    run.called("rustup toolchain install stable --profile minimal");
}

#[test]
fn an_old_cargo_of_the_distribution_stays_beside_the_new_one() {
    let machine = Machine::ready().manager("apt-get");
    machine.stub("apt-cache", "echo 'Package: rustup'");
    machine.stub("cargo", &CARGO.replace("1.99.0", "0.99.0"));
    machine.stub("curl", CURL);
    let run = machine.run(&[]).good();
    run.called("rustup-init -y --profile minimal --no-modify-path");
    run.called(BUILD);
    assert!(!run.calls("apt-get"), "{run:#?}");
}

#[test]
fn a_release_that_packs_rustup_gives_it() {
    let machine = Machine::ready().manager("apt-get");
    machine.stub("apt-cache", "echo 'Package: rustup'");
    fs::remove_file(machine.at("bin/cargo")).unwrap();
    let run = machine.run(&["--deps"]).good();
    run.called(&format!("{APT} rustup"));
    run.called("rustup toolchain install stable --profile minimal");
}

#[test]
fn a_failed_download_says_what_to_do_by_hand() {
    let machine = Machine::ready().set("OFFLINE", "yes");
    fs::remove_file(machine.at("bin/cargo")).unwrap();
    machine.stub("curl", CURL);
    let run = machine.run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("could not download rustup"), "{run:#?}");
    assert!(run.err.contains("by hand"), "{run:#?}");
}

#[test]
fn libclang_in_an_unusual_place_is_told_to_the_build() {
    let machine = Machine::ready();
    assert!(machine.run(&[]).good().calls("build with LIBCLANG_PATH=, "));
    fs::rename(machine.at("root/usr/lib/llvm-14"), machine.at("root/llvm")).unwrap();
    machine.quiet("llvm-config", r#"[ "$1" = --libdir ] && echo "$ROOT/llvm/lib""#);
    let path = machine.at("root/llvm/lib");
    machine
        .run(&[])
        .good()
        .called(&format!("build with LIBCLANG_PATH={}, jobs 8, generator ", path.display()));

    let run = Machine::ready().set("LIBCLANG_PATH", "/nowhere").run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no libclang is there"), "{run:#?}");
}

#[test]
fn libclang_without_its_headers_counts_as_none() {
    let machine = Machine::ready().manager("dnf");
    fs::remove_dir_all(machine.at("root/usr/lib/llvm-14/lib/clang")).unwrap();
    machine.run(&["--deps"]).good().called("dnf install -y clang-devel");
}

#[test]
fn ninja_is_as_good_as_make() {
    let machine = Machine::ready();
    fs::rename(machine.at("bin/make"), machine.at("bin/ninja")).unwrap();
    machine.run(&[]).good().called("build with LIBCLANG_PATH=, jobs 8, generator Ninja");
}

#[test]
fn little_memory_means_few_jobs() {
    for (memory, jobs) in [("3900000", 3), ("500000", 1)] {
        let machine = Machine::ready();
        machine.file("root/proc/meminfo", &format!("MemTotal: {memory} kB\n"));
        machine.run(&[]).good().called(&format!("cargo build --release --locked --jobs {jobs}"));
    }
}

#[test]
fn a_full_disk_stops_the_build() {
    let run = Machine::ready().set("FREE", "3145727").run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("needs 3 GiB"), "{run:#?}");
    assert!(run.calls.is_empty(), "{run:#?}");
    Machine::ready().set("FREE", "3145728").run(&[]).good();
}

#[test]
fn the_gpu_is_picked_by_what_works() {
    let machine = Machine::ready();
    machine.quiet("nvcc", "");
    assert_eq!(machine.run(&[]).good().calls[0], BUILD);
    machine.quiet("nvidia-smi", "");
    machine.run(&[]).good().called(&format!("{BUILD} --features cuda"));
    assert_eq!(machine.run(&["--gpu", "none"]).good().calls[0], BUILD);

    let machine = Machine::ready();
    machine.quiet("glslc", "");
    machine.file("root/usr/include/vulkan/vulkan.hpp", "");
    assert_eq!(machine.run(&[]).good().calls[0], BUILD);
    machine.file("root/usr/include/spirv/unified1/spirv.hpp", "");
    machine.run(&["--gpu=auto"]).good().called(&format!("{BUILD} --features vulkan"));
}

#[test]
fn a_gpu_asked_for_is_installed_or_refused() {
    let run = Machine::ready().manager("pacman").run(&["--gpu", "vulkan"]).good();
    run.called("pacman -S --needed --noconfirm shaderc vulkan-headers vulkan-icd-loader spirv-headers");
    run.called(&format!("{BUILD} --features vulkan"));
    for (gpu, why) in [("cuda", "needs nvcc"), ("metal", "macOS only")] {
        let run = Machine::ready().run(&["--gpu", gpu]);
        assert_eq!(run.code, 1);
        assert!(run.err.contains(why), "{run:#?}");
        assert!(run.calls.is_empty(), "{run:#?}");
    }
}

#[test]
fn a_wrong_command_line_gets_the_usage() {
    for args in [&["--frobnicate"][..], &["--gpu"], &["--gpu", "abacus"], &["--prefix="], &["extra"]] {
        let run = Machine::ready().run(args);
        assert_eq!(run.code, 2, "{run:#?}");
        assert!(run.err.contains("usage:"), "{run:#?}");
        assert!(run.calls.is_empty(), "{run:#?}");
    }
    let help = Machine::bare().run(&["--help"]).good();
    assert!(help.out.contains("--uninstall") && help.err.is_empty(), "{help:#?}");
}

#[test]
fn the_line_for_path_fits_the_shell_and_no_file_is_touched() {
    let fish = Machine::ready().set("SHELL", "/usr/bin/fish").run(&[]).good();
    assert!(fish.out.contains("fish_add_path"), "{fish:#?}");
    let machine = Machine::ready().set("SHELL", "/bin/bash");
    let bash = machine.run(&[]).good();
    assert!(bash.out.contains("export PATH=") && bash.out.contains(".bashrc"), "{bash:#?}");
    assert!(!machine.at("home/.bashrc").exists());

    let machine = Machine::ready();
    let prefix = machine.at("").display().to_string();
    let run = machine.run(&["--prefix", prefix.trim_end_matches('/')]).good();
    assert!(!run.out.contains("not in PATH"), "{run:#?}");
}

#[test]
fn uninstall_removes_the_program_and_names_what_stays() {
    let machine = Machine::ready();
    machine.run(&[]).good();
    machine.file("home/.local/share/qwill/talk", "kept");
    let run = machine.run(&["--uninstall"]).good();
    assert!(!machine.installed().exists());
    assert!(
        run.out.contains(&format!("stays: {}", machine.at("home/.local/share/qwill").display())),
        "{run:#?}"
    );
    assert!(!run.out.contains(".config"), "{run:#?}");
    assert_eq!(fs::read_to_string(machine.at("home/.local/share/qwill/talk")).unwrap(), "kept");
    assert!(machine.run(&["--uninstall"]).good().out.contains("is there"));
}
