#!/usr/bin/env bash
# Builds qwill from this checkout and installs it, after installing what the build lacks.
# It says before what it installs, and installs nothing when all is there.
set -euo pipefail

here="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)"
readonly here
readonly user_path="$PATH"
# The tests look for libraries, headers and memory under another root than the system's.
readonly root="${QWILL_INSTALL_ROOT:-}"

action=build
gpu=auto
prefix="${HOME:?HOME is not set}/.local"
manager=""
installed=()

say() { printf '%s\n' "$*"; }

has() { command -v "$1" >/dev/null 2>&1; }

# fail WHAT HINT: ends with what failed and what to do next.
fail() {
  printf 'install.sh: %s\n' "$1" >&2
  printf '  %s\n' "${@:2}" >&2
  exit 1
}

# any FILE...: whether one of them exists, which may be patterns that matched nothing.
any() {
  local file
  for file in "$@"; do
    if [[ -e $file ]]; then return 0; fi
  done
  return 1
}

usage() {
  cat <<'TEXT'
usage: ./install.sh [--gpu KIND] [--prefix DIR] [--deps | --uninstall | --help]

Builds qwill from this checkout and puts it in DIR/bin. What the build needs and this machine
lacks (C and C++ compiler, cmake, make, libclang, Rust) is installed first.

  --gpu KIND    auto, cuda, vulkan, metal or none. auto, the default, takes metal on Apple
                silicon, cuda if nvcc and nvidia-smi work, vulkan if glslc and its headers are
                here, else none.
  --prefix DIR  where to install; the default is ~/.local
  --deps        install what the build and the tests need, build nothing
  --uninstall   remove DIR/bin/qwill, and say which data stays
  --help        this text
TEXT
}

# Whoever mistyped gets the usage and the exit code of a wrong command line.
misused() {
  printf 'install.sh: %s\n' "$1" >&2
  usage >&2
  exit 2
}

read_options() {
  while (($#)); do
    case "$1" in
      --gpu=* | --prefix=*)
        set -- "${1%%=*}" "${1#*=}" "${@:2}"
        continue
        ;;
      --gpu | --prefix)
        [[ -n ${2:-} ]] || misused "$1 needs a value"
        if [[ $1 == --gpu ]]; then gpu="$2"; else prefix="$2"; fi
        shift
        ;;
      --deps) action=deps ;;
      --uninstall) action=uninstall ;;
      -h | --help) action=help ;;
      *) misused "unknown option: $1" ;;
    esac
    shift
  done
  case "$gpu" in
    auto | cuda | vulkan | metal | none) ;;
    *) misused "--gpu is auto, cuda, vulkan, metal or none, not: $gpu" ;;
  esac
  # The build changes the directory, so a relative prefix is fixed to where the user stands.
  case "$prefix" in
    /*) ;;
    \~ | \~/*) prefix="$HOME${prefix#\~}" ;; # the shell leaves it in --prefix=~/x
    *) prefix="$PWD/$prefix" ;;
  esac
}

# A compiler without its headers is as good as none, so one small file is tried.
compiles() {
  local probe='#include <vector>
#ifdef __linux__
#include <linux/types.h>
#endif
int main() {}'
  has cc && has c++ && c++ -x c++ -fsyntax-only - <<<"$probe" >/dev/null 2>&1
}

# libclang_works: whether bindgen will find libclang and clang's own headers.
# Exports LIBCLANG_PATH only for places where bindgen does not look by itself, because a change
# of that variable makes cargo compile llama.cpp again.
libclang_works() {
  local dir xcode=Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain
  if [[ -n ${LIBCLANG_PATH:-} ]]; then
    any "$LIBCLANG_PATH"/libclang[.-]* || [[ -f $LIBCLANG_PATH ]] ||
      fail "LIBCLANG_PATH is $LIBCLANG_PATH, but no libclang is there" \
        "Correct it, or unset it to have libclang searched for."
    return 0
  fi
  if any "$root"/usr/{,local/}{lib*,lib*/*,lib*/*/*,llvm*/lib*}/{libclang.so*,libclang-[0-9]*.so*} \
    "$root"/{Library/Developer/CommandLineTools,"$xcode"}/usr/lib/libclang.dylib &&
    any "$root"/usr/{,local/}{lib*,lib*/llvm*/lib*,llvm*/lib*}/clang/*/include/stddef.h \
      "$root"/{Library/Developer/CommandLineTools,"$xcode"}/usr/lib/clang/*/include/stddef.h; then
    return 0
  fi
  for dir in "$(llvm-config --libdir 2>/dev/null || true)" \
    "$root"/{opt/homebrew,usr/local,home/linuxbrew/.linuxbrew}/opt/llvm*/lib "$root"/opt/*/lib*; do
    if [[ -n $dir ]] && any "$dir"/clang/*/include/stddef.h &&
      any "$dir"/libclang.so* "$dir"/libclang-[0-9]*.so* "$dir"/libclang.dylib; then
      export LIBCLANG_PATH="$dir"
      return 0
    fi
  done
  return 1
}

