#!/usr/bin/env bash
# Runs cases of malformed input. A case is a folder of tests/malformed/ that holds
#   model.yaml and data        read in a copy of the folder
#   expected                   what must be on standard error, without the closing line of totals
#   exit                       the exit code; without it 78 for model-*, 65 for data-*, else 0
#   options                    more words for `tocsin check model.yaml`, such as --strict or -v
#   cmd                        another command in its place; `tocsin` is the program under test
set -euo pipefail

usage() {
  echo "usage: malformed.sh --tocsin PROGRAM [--update] CASE..." >&2
  exit 64
}

tocsin='' update=false cases=()
while (($# > 0)); do
  case $1 in
    --tocsin) tocsin=$(realpath "$2") && shift ;;
    --update) update=true ;;
    -*) usage ;;
    *) cases+=("$(realpath "$1")") ;;
  esac
  shift
done
[[ -x $tocsin && ${#cases[@]} -gt 0 ]] || usage

scratch=$(mktemp -d)
trap 'chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$tocsin" "$scratch/bin/tocsin"

# run_command CASE: in the current folder.
run_command() {
  local options=()
  if [[ -f $1/cmd ]]; then
    bash "$1/cmd"
    return
  fi
  [[ ! -f $1/options ]] || read -ra options <"$1/options"
  tocsin check model.yaml "${options[@]}"
}

expected_exit() {
  if [[ -f $1/exit ]]; then
    cat "$1/exit"
  else
    case ${1##*/} in
      model-*) echo 78 ;;
      data-*) echo 65 ;;
      *) echo 0 ;;
    esac
  fi
}

result=0
for case in "${cases[@]}"; do
  rm -rf "$scratch/work"
  cp -r "$case" "$scratch/work"
  code=0
  (
    cd "$scratch/work"
    unset NO_COLOR FORCE_COLOR TOCSIN_NO_COLOR
    export PATH=$scratch/bin:$PATH TERM=dumb LC_ALL=C.UTF-8
    run_command "$case"
  ) </dev/null >"$scratch/stdout" 2>"$scratch/stderr" || code=$?
  grep -vE '^([0-9]+ errors?(, )?)?([0-9]+ warnings?)?( \([0-9]+ of them not shown\))?$' "$scratch/stderr" >"$scratch/found" || true
  if $update; then
    cp "$scratch/found" "$case/expected"
    rm -f "$case/exit"
    [[ $code == "$(expected_exit "$case")" ]] || echo "$code" >"$case/exit"
  fi
  if [[ ! -f $case/expected ]]; then
    echo "${case##*/}: there is no file 'expected'"
    result=1
  elif ! cmp -s "$case/expected" "$scratch/found"; then
    echo "${case##*/}: standard error differs (- expected, + found):"
    { diff -u --text "$case/expected" "$scratch/found" || true; } | tail -n +3 | head -n 100
    result=1
  fi
  if [[ $code != "$(expected_exit "$case")" ]]; then
    echo "${case##*/}: exit code $code, expected $(expected_exit "$case")"
    result=1
  fi
done
exit "$result"
