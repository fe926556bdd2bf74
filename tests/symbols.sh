#!/usr/bin/env bash
# What the libraries show to a linker: symbols.sh exported|undefined LIBTOCSIN.SO, or symbols.sh static LIBTOCSIN.A
set -euo pipefail
what=$1 library=$2

# expect_none TITLE LINES
expect_none() {
  [[ -n $2 ]] || return 0
  printf '%s:\n%s\n' "$1" "$2"
  exit 1
}

case $what in
  exported)
    symbols=$(nm -D --defined-only "$library" | awk '{print $3}' | sed 's/@.*//' | sort -u)
    grep -q '^tocsin_run$' <<<"$symbols" || { echo "tocsin_run is not exported" && exit 1; }
    expect_none "exported beside tocsin_*" "$(grep -vE '^(tocsin_|TOCSIN_[0-9]+$)' <<<"$symbols" || true)"
    ;;
  declared) # every function of the header is there, and nothing else: symbols.sh declared LIBRARY HEADER
    declared=$(tr '\n' ' ' <"$3" | grep -oE 'TOCSIN_PUBLIC [^;]*;' | grep -oE 'tocsin_[a-z_]+ *\(' | tr -d ' (' | sort -u)
    exported=$(nm -D --defined-only "$library" | awk '{print $3}' | sed 's/@.*//' | grep '^tocsin_' | sort -u)
    expect_none "declared and not exported (<), or exported and not declared (>)" \
      "$(diff <(echo "$declared") <(echo "$exported") | grep '^[<>]' || true)"
    ;;
  undefined)
    undefined=$(nm -D --undefined-only "$library" | awk '{print $2}' | sed 's/@.*//' | sort -u)
    grep -q '^write$' <<<"$undefined" || { echo "nm shows no undefined symbols" && exit 1; }
    expect_none "called from the library" "$(grep -xE \
      '_?exit|_Exit|quick_exit|abort|__assert_fail|(__)?v?f?printf(_chk)?|puts|fputs|putchar|perror|fopen(64)?|fwrite|signal|sigaction|setlocale|std(in|out|err)' \
      <<<"$undefined" || true)"
    ;;
  static)
    global=$(nm --defined-only --extern-only "$library" 2>/dev/null | awk 'NF == 3 {print $3}' | sort -u)
    grep -q '^tocsin_run$' <<<"$global" || { echo "tocsin_run is not in the library" && exit 1; }
    expect_none "global beside tocsin_*" "$(grep -v '^tocsin_' <<<"$global" || true)"
    ;;
  *) exit 64 ;;
esac
