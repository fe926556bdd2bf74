#!/usr/bin/env bash
# Golden runs: the same bytes on any number of threads, for any order of input rows, in any locale, in any folder.
# tests/golden/NAME/ holds
#   model         path of the model below the root of the tree
#   scores.csv    the scores, whole, for people to review
#   sha256        hashes of all data files of the run folder
#   analysis.txt, analysis.sha256   the same of its analysis, if it is one of the variants
# Variants: threads-1, threads-2, shuffled (rows of all tables but those that order the regions), locale (a program whose
# C library was told to write decimal commas), folder (a copy of the tree, from another working folder); with analysis-
# before their name of the analysis.
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
verb=run reviewed=scores.csv hashes=sha256
if [[ $variant == analysis-* ]]; then
  verb=analyse reviewed=analysis.txt hashes=analysis.sha256 variant=${variant#analysis-}
fi
model=$(<"$golden/model")
export SOURCE_DATE_EPOCH=1700000000 LC_ALL=C.UTF-8 TZ=UTC

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

environment=() # settings for the program alone

# run_model OPTIONS: in the current folder. 1 means that a region has no score in the last period, which is no fault.
run_model() {
  local code=0
  env "${environment[@]}" "$tocsin" "$verb" "$model" -o "$scratch/out" --quiet "$@" || code=$?
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

# Files whose bytes depend on the data alone: not the manifest, which names the hashes of the files that were read.
files='\.(csv|txt)$|^(scores|datapackage)\.json$'
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
    files='\.csv$'
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
# hash_files: those of the folder, in the order of their names.
hash_files() {
  find . -type f -printf '%P\n' | grep -E "$files" | LC_ALL=C sort | xargs sha256sum
}

if $update; then
  cp "$reviewed" "$golden/$reviewed"
  hash_files >"$golden/$hashes"
fi
result=0
if ! cmp -s "$golden/$reviewed" "$reviewed"; then
  echo "$name, $verb, $variant: $reviewed differs (- expected, + found):"
  diff -u --text "$golden/$reviewed" "$reviewed" | tail -n +3 | head -n 40
  result=1
fi
expected=$(awk -v files="$files" '$2 ~ files' "$golden/$hashes")
if [[ -z $expected || $expected != "$(hash_files)" ]]; then
  echo "$name, $verb, $variant: files that are not those of the golden run (- expected, + found):"
  diff -U 0 <(cat <<<"$expected") <(hash_files) | grep '^[-+][0-9a-f]' || true
  result=1
fi
exit "$result"