vulkan_works() {
  local dirs=("$root"/usr/{,local/}include "$root"/opt/homebrew/include "${VULKAN_SDK:-/nowhere}"/include)
  has glslc && any "${dirs[@]/%//vulkan/vulkan.hpp}" && any "${dirs[@]/%//spirv/unified1/spirv.hpp}"
}

# CUDA's own installer leaves nvcc out of PATH.
find_nvcc() {
  has nvcc && return
  [[ -x $root/usr/local/cuda/bin/nvcc ]] || return 1
  export PATH="$PATH:$root/usr/local/cuda/bin"
}

pick_gpu() {
  local system
  system="$(uname -s) $(uname -m)"
  case "$gpu" in
    auto)
      gpu=none
      if [[ $system == "Darwin arm64" ]]; then
        gpu=metal
      elif find_nvcc && nvidia-smi >/dev/null 2>&1; then
        gpu=cuda
      elif vulkan_works; then
        gpu=vulkan
      fi
      ;;
    cuda)
      find_nvcc || fail "--gpu cuda needs nvcc, and it is not here" \
        "Install the CUDA toolkit for your driver, or use --gpu vulkan or --gpu none."
      ;;
    metal)
      [[ $system == Darwin* ]] || fail "--gpu metal works on macOS only" "Use --gpu auto."
      ;;
  esac
}

