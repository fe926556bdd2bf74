#!/usr/bin/env bash
# restart.sh PROGRAM ROOT: a run that goes on from another (--previous) warns as one long run would. The shipped models
# are cut in two, at several periods, and into pieces; alerts, states, levels and scores after the cut must be those of the
# long run, byte for byte. Regions in another order have the same alerts.
set -euo pipefail
(($# == 2)) || { echo "usage: restart.sh PROGRAM ROOT" >&2 && exit 64; }
tocsin=$(realpath "$1") root=$(realpath "$2")
export SOURCE_DATE_EPOCH=1700000000 LC_ALL=C.UTF-8 TZ=UTC
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# run MODEL DIR OPTIONS: 1 means that a region has no score in the last period, which is no fault.
run() {
  local model=$1 folder=$2 code=0
  shift 2
  "$tocsin" run "$model" -o "$folder" --quiet --format csv "$@" 2>messages || code=$?
  ((code <= 1)) || { cat messages && exit 1; }
}

# rows FILE FROM COLUMNS: of periods from FROM on.
rows() {
  awk -F, -v from="$2" 'FNR > 1 && $1 >= from' "$1" | cut -d, -f"$3"
}

faults=0
# same WHAT FILE FILE
same() {
  if [[ ! -s $2 ]]; then
    echo "$1: nothing to compare"
    faults=$((faults + 1))
  elif ! cmp -s "$2" "$3"; then
    echo "$1: differs (- one long run, + restarted)"
    { diff -u "$2" "$3" || true; } | tail -n +3 | head -n 20
    faults=$((faults + 1))
  fi
}

# check LONG AFTER FROM WHAT: what is in AFTER is what LONG has from FROM on.
check() {
  local long=$1 after=$2 from=$3 what=$4
  # Period, region, score and level: the score before is not known to a run that begins with the period.
  rows "$long/scores.csv" "$from" 1,2,4,11 >expected
  rows "$after/scores.csv" "$from" 1,2,4,11 >found
  same "$what, scores" expected found
  rows "$long/alerts.csv" "$from" 1- >expected
  rows "$after/alerts.csv" "$from" 1- >found
  same "$what, alerts" expected found
  same "$what, states" "$long/states.csv" "$after/states.csv"
}

# cut NAME LAST FROM: runs to LAST, goes on with FROM.
cut_at() {
  local name=$1 last=$2 from=$3
  rm -rf before after
  run "$root/models/$name.yaml" before --set "periods.to=$last"
  run "$root/models/$name.yaml" after --set "periods.from=$from" --previous before
  check "long-$name" after "$from" "$name cut at $from"
}

for name in south-asia pakistan-provinces; do
  run "$root/models/$name.yaml" "long-$name"
done
cut_at south-asia 2015-05 2015-06
cut_at south-asia 2002-01 2002-02
cut_at south-asia 2021-12 2022-01 # governance estimates are two months old when the second run begins
cut_at south-asia 2022-03 2022-04 # the first period has alerts of its own, with drivers
cut_at pakistan-provinces 2009-06 2009-07

# One period at a time.
run "$root/models/south-asia.yaml" piece-2023-07 --set periods.to=2023-07
previous=2023-07
for month in 2023-08 2023-09 2023-10 2023-11 2023-12; do
  run "$root/models/south-asia.yaml" "piece-$month" --set "periods.from=$month" --set "periods.to=$month" \
    --previous "piece-$previous"
  tail -n +2 "piece-$month/alerts.csv" >>pieces
  previous=$month
done
rows long-south-asia/alerts.csv 2023-08 1- >expected
same "south-asia month by month, alerts" expected pieces
same "south-asia month by month, states" long-south-asia/states.csv piece-2023-12/states.csv

# Regions in another order.
cp -r "$root/models" "$root/data" .
{ head -n 1 data/south-asia/regions.csv && tail -n +2 data/south-asia/regions.csv | tac; } >reversed
cp reversed data/south-asia/regions.csv
run models/south-asia.yaml reversed-run
sort long-south-asia/alerts.csv >expected
sort reversed-run/alerts.csv >found
same "regions in another order, alerts" expected found
sort long-south-asia/states.csv >expected
sort reversed-run/states.csv >found
same "regions in another order, states" expected found

((faults == 0)) || exit 1
