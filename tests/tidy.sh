#!/usr/bin/env bash
# What reads the engine's sources for mistakes, without running them. tidy.sh ROOT [FOLDER FOR WHAT IS BUILT]
#   clang-tidy   with .clang-tidy
#   cppcheck     warnings, performance, portability
#   gcc          -fanalyzer, and all warnings at -O0, -O2 and -O3; so clang
# Nothing may be found. Takes two to four minutes; a tool that is not here is passed over, and the exit code is 77 if
# none is.
set -euo pipefail
root=$(realpath "${1:?usage: tidy.sh ROOT [FOLDER]}")
folder=${2:-$root/build/tidy}
mkdir -p "$folder"
folder=$(realpath "$folder")
jobs=$(nproc)
found=0
tools=0

# report NAME FILE: what a tool said, if it said anything.
report() {
  if [[ -s $2 ]]; then
    echo "$1:"
    cat "$2"
    found=1
  fi
}

has() {
  command -v "$1" >/dev/null || {
    echo "passed over: no $1 here"
    return 1
  }
  tools=$((tools + 1))
}

# The files that the build makes, and the commands that it compiles with.
cmake -S "$root" -B "$folder" -G Ninja -DTOCSIN_TESTS=OFF >"$folder/configure.log" 2>&1 || {
  cat "$folder/configure.log"
  exit 1
}
flags=(-std=c17 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes
  -ffp-contract=off -fno-math-errno "-I$root/engine" "-I$root/engine/include" "-I$folder/generated")
sources() {
  find "$root/engine" -name '*.c' | sort
}

# compile NAME COMPILER FLAG...: every file by itself, for the warnings.
compile() {
  local name=$1
  shift
  # shellcheck disable=SC2016 # expanded by the inner shell
  sources | xargs -P "$jobs" -n 4 bash -c '
    compiler=("${@:2:$1}")
    for file in "${@:$1 + 2}"; do "${compiler[@]}" -c "$file" -o /dev/null 2>&1 || true; done
  ' compile $(($# + ${#flags[@]})) "$@" "${flags[@]}" >"$folder/$name.txt"
  report "$name" "$folder/$name.txt"
}

if has clang-tidy; then
  # One file at a time: with several, clang 14 takes every va_list of the second for uninitialised.
  sources | xargs -P "$jobs" -n 1 clang-tidy --quiet -p "$folder" 2>/dev/null >"$folder/clang-tidy.txt" || true
  report clang-tidy "$folder/clang-tidy.txt"
fi
if has cppcheck; then
  # It takes the parts of a compound literal for arguments, and so a NULL behind one for a variadic argument.
  cppcheck --quiet -j "$jobs" --enable=warning,performance,portability --inline-suppr --std=c11 -D_GNU_SOURCE \
    --suppress=varFuncNullUB "-I$root/engine" "-I$root/engine/include" "-I$folder/generated" "$root/engine" \
    2>"$folder/cppcheck.txt" >/dev/null
  report cppcheck "$folder/cppcheck.txt"
fi
for compiler in gcc clang; do
  has "$compiler" || continue
  for level in -O0 -O2 -O3; do
    compile "$compiler$level" "$compiler" "$level"
  done
done
if command -v gcc >/dev/null; then
  compile gcc-analyzer gcc -O1 -fanalyzer
fi
((tools > 0)) || exit 77
exit "$found"