# Whether the cargo in PATH is as new as Cargo.toml asks; a rustup without a toolchain is not.
cargo_works() {
  local line major minor
  line="$(cd "$here" && cargo --version 2>/dev/null)" || return 1
  [[ $line =~ ^cargo\ ([0-9]+)\.([0-9]+) ]] || return 1
  major="${BASH_REMATCH[1]}" minor="${BASH_REMATCH[2]}"
  ((major > ${rust_version%.*} || (major == ${rust_version%.*} && minor >= ${rust_version#*.})))
}

read_rust_version() {
  local line
  while IFS= read -r line; do
    [[ $line =~ ^rust-version\ *=\ *\"([0-9]+\.[0-9]+) ]] && rust_version="${BASH_REMATCH[1]}" && return
  done <"$here/Cargo.toml"
  fail "no rust-version in $here/Cargo.toml" "Take a whole checkout of qwill."
}

# The places where rustup and its packages put cargo without it being in PATH.
add_cargo_dirs() {
  local dir
  for dir in "$root"/{opt/homebrew,usr/local,home/linuxbrew/.linuxbrew}/opt/rustup/bin \
    "${CARGO_HOME:-$HOME/.cargo}/bin"; do
    if [[ -x $dir/cargo || -x $dir/rustup ]]; then export PATH="$dir:$PATH"; fi
  done
}

# Whether the distribution packs rustup. Where its cargo is installed the package would replace
# that, so then the script puts a newer one beside it.
rustup_packed() {
  if has cargo; then return 1; fi
  case "$manager" in
    pacman | brew) return 0 ;;
    apt-get) [[ -n "$(apt-cache show rustup 2>/dev/null || true)" ]] ;; # not in older releases
    *) return 1 ;;
  esac
}

# plan_rust: prints how Rust is to be had: have, update, package or script.
plan_rust() {
  if cargo_works; then
    say have
  elif has rustup; then
    say update
  elif rustup_packed; then
    say package
  else
    say script
  fi
}

run_rustup_script() {
  local file hint="Install Rust $rust_version or newer by hand (https://rustup.rs), then run this again."
  file="$(mktemp)" || fail "no temporary file could be made" "Free some space."
  say "downloading rustup from https://sh.rustup.rs, which installs Rust for this user alone"
  if has curl; then
    curl --proto '=https' --tlsv1.2 -sSf -o "$file" https://sh.rustup.rs
  else
    wget -q -O "$file" https://sh.rustup.rs
  fi || fail "could not download rustup" "$hint"
  sh "$file" -y --profile minimal --no-modify-path || fail "rustup could not install Rust" "$hint"
  rm -f "$file"
  installed+=("Rust (by rustup)")
}

install_toolchain() {
  say "installing the stable Rust toolchain, because qwill needs Rust $rust_version or newer"
  rustup toolchain install stable --profile minimal ||
    fail "rustup could not install the stable toolchain" \
      "Run 'rustup toolchain install stable', then this again."
  rustup default >/dev/null 2>&1 || rustup default stable
  # The user's default may be an older one; it stays what it is.
  export RUSTUP_TOOLCHAIN=stable
  installed+=("Rust stable (by rustup)")
}

get_rust() {
  case "$1" in
    have) return ;;
    script) run_rustup_script ;;
  esac
  add_cargo_dirs
  [[ $1 == script ]] || install_toolchain
  hash -r
  cargo_works || fail "cargo $rust_version or newer is still not here" \
    "Install it by hand (https://rustup.rs), then run this again."
}

# package_names MANAGER NEED: the packages that meet that need.
package_names() {
  case "$1/$2" in
    apt-get/compiler) say gcc g++ libc6-dev ;;
    dnf/compiler | zypper/compiler) say gcc gcc-c++ ;;
    pacman/compiler) say gcc ;;
    # musl: the compilers bring neither the C library's nor the kernel's headers.
    apk/compiler) say gcc g++ libgcc musl-dev linux-headers ;;
    */cmake) say cmake ;;
    */make) say make ;;
    apt-get/libclang) say libclang-dev ;;
    dnf/libclang | zypper/libclang) say clang-devel ;;
    pacman/libclang) say clang ;;
    apk/libclang) say clang-dev clang-libclang ;;
    brew/libclang) say llvm ;;
    apt-get/vulkan) say glslc libvulkan-dev spirv-headers ;;
    dnf/vulkan) say glslc vulkan-headers vulkan-loader-devel spirv-headers-devel ;;
    pacman/vulkan) say shaderc vulkan-headers vulkan-icd-loader spirv-headers ;;
    zypper/vulkan) say shaderc vulkan-devel spirv-headers ;;
    apk/vulkan) say shaderc vulkan-headers vulkan-loader-dev spirv-headers ;;
    brew/vulkan) say shaderc vulkan-headers vulkan-loader spirv-headers ;;
    brew/download) say curl ;;
    */download) say curl ca-certificates ;;
    */rustup) say rustup ;;
    *) return 1 ;;
  esac
}

install_command() {
  case "$manager" in
    apt-get) say env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ;;
    dnf) say dnf install -y ;;
    pacman) say pacman -S --needed --noconfirm ;;
    zypper) say zypper --non-interactive install --no-recommends ;;
    apk) say apk add ;;
    brew) say brew install ;;
  esac
}

find_manager() {
  local name
  for name in apt-get dnf pacman zypper apk brew; do
    if has "$name" && [[ $name == brew || $(uname -s) != Darwin ]]; then
      manager="$name"
      return
    fi
  done
}

# missing: prints the needs that nothing here meets, one a line.
missing() {
  compiles || say compiler
  has cmake || say cmake
  has make || has ninja || say make
  libclang_works || say libclang
  [[ $action == deps || $gpu != vulkan ]] || vulkan_works || say vulkan
}

