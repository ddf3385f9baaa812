//! A made-up machine for install.sh, where package managers, compilers and cargo are stand-ins.
//!
//! Its PATH holds nothing else; every stand-in writes how it was called into one log.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Real tools that the script and the stand-ins may use.
const REAL: [&str; 13] =
    ["bash", "sh", "cat", "chmod", "cp", "dirname", "env", "mkdir", "mktemp", "mv", "rm", "touch", "wc"];

/// Everything that the build needs, but libclang and Rust.
const BUILD_TOOLS: [&str; 4] = ["cc", "c++", "cmake", "make"];

/// What installing a package changes on the machine, whichever manager does it.
const PROVIDE: &str = r#"
for name in "$@"; do
  case "$name" in
    gcc) cp "$BIN/tool" "$BIN/cc"; cp "$BIN/tool" "$BIN/c++" ;;
    cmake | make | rustup | glslc) cp "$BIN/tool" "$BIN/$name" ;;
    shaderc) cp "$BIN/tool" "$BIN/glslc" ;;
    curl) cp "$BIN/later-curl" "$BIN/curl" ;;
    vulkan-headers | vulkan-devel | libvulkan-dev) mkdir -p "$ROOT/usr/include/vulkan"; touch "$ROOT/usr/include/vulkan/vulkan.hpp" ;;
    spirv-headers*) mkdir -p "$ROOT/usr/include/spirv/unified1"; touch "$ROOT/usr/include/spirv/unified1/spirv.hpp" ;;
    libclang-dev | clang-devel | clang-dev | clang | llvm)
      mkdir -p "$ROOT/usr/lib/llvm-14/lib/clang/14/include"
      touch "$ROOT/usr/lib/llvm-14/lib/libclang.so" "$ROOT/usr/lib/llvm-14/lib/clang/14/include/stddef.h" ;;
  esac
done
"#;

/// A cargo that builds a program which knows nothing but its name.
pub const CARGO: &str = r#"
if [ "$1" = --version ]; then echo "cargo ${CARGO_VERSION:-1.99.0} (abc 2026-01-01)"; exit; fi
echo "build with LIBCLANG_PATH=${LIBCLANG_PATH:-}, jobs $CMAKE_BUILD_PARALLEL_LEVEL, generator ${CMAKE_GENERATOR:-}" >>"$LOG"
dir="${CARGO_TARGET_DIR:-target}/release"
mkdir -p "$dir"
printf '#!/bin/sh\nexit %s\n' "${PROGRAM_STATUS:-0}" >"$dir/qwill"
"#;

/// A rustup that brings that cargo.
pub const RUSTUP: &str = r#"cp "$BIN/later-cargo" "$BIN/cargo""#;

/// A download of rustup's script, which puts cargo where rustup puts it.
pub const CURL: &str = r#"
[ -z "${OFFLINE:-}" ] || exit 6
while [ "$1" != -o ]; do shift; done
cat >"$2" <<'END'
echo "rustup-init $*" >>"$LOG"
mkdir -p "$HOME/.cargo/bin"
cp "$BIN/later-cargo" "$HOME/.cargo/bin/cargo"
END
"#;

