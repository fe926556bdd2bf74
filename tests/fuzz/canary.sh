#!/usr/bin/env bash
# Proves that a replay fails when there is nothing to replay and when an input breaks a law. canary.sh PROGRAM
set -uo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ulimit -c 0

"$program" "$folder" >/dev/null && echo "an empty folder was taken for a success" && exit 1
"$program" "$folder/missing" >/dev/null 2>&1 && echo "a missing file was taken for a success" && exit 1
echo good >"$folder/good"
"$program" "$folder" >/dev/null || { echo "a good input was taken for a failure" && exit 1; }
echo 'bad!' >"$folder/bad"
message=$("$program" "$folder" 2>&1 >/dev/null) && echo "a broken law was taken for a success" && exit 1
[[ $message == *"there is no '!'"* ]] || { echo "the broken law is not named: $message" && exit 1; }
