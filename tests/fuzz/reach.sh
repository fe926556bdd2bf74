#!/usr/bin/env bash
# Which function is reached by which target, from the inputs of corpus/: a table in Markdown of the public functions and
# of those declared in the headers of what reads inputs. reach.sh BUILD [MORE]
#   BUILD   the folder of a build with the preset 'fuzz'
#   MORE    a folder with further inputs, MORE/NAME/ for each target
set -euo pipefail
build=$1
more=${2:-}
here=$(dirname "${BASH_SOURCE[0]}")
engine=$here/../../engine
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

names=()
for source in "$here"/fuzz_*.c; do
  name=$(basename "$source" .c)
  names+=("${name#fuzz_}")
done

for name in "${names[@]}"; do
  inputs=("$here/corpus/$name")
  [[ -z $more || ! -d $more/$name ]] || inputs+=("$more/$name")
  "$build/tests/fuzz/fuzz_$name" -runs=0 -print_coverage=1 "${inputs[@]}" >"$scratch/$name.log" 2>&1 </dev/null ||
    { echo "fuzz_$name fails on its own corpus" >&2 && exit 1; }
  sed -nE "s/^COVERED_FUNC: .* ([A-Za-z_0-9]+) [^ ]*\$/\1 $name/p" "$scratch/$name.log"
done | sort -u >"$scratch/reached"

headers=("$engine"/include/tocsin/tocsin.h)
headers+=("$engine"/base/{number,date,text,expression,file_input,output}.h "$engine"/panel/{record,region}.h)
headers+=("$engine"/input/*.h "$engine"/model/{reader,keys}.h "$engine"/cli/{arguments,gate}.h)

echo "| header | functions | targets |"
echo "|---|---|---|"
for header in "${headers[@]}"; do
  # Declarations: a name and an opening parenthesis on a line that begins with a type and does not end in a body.
  functions=$(sed -nE '/^(static|typedef|#|[ *\/}]|$)/!s/^[A-Za-z].*[ *]([a-z_0-9]+)\(.*$/\1/p' "$header" |
    grep -v '^__' || true)
  # One row for the functions of a header that the same targets reach, in the order of the first of them.
  unset row order
  declare -A row=()
  order=()
  for function in $functions; do
    targets=$(awk -v name="$function" '$1 == name {printf "%s%s", separator, $2; separator = ", "}' "$scratch/reached")
    targets=${targets:-none}
    [[ -n ${row[$targets]:-} ]] || order+=("$targets")
    row[$targets]+="${row[$targets]:+, }\`$function\`"
  done
  for targets in "${order[@]}"; do
    echo "| ${header#"$engine"/} | ${row[$targets]} | $targets |"
  done
done
