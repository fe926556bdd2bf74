#!/usr/bin/env bash
# Proves that compare_tables finds what it looks for. compare_tables.sh COMPARE_TABLES
set -euo pipefail
(($# == 1)) || { echo "usage: compare_tables.sh COMPARE_TABLES" >&2 && exit 64; }
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=0
faults=0

cat >"$work/found" <<'END'
region,period,item,value,level
A,2020,x,2.385,high
B,2020,x,-0.75,low
A,2020,y,,
B,2020,y,1e-7,"of two, or ""three"""
"C, and D",2020,x,0,low
END
cat >"$work/expected" <<'END'
who,x,y,note
"C, and D",0,NA,last
A ,2.3850000001,NA,first
B,-0.75,1.0000001e-07,
END

# expect CODE WORDS ARGUMENT...
expect() {
  local code=$1 words=$2 said found=0
  shift 2
  cases=$((cases + 1))
  said=$("$program" "$@" "$work/found" "$work/expected" 2>&1) || found=$?
  if ((found != code)) || [[ $said != *"$words"* ]]; then
    echo "$*: expected code $code and '$words', found code $found and '$said'"
    faults=$((faults + 1))
  fi
}

x=(--key region=who --where item=x --value value=x)
wide=(--key region=who --wide item=value --except note)
expect 0 '3 of 3 absolute=1e-9, largest difference 1e-10 at A' absolute=1e-9 "${x[@]}"
expect 1 'A: expected 2.3850000001, found 2.385' exact "${x[@]}"
expect 0 '3 of 3 relative=1e-9' relative=1e-9 "${x[@]}"
expect 1 '2 of 3 relative=1e-12, largest difference 4.2e-11 at A' relative=1e-12 "${x[@]}"
expect 1 'B/y: expected 1.0000001e-07, found 1e-7' relative=1e-9 "${wide[@]}"
expect 0 '4 of 4 relative=1e-9' relative=1e-9 "${wide[@]}" --least-size 1
expect 1 'A: expected nothing, found 2.385' absolute=1 --key region=who --where item=x --value value=y
expect 0 '1 of 1 absolute=1' absolute=1 --key region=who --where item=x --value value=y --extra A --extra 'C, and D'
expect 1 'A: expected 2.3850000001, found nothing' absolute=1 --key region=who --where item=y --value value=x
expect 0 '1 of 1 absolute=1' absolute=1 --key region=who --where item=y --value value=x --absent A --absent 'C, and D'
expect 1 'A: has a value' absolute=1 "${x[@]}" --absent A
expect 1 'is in neither table' absolute=1 "${x[@]}" --absent Z
expect 1 'B: expected nothing, found -0.75' absolute=1 "${x[@]}" --when note=first
expect 1 '0 of 0' absolute=1 --key region=who --where item=z --value value=x --when note=none
expect 1 'expected 0, found low' text --key region=who --where item=x --value level=x
expect 2 "'high' of 'A' is no number" exact --key region=who --where item=x --value level=x
expect 2 "'A' is there twice" exact --key region=who --value value=x
expect 2 "no column is called 'nothing'" exact --key region=who --where nothing=x --value value=x
expect 2 "'about' is no tolerance" about "${x[@]}"
expect 2 "no option '--maybe'" exact "${x[@]}" --maybe not
expect 2 'are needed' exact --key region=who
printf 'who,x\nA,1,2\n' >"$work/expected"
expect 2 'row 2 has 3 cells, not 2' exact "${x[@]}"
rm "$work/expected"
expect 2 'No such file' exact "${x[@]}"
echo "$cases cases, $faults faults"
((faults == 0))
