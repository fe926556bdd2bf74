#!/usr/bin/env bash
# Every code of engine/base/diagnostic_codes.def is unique, and is provoked by a case in tests/malformed/ or tests/cli/,
# or is named with a reason in a table row of tests/malformed/README.md.
set -euo pipefail
root=$(realpath "${1:?usage: diagnostic_codes.sh ROOT}")
codes=$(tr '\n' ' ' <"$root/engine/base/diagnostic_codes.def" |
  grep -oE 'DIAGNOSTIC\([A-Z0-9_]+, *[0-9]+, *TOCSIN_(NOTE|WARNING|ERROR)' | sed -E 's/DIAGNOSTIC\(//; s/, */ /g')
[[ -n $codes ]] || { echo "no codes found" && exit 1; }

result=0
twice=$(awk '{print $2}' <<<"$codes" | sort | uniq -d)
if [[ -n $twice ]]; then
  echo "numbers that two diagnostics have: $twice"
  result=1
fi

# Codes as they are printed, of all expected outputs; a strict run shows a warning with the letter of an error.
seen=$(find "$root/tests/malformed" "$root/tests/cli" -type f \( -name expected -o -name 'stderr.*' -o -name 'stdout.*' \) \
  -exec cat {} + | { grep -oE '\[[ENW][0-9]+\\?\]' || true; } | tr -dc '0-9\n' | sort -u)

# Rows `| 9001 | reason |` of the README.
excused=$(awk -F '|' '$2 ~ /^[ `]*[0-9]+[ `]*$/ && $3 ~ /[a-z][a-z][a-z][a-z]/ {gsub(/[^0-9]/, "", $2); print $2}' \
  "$root/tests/malformed/README.md" | sort -u)
while read -r name number _; do
  if grep -qx "$number" <<<"$seen"; then
    if grep -qx "$number" <<<"$excused"; then
      echo "$number $name: excused in tests/malformed/README.md although a case provokes it"
      result=1
    fi
  elif ! grep -qx "$number" <<<"$excused"; then
    echo "$number $name: no case provokes it, and tests/malformed/README.md gives no reason"
    result=1
  fi
done <<<"$codes"
# And no case shows a code that is not in the list.
for number in $seen; do
  awk -v number="$number" '$2 == number {found = 1} END {exit !found}' <<<"$codes" || {
    echo "$number: a case shows it, but engine/base/diagnostic_codes.def does not have it"
    result=1
  }
done
exit "$result"
