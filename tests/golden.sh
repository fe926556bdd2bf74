#!/usr/bin/env bash
# Golden runs: the same bytes on any number of threads, for any order of input rows, in any locale, in any folder.
# tests/golden/NAME/ holds
#   model         path of the model below the root of the tree
#   scores.csv    the scores, whole, for people to review
#   sha256        hashes of all data files of the run folder
# Variants: threads-1, threads-2, shuffled (rows of all tables but those that order the regions), locale (a program whose
# C library was told to write decimal commas), folder (a copy of the tree, from another working folder).
set -euo pipefail

usage() {
  echo "usage: golden.sh --tocsin PROGRAM --root FOLDER [--locale LIBRARY] [--update] NAME VARIANT" >&2
  exit 64
}

tocsin='' root='' library='' update=false words=()
while (($# > 0)); do
  case $1 in
    --tocsin) tocsin=$(realpath "$2") && shift ;;
    --root) root=$(realpath "$2") && shift ;;
    --locale) library=$(realpath "$2") && shift ;;
    --update) update=true ;;
    -*) usage ;;
    *) words+=("$1") ;;
  esac
  shift
done
[[ -x $tocsin && -d $root && ${#words[@]} -eq 2 ]] || usage
name=${words[0]} variant=${words[1]}
golden=$root/tests/golden/$name
model=$(<"$golden/model")
export SOURCE_DATE_EPOCH=1700000000 LC_ALL=C.UTF-8 TZ=UTC

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

environment=() # settings for the program alone

# run_model OPTIONS: in the current folder. 1 means that a region has no score in the last period, which is no fault.
run_model() {
  local code=0
  env "${environment[@]}" "$tocsin" run "$model" -o "$scratch/out" --quiet "$@" || code=$?
  ((code <= 1)) || exit 1
}

copy_tree() {
  cp -r "$root/models" "$root/data" "$1"
}

# Everything but the header in another order, the same on every machine.
shuffle_tables() {
  local table
  while IFS= read -r table; do
    { head -n 1 "$table" && tail -n +2 "$table" | shuf --random-source=<(yes "$name"); } >"$scratch/shuffled"
    cp "$scratch/shuffled" "$table"
  done < <(find "$1" -name '*.csv' ! -name regions.csv | sort)
}

make_locale() {
  mkdir "$scratch/locale"
  localedef -i de_DE -f UTF-8 "$scratch/locale/de_DE.UTF-8" >"$scratch/localedef" 2>&1 || true
  [[ -d $scratch/locale/de_DE.UTF-8 ]]
}

# Files whose bytes depend on the data alone; the others name the hashes of the files that were read.
files=(scores.csv nodes.csv indicators.csv summary.txt scores.json datapackage.json)
case $variant in
  threads-*)
    cd "$root"
    run_model --threads "${variant#threads-}"
    ;;
  shuffled)
    copy_tree "$scratch"
    shuffle_tables "$scratch/data"
    cd "$scratch"
    run_model --threads 2
    files=(scores.csv nodes.csv indicators.csv)
    ;;
  locale)
    make_locale || { echo "skipped: no German locale can be made here" && exit 77; }
    cd "$root"
    environment=(LOCPATH="$scratch/locale" LC_ALL=de_DE.UTF-8 LD_PRELOAD="$library"
      ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0)
    run_model --threads 2
    ;;
  folder)
    mkdir -p "$scratch/a b/deep" "$scratch/elsewhere"
    copy_tree "$scratch/a b/deep"
    cd "$scratch/elsewhere"
    model="../a b/deep/$model"
    run_model --threads 1
    ;;
  *) usage ;;
esac

cd "$scratch/out"
if $update; then
  cp scores.csv "$golden/scores.csv"
  sha256sum "${files[@]}" >"$golden/sha256"
fi
result=0
if ! cmp -s "$golden/scores.csv" scores.csv; then
  echo "$name, $variant: scores.csv differs (- expected, + found):"
  diff -u --text "$golden/scores.csv" scores.csv | tail -n +3 | head -n 40
  result=1
fi
for file in "${files[@]}"; do
  if [[ $(sha256sum "$file") != "$(grep -F "  $file" "$golden/sha256")" ]]; then
    echo "$name, $variant: the bytes of $file are not those of the golden run"
    result=1
  fi
done
exit "$result"