# install_packages NEED...: one command of the package manager for them all.
install_packages() {
  local need names words command packages=() elevate=()
  for need in "$@"; do
    if [[ $need == compiler && ($(uname -s) == Darwin || $manager == brew) ]]; then
      fail "no C++ compiler works here" \
        "On macOS run 'xcode-select --install'; elsewhere install gcc and g++. Then run this again."
    fi
    [[ -n $manager ]] || fail "missing: $*, and no package manager that is known here" \
      "Install it by hand (apt-get, dnf, pacman, zypper, apk and brew are known), then run this again."
    names="$(package_names "$manager" "$need")" || fail "no package is known for: $need" "Install it by hand."
    read -ra words <<<"$names"
    packages+=("${words[@]}")
  done
  read -ra command <<<"$(install_command)"
  command+=("${packages[@]}")
  say "to install: ${packages[*]}"
  if [[ $manager != brew && $(id -u) != 0 ]]; then
    if has sudo; then
      elevate=(sudo)
    elif has doas; then
      elevate=(doas)
    else
      fail "root is needed to install packages, and neither sudo nor doas is here" \
        "As root run: ${command[*]}" "Then run this again."
    fi
    say "needs root for: ${command[*]}"
  fi
  run_manager || fail "$manager could not install: ${packages[*]}" \
    "Refresh its package lists or install them by hand (${command[*]}), then run this again."
  installed+=("${packages[@]}")
}

# Uses command and elevate of install_packages. Debian's images come without package lists, and
# old lists name packages that are gone: only then are they fetched, and once.
run_manager() {
  local updated=no
  if [[ $manager == apt-get ]] && ! any "$root"/var/lib/apt/lists/*_Packages*; then
    ${elevate[@]+"${elevate[@]}"} apt-get update || return 1
    updated=yes
  fi
  ${elevate[@]+"${elevate[@]}"} "${command[@]}" && return
  [[ $manager == apt-get && $updated == no ]] || return 1
  ${elevate[@]+"${elevate[@]}"} apt-get update && ${elevate[@]+"${elevate[@]}"} "${command[@]}"
}

get_needs() {
  local needs=() need rust
  find_manager
  cargo_works || add_cargo_dirs
  rust="$(plan_rust)"
  libclang_works || true # exports LIBCLANG_PATH here, not in the subshell below
  while IFS= read -r need; do needs+=("$need"); done < <(missing)
  case "$rust" in
    package) needs+=(rustup) ;;
    script) has curl || has wget || needs+=(download) ;;
  esac
  if ((${#needs[@]})); then
    install_packages "${needs[@]}"
    hash -r
    libclang_works || true
    need="$(missing)"
    [[ -z $need ]] || fail "still missing after the installation: ${need//$'\n'/, }" \
      "Install it by hand, then run this again."
  fi
  get_rust "$rust"
  if ((${#installed[@]})); then
    say "installed: ${installed[*]}"
  else
    say "nothing to install: all that the build needs is here"
  fi
}

# A C++ file of llama.cpp takes up to a GiB to compile, so memory limits the jobs.
count_jobs() {
  local cores gib=0 key value
  cores="$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || say 1)"
  if [[ -r $root/proc/meminfo ]]; then
    while read -r key value _; do
      if [[ $key == MemTotal: ]]; then gib=$((value / 1024 / 1024)); fi
    done <"$root/proc/meminfo"
  else
    gib=$(($(sysctl -n hw.memsize 2>/dev/null || say 0) / 1024 / 1024 / 1024))
  fi
  ((gib >= 1)) || gib=1
  say $((cores < gib ? cores : gib))
}

# check_disk DIR: ends when a build there would fill the disk.
check_disk() {
  local dir="$1" line free
  while [[ ! -d $dir ]]; do dir="$(dirname -- "$dir")"; done
  while IFS= read -r line; do
    # The number before the percentage; a file system's name may hold spaces.
    if [[ $line =~ ([0-9]+)[[:space:]]+[0-9]+% ]]; then free="${BASH_REMATCH[1]}"; fi
  done < <(df -Pk "$dir")
  if ((${free:-3145728} < 3145728)); then
    fail "the build needs 3 GiB, and the disk of $1 has $((free / 1024)) MiB free" \
      "Free some space, or set CARGO_TARGET_DIR to a directory on another disk."
  fi
}

build() {
  local target="$1" jobs features=()
  check_disk "$target"
  jobs="$(count_jobs)"
  [[ $gpu == none ]] || features=(--features "$gpu")
  has make || export CMAKE_GENERATOR=Ninja
  # On musl a build script is linked statically and then cannot load libclang.
  if [[ -z ${RUSTFLAGS:-} && "$(rustc -vV 2>/dev/null || true)" == *"host: "*-musl* ]]; then
    export RUSTFLAGS="-C target-cpu=native -C target-feature=-crt-static"
  fi
  say "building for this processor, GPU: $gpu, jobs: $jobs"
  say "The first build takes about ten minutes, as llama.cpp is compiled too; later ones are short."
  if has ccache; then say "ccache is here and will be used."; fi
  (cd "$here" && CMAKE_BUILD_PARALLEL_LEVEL="$jobs" cargo build --release --locked --jobs "$jobs" \
    ${features[@]+"${features[@]}"}) ||
    fail "the build failed; the first error above says why" \
      "If memory ran out, close other programs. If the GPU's part failed, try --gpu none."
}

# install_binary FILE: a running qwill keeps its old file, because the new one is moved over it.
install_binary() {
  local bin="$prefix/bin" hint="Choose a directory that is yours with --prefix DIR."
  [[ -f $1 ]] || fail "the build left no program at $1" "Unset CARGO_BUILD_TARGET and run this again."
  mkdir -p "$bin" || fail "could not make $bin" "$hint"
  new="$bin/.qwill.$$"
  trap 'rm -f "$new"' EXIT
  cp "$1" "$new" || fail "could not write to $bin" "$hint"
  # Names for a debugger are three quarters of the file; a strip that cannot do it leaves it as it is.
  strip --strip-debug "$new" 2>/dev/null || true
  chmod 755 "$new"
  "$new" --version </dev/null >/dev/null || fail "the new program does not start, so it was not installed" \
    "If a GPU's library is missing, try --gpu none."
  mv -f "$new" "$bin/qwill" || fail "could not replace $bin/qwill" "$hint"
}

# The line for the user's shell; which files it goes into is theirs to decide.
say_path() {
  local bin="$prefix/bin" line file
  [[ ":$user_path:" != *":$bin:"* ]] || return 0
  line="export PATH=\"$bin:\$PATH\""
  case "${SHELL:-}" in
    */fish) line="fish_add_path \"$bin\"" file="$HOME/.config/fish/config.fish" ;;
    */zsh) file="$HOME/.zshrc" ;;
    */bash) file="$HOME/.bashrc" ;;
    *) file="$HOME/.profile" ;;
  esac
  say "$bin is not in PATH; add this line to $file:"
  say "  $line"
}

