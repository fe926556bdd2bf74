# shellcheck shell=bash
# What the tests of published indices share; each is a script in indices/ that sources this file:
#
#   NAME.sh TOCSIN COMPARE_TABLES ROOT SHARED
#
# SHARED is the folder with the published numbers, which are not part of the project; without it the exit code is 77, unless
# the script has set own_data, for it makes its own.
#   score [--code N] MODEL [OPTION...]   runs models/indices/MODEL.yaml into the folder $run; exit code N, or 0, is right
#   compare WORDS TOLERANCE [OPTION...] TABLE EXPECTED    compare_tables on $run/TABLE; EXPECTED is below SHARED/reference
#   finish                               prints the count and sets the exit code
set -euo pipefail
(($# == 4)) || { echo "usage: $0 TOCSIN COMPARE_TABLES ROOT SHARED" >&2 && exit 64; }
tocsin=$1
compare_tables=$2
models=$3/models/indices
reference=$4/reference
if [[ -d $reference ]]; then
  reference=$(cd "$reference" && pwd)
elif [[ -z ${own_data:-} ]]; then
  echo "skipped: ../shared not here"
  exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run=$work/run
comparisons=0
faults=0

fault() {
  echo "$*"
  faults=$((faults + 1))
}

score() {
  local expected=0 code=0
  if [[ $1 == --code ]]; then
    expected=$2
    shift 2
  fi
  local model=$1
  shift
  rm -rf "$run"
  timeout 60 "$tocsin" run "$models/$model.yaml" -o "$run" --format csv --quiet "$@" 2>"$work/messages" || code=$?
  if ((code != expected)); then
    fault "$model: exit code $code, not $expected:"
    cat "$work/messages"
    [[ -d $run ]] || finish
  fi
}

# says TEXT: the last run did, on standard error.
says() {
  comparisons=$((comparisons + 1))
  grep -qF -- "$1" "$work/messages" || fault "the run does not say '$1', but: $(<"$work/messages")"
}

compare() {
  local words=$1 found expected=${*: -1} arguments=("${@:2:$#-3}")
  found=${*: -2:1}
  [[ $found == /* ]] || found=$run/$found
  [[ $expected == /* ]] || expected=$reference/$expected
  comparisons=$((comparisons + 1))
  local said
  if said=$("$compare_tables" "${arguments[@]}" "$found" "$expected"); then
    echo "$words: $said"
  else
    fault "$words: not as published:"$'\n'"$said"
  fi
}

finish() {
  echo "$comparisons comparisons, $faults not as published"
  ((comparisons > 0 && faults == 0)) && exit 0
  exit 1
}
