#!/usr/bin/env bash
# Every model of a published index is a model: but for the files that are not part of the project, nothing is wrong with it.
# check_models.sh TOCSIN FOLDER
set -euo pipefail
(($# == 2)) || { echo "usage: check_models.sh TOCSIN FOLDER" >&2 && exit 64; }
tocsin=$1 folder=$2
checked=0
faults=0

fault() {
  echo "$*"
  faults=$((faults + 1))
}

for model in "$folder"/*.yaml; do
  name=$(basename "$model" .yaml)
  checked=$((checked + 1))
  code=0
  said=$("$tocsin" check "$model" 2>&1) || code=$?
  ((code == 66)) || fault "$name: exit code $code, not 66"
  others=$(grep -E '\[[EWN][0-9]+\]$' <<<"$said" | grep -vE ' does not exist \[E2001\]$') || true
  [[ -z $others ]] || fault "$name: $others"
  grep -qx "id: $name" "$model" || fault "$name: its id is not its file's name"
  # The head says where the data is to be had, on what terms, how to score it and what comes out.
  head=$(sed '/^[^#]/,$d' "$model")
  for word in 'tocsin run models/indices/'"$name.yaml --set sources." '# File: CSV'; do
    grep -qF -- "$word" <<<"$head" || fault "$name: its head does not say '$word'"
  done
  [[ $name == instability-blend ]] && continue # not a published one
  for word in Publisher: Data: icence: Method: '# Reproduced'; do
    grep -qF -- "$word" <<<"$head" || fault "$name: its head does not say '$word'"
  done
done
echo "$checked models checked, $faults faults"
((checked >= 13 && faults == 0))
