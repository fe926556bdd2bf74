#!/usr/bin/env bash
# The public header compiles by itself under a user's strictest flags. header.sh C|C++ INCLUDE
set -euo pipefail
language=$1 include=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
case $language in
  C)
    source=$scratch/alone.c
    compile=("${CC:-gcc}" -std=c11 -Wstrict-prototypes)
    ;;
  C++)
    source=$scratch/alone.cpp
    compiler=$(command -v g++ || command -v clang++) || { echo "skipped: no C++ compiler here" && exit 77; }
    compile=("$compiler" -std=c++11 -Wold-style-cast)
    ;;
  *) exit 64 ;;
esac
cat >"$source" <<'TEXT'
#include <tocsin/tocsin.h>
#include <tocsin/tocsin.h>
int main(void)
{
    return sizeof(tocsin_score) > sizeof(tocsin_status) && tocsin_version() ? TOCSIN_OK : TOCSIN_ERROR_INTERNAL;
}
TEXT
"${compile[@]}" -Wall -Wextra -pedantic -Wconversion -Wshadow -Werror -I "$include" -fsyntax-only "$source"
