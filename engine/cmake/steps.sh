# Steps that engine/start and tests/run share: installing Debian packages, configuring and building. To be sourced by
# bash with the root of the tree as the working folder.
# shellcheck shell=bash

# Packages that building needs, and those that testing needs beside them.
# shellcheck disable=SC2034 # used by those who source this file
build_packages=(cmake ninja-build gcc libc6-dev pkg-config libcsv-dev libgsl-dev libglpk-dev libyaml-dev nettle-dev
  zlib1g-dev libzstd-dev libmuparser-dev)
# shellcheck disable=SC2034
test_packages=(libcunit1-dev binutils g++ locales)

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Installs those of the named packages that are not there. Asks for nothing.
install_missing() {
  local package missing=() as_root=()
  command -v dpkg-query >/dev/null || {
    say "This is no Debian: make sure that these are installed: $*"
    return 0
  }
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "as root, please: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing with apt-get: ${missing[*]}"
  local log
  log=$(mktemp)
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
  # The lists of packages may be there already, so they are fetched only if it does not work without.
  if ! "${as_root[@]}" "${install[@]}" >"$log" 2>&1; then
    if ! "${as_root[@]}" apt-get update -qq >>"$log" 2>&1 || ! "${as_root[@]}" "${install[@]}" >>"$log" 2>&1; then
      tail -n 40 "$log" >&2
      rm -f "$log"
      fail "the packages could not be installed"
    fi
  fi
  rm -f "$log"
}

# build PRESET [CMAKE ARGUMENTS]: configures and builds into build/PRESET; its output is shown only if that fails.
build() {
  local preset=$1
  shift
  local log=build/$preset.log
  mkdir -p build
  say "Building build/$preset"
  if ! cmake --preset "$preset" "$@" >"$log" 2>&1 || ! cmake --build --preset "$preset" >>"$log" 2>&1; then
    tail -n 100 "$log" >&2
    say "Building build/$preset failed; all of its output is in $log" >&2
    return 1
  fi
}
