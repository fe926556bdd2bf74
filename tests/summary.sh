#!/usr/bin/env bash
# The summary of a run says only what its tables and its manifest hold, and whoever alters it is found out.
# summary.sh TOCSIN CHECK_SUMMARY MODEL PERIOD
set -euo pipefail
(($# == 4)) || { echo "usage: summary.sh TOCSIN CHECK_SUMMARY MODEL PERIOD" >&2 && exit 64; }
tocsin=$1 check=$2 model=$3 period=$4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# check_run OPTIONS: writes the run folder and reads its summary.
check_run() {
  local code=0 wide
  "$tocsin" run "$model" -o "$scratch/run" --force --quiet --to "$period" "$@" || code=$?
  ((code <= 1)) || exit 1 # 1: a region has no score
  wide=$(LC_ALL=C.UTF-8 grep -nE '^.{81}' "$scratch/run/summary.txt") && { echo "wider than 80: $wide" && exit 1; }
  if ! "$check" "$model" "$scratch/run"; then
    cat "$scratch/run/summary.txt"
    exit 1
  fi
}

check_run
check_run --from "$period" # the period alone