/// One made-up machine: its tools, its system files, its user's home and a checkout.
pub struct Machine {
    dir: TempDir,
    env: Vec<(&'static str, String)>,
}

impl Machine {
    /// Linux on eight cores with 16 GiB of memory, the user is root, and nothing is installed.
    pub fn bare() -> Machine {
        let machine = Machine { dir: tempfile::tempdir().unwrap(), env: Vec::new() };
        for dir in ["bin", "checkout", "home", "root/proc", "root/var/lib/apt/lists"] {
            fs::create_dir_all(machine.at(dir)).unwrap();
        }
        for name in REAL {
            let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
                .map(|dir| dir.join(name))
                .find(|path| path.is_file());
            symlink(found.unwrap(), machine.at("bin").join(name)).unwrap();
        }
        for name in ["install.sh", "Cargo.toml"] {
            let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            fs::copy(from, machine.at("checkout").join(name)).unwrap();
        }
        machine.file("root/proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1 kB\n");
        machine.file("root/var/lib/apt/lists/debian_main_Packages", "");
        machine.quiet("uname", r#"[ "$1" = -m ] && echo "${ARCH:-x86_64}" || echo "${SYSTEM:-Linux}""#);
        machine.quiet("id", r#"echo "${FAKE_UID:-0}""#);
        machine.quiet("nproc", "echo 8");
        machine.quiet(
            "df",
            r#"printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/a b 9 9 %s 7%% /\n' "${FREE:-90000000}""#,
        );
        machine.quiet("provide", PROVIDE);
        machine.quiet("tool", r#"case "$0" in */rustup) exec "$BIN/later-rustup" "$@" ;; esac"#);
        machine.stub("later-cargo", CARGO);
        machine.stub("later-rustup", RUSTUP);
        machine.stub("later-curl", CURL);
        machine
    }

    /// A bare machine with everything that the build needs.
    pub fn ready() -> Machine {
        let machine = Machine::bare();
        for name in BUILD_TOOLS {
            machine.quiet(name, "");
        }
        machine.libclang("root/usr/lib/llvm-14/lib");
        machine.stub("cargo", CARGO);
        machine
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub fn file(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    pub fn libclang(&self, dir: &str) {
        self.file(&format!("{dir}/libclang.so"), "");
        self.file(&format!("{dir}/clang/14/include/stddef.h"), "");
    }

    /// A tool that leaves no trace.
    pub fn quiet(&self, name: &str, body: &str) {
        let path = self.at("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A tool that logs how it was called, under the name that it goes by later.
    pub fn stub(&self, name: &str, body: &str) {
        let shown = name.trim_start_matches("later-");
        self.quiet(name, &format!("echo \"{shown} $*\" >>\"$LOG\"\n{body}"));
    }

    /// A package manager that has every package.
    pub fn manager(self, name: &str) -> Machine {
        self.stub(name, r#"exec provide "$@""#);
        self
    }

    pub fn set(mut self, key: &'static str, value: &str) -> Machine {
        self.env.push((key, value.to_owned()));
        self
    }

    pub fn run(&self, args: &[&str]) -> Run {
        fs::write(self.at("log"), "").unwrap();
        let output = Command::new(self.at("bin/bash"))
            .arg(self.at("checkout/install.sh"))
            .args(args)
            .current_dir(self.dir.path())
            .env_clear()
            .env("PATH", self.at("bin"))
            .env("BIN", self.at("bin"))
            .env("ROOT", self.at("root"))
            .env("QWILL_INSTALL_ROOT", self.at("root"))
            .env("HOME", self.at("home"))
            .env("LOG", self.at("log"))
            .envs(self.env.iter().map(|(key, value)| (key, value)))
            .output()
            .unwrap();
        Run::new(&output, fs::read_to_string(self.at("log")).unwrap())
    }

    pub fn installed(&self) -> PathBuf {
        self.at("home/.local/bin/qwill")
    }
}

/// What a run of the script printed, how it ended and what it called.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
    /// Calls of stand-ins, without cargo's asked versions.
    pub calls: Vec<String>,
}

impl Run {
    fn new(output: &Output, log: String) -> Run {
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
            calls: log.lines().filter(|line| *line != "cargo --version").map(str::to_owned).collect(),
        }
    }

    /// The run, which must have succeeded.
    #[track_caller]
    pub fn good(self) -> Run {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    #[track_caller]
    pub fn called(&self, call: &str) {
        assert!(self.calls.iter().any(|made| made == call), "no {call:?} in {self:#?}");
    }

    /// Whether any call begins with that.
    pub fn calls(&self, start: &str) -> bool {
        self.calls.iter().any(|made| made.starts_with(start))
    }
}