install_qwill() {
  local target="${CARGO_TARGET_DIR:-target}" bytes
  [[ $target == /* ]] || target="$here/$target"
  pick_gpu
  get_needs
  build "$target"
  install_binary "$target/release/qwill"
  bytes="$(wc -c <"$prefix/bin/qwill")"
  say "installed $prefix/bin/qwill ($((bytes / 1024 / 1024)) MiB) after $((SECONDS / 60)) min $((SECONDS % 60)) s"
  say_path
  say 'next: qwill "how do I stop an answer?"'
}

uninstall() {
  local dir
  if [[ -e $prefix/bin/qwill ]]; then
    rm -f "$prefix/bin/qwill" || fail "could not remove $prefix/bin/qwill" "Its directory must be writable."
    say "removed $prefix/bin/qwill"
  else
    say "no $prefix/bin/qwill is there"
  fi
  for dir in "${XDG_CONFIG_HOME:-$HOME/.config}" "${XDG_DATA_HOME:-$HOME/.local/share}" \
    "${XDG_STATE_HOME:-$HOME/.local/state}" "${XDG_CACHE_HOME:-$HOME/.cache}" \
    "$HOME/Library/Application Support" "$HOME/Library/Caches"; do
    if [[ -d $dir/qwill ]]; then
      say "stays: $dir/qwill (settings, models or talks; remove it by hand if you want)"
    fi
  done
}

read_options "$@"
read_rust_version
case "$action" in
  help) usage ;;
  uninstall) uninstall ;;
  deps) get_needs ;;
  build) install_qwill ;;
esac
