#!/usr/bin/env bash
# What `tocsin compare` attributes differences to. compare.sh PROGRAM ROOT: changes one thing at a time in a copy of
# models/south-asia.yaml and its data, and looks at every row of the comparison: all of it must come from the one cause,
# all other causes be exactly 0, and the parts add up. Then several things at once.
set -euo pipefail
tocsin=$(realpath "$1")
root=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
failures=0

fail() {
  echo "$*"
  failures=$((failures + 1))
}

# begin NAME: a fresh copy of the model and its data in NAME.
begin() {
  mkdir "$1"
  cp -r "$root/models" "$root/data" "$1"
}

# run NAME OPTION...: scores the copy NAME into NAME.run.
run() {
  local name=$1
  shift
  "$tocsin" run "$name/models/south-asia.yaml" -o "$name.run" -q -f csv "$@" 2>"$name.err" || {
    cat "$name.err"
    echo "the run '$name' failed"
    exit 1
  }
}

# rows A B: the comparison of two runs as CSV. Names of these regions hold no commas.
rows() {
  "$tocsin" compare "$1.run" "$2.run" -f csv
}

# expect A B CAUSE...: something moved, the causes named all have a part somewhere, no other cause has one anywhere, and
# the parts of every row add up.
expect() {
  local a=$1 b=$2
  shift 2
  rows "$a" "$b" >rows.csv
  awk -F, -v wanted="$*" -v what="$a to $b" '
    BEGIN {count = split(wanted, names, " "); for (i = 1; i <= count; i++) want[names[i]] = 1}
    NR == 1 {for (i = 7; i <= 11; i++) name[i] = $i; next}
    {
      sum = 0
      for (i = 7; i <= 11; i++) {sum += $i; if ($i + 0 != 0) seen[name[i]]++; else if ($i != "0") odd++}
      error = sum - $6; if (error < 0) error = -error
      if (error > 1e-9) wrong++
      if (count == 1 && $6 != "0") {single = 0; for (i = 7; i <= 11; i++) single += ($i == $6); if (single != 1) partly++}
      if ($6 + 0 != 0) moved++
    }
    END {
      if (count > 0 && !moved) {print what ": nothing moved"; bad = 1}
      if (count == 0 && (moved || NR > 1)) {print what ": " NR - 1 " rows, expected none"; bad = 1}
      if (wrong) {print what ": the parts of " wrong " rows do not add up"; bad = 1}
      if (odd) {print what ": " odd " parts are not exactly 0 where they are to be"; bad = 1}
      if (partly) {print what ": in " partly " rows the cause is not the difference to the bit"; bad = 1}
      for (cause in seen) if (!(cause in want)) {print what ": " seen[cause] " rows have a part of " cause; bad = 1}
      for (cause in want) if (!(cause in seen)) {print what ": no row has a part of " cause; bad = 1}
      exit bad
    }' rows.csv || failures=$((failures + 1))
}

begin base
run base
expect base base

# Weights.
begin weight
run weight --set 'index.children[0].weight=30'
expect base weight weights
begin ahp
run ahp --set 'index.children[1].weights={method: ahp, matrix: [[1, 3], [0.3333333333333333, 1]]}'
expect base ahp weights

# Data: one cell of each kind of source.
begin deaths
awk -F, -v OFS=, 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "deaths") column = i}
  NR == 900 {$column += 17} 1' deaths/data/south-asia/conflict.csv >changed && mv changed deaths/data/south-asia/conflict.csv
run deaths
expect base deaths data_revised
begin governance
awk -F, -v OFS=, '$1 == "PAK" && $2 == 2019 && $3 == "wgi_rl" {$4 = "-0.9385"} 1' governance/data/south-asia/governance.csv >changed
! cmp -s changed governance/data/south-asia/governance.csv || fail "the cell was not changed"
mv changed governance/data/south-asia/governance.csv
run governance
expect base governance data_revised

# Method: how values are aggregated, normalised, measured, filled.
begin aggregate
run aggregate --set 'index.aggregate={method: power, p: 2}'
expect base aggregate method
begin normalise
run normalise --set 'indicators.rule_of_law.normalise={method: minmax}'
expect base normalise method
begin half_life
run half_life --set indicators.militant_activity.options.half_life=60
expect base half_life method
# These two look further back: what is measured before the first period comes with them.
begin baseline
run baseline --set indicators.escalation.options.baseline=36
expect base baseline method
begin carry
run carry --set 'indicators.rule_of_law.missing={method: carry, at_most: 6}'
cp -r carry carry_on
run carry_on --set 'indicators.rule_of_law.missing={method: carry, at_most: 48}'
expect carry carry_on method
# An indicator less, with its weight.
begin indicator
sed -i '/{indicator: secrecy, weight/d; /^  secrecy:/,/^$/d' indicator/models/south-asia.yaml
sed -i '/^  agreements:/,/^  governance:/{/^  governance:/!d}' indicator/models/south-asia.yaml
run indicator
expect base indicator method

# A month of data more, in a model whose ranges are those of the data, so that the month moves all that came before.
for name in november december; do
  begin "$name"
  sed -i 's/^  normalise: {method: goalposts.*/  normalise: {method: zscore, mean: 50, sd: 10}/' "$name/models/south-asia.yaml"
done
sed -i 's/to: 2023-12/to: 2023-11/' november/models/south-asia.yaml
sed -i '/^2023-12/d' november/data/south-asia/*.csv
run november
run december
expect november december data_new
expect december november data_revised
grep -q '^2023-12,PAK,Pakistan,b,appeared,' <("$tocsin" compare november.run december.run --table only_in_one) ||
  fail "the new month is not told of"

# Regions, in a model whose ranges are those of the data: one without neighbours, and one with.
for name in nine without_afghanistan without_sri_lanka; do
  begin "$name"
  sed -i 's/^  normalise: {method: goalposts.*/  normalise: {method: zscore, mean: 50, sd: 10}/' "$name/models/south-asia.yaml"
done
sed -i '/^AFG,/d' without_afghanistan/data/south-asia/regions.csv
sed -i '/^LKA,/d' without_sri_lanka/data/south-asia/regions.csv
sed -i 's/regions: \[AFG, IND, PAK\]/regions: [IND, PAK]/' {nine,without_afghanistan,without_sri_lanka}/models/south-asia.yaml
for name in nine without_afghanistan without_sri_lanka; do
  run "$name"
done
expect nine without_afghanistan regions
begin minmax
sed -i 's/^  normalise: {method: goalposts.*/  normalise: {method: minmax}/' minmax/models/south-asia.yaml
sed -i 's/regions: \[AFG, IND, PAK\]/regions: [IND, PAK]/' minmax/models/south-asia.yaml
run minmax
cp -r minmax minmax_without
sed -i '/^AFG,/d' minmax_without/data/south-asia/regions.csv
run minmax_without
expect minmax minmax_without regions
expect nine without_sri_lanka regions
expect without_afghanistan nine regions
expect without_afghanistan without_sri_lanka regions

# Two at once, and all at once.
cp -r governance weight_and_data
run weight_and_data --set 'index.children[0].weight=30'
expect base weight_and_data data_revised weights
cp -r deaths method_and_weight_and_data
run method_and_weight_and_data --set 'index.children[0].weight=30' --set 'index.children[1].aggregate={method: power, p: 3}'
expect base method_and_weight_and_data data_revised weights method
cp -r without_sri_lanka all
cp governance/data/south-asia/governance.csv all/data/south-asia/
run all --set 'index.children[0].weight=30' --set 'index.aggregate={method: power, p: 2}'
cp -r nine all_before
run all_before --set periods.to=2023-10
expect all_before all data_revised data_new weights method regions

# The way back is the way there, turned round.
rows base weight_and_data | cut -d, -f1,2,7,9 >there.csv
rows weight_and_data base | cut -d, -f1,2,7,9 >back.csv
paste -d, there.csv back.csv | awk -F, 'NR > 1 && ($1 != $5 || $2 != $6 || ($3 + $7) ^ 2 > 1e-18 || ($4 + $8) ^ 2 > 1e-18) {bad++}
  END {exit bad > 0}' || fail "the way back is another one than the way there"

# What is reported of a run, and how it is rounded, does not matter.
run base --force --period 2023-08 --region PAK --digits 2
expect base weight weights
rows base weight >limited.csv
begin again
run again
rows again weight | cmp - limited.csv || fail "what was reported of a run changes the comparison"

# Threads do not matter.
for threads in 1 2; do
  SOURCE_DATE_EPOCH=1 "$tocsin" compare all_before.run all.run -q -t "$threads" -o "threads_$threads"
  sed -i '/"command"/d' "threads_$threads/manifest.json"
done
diff -r threads_1 threads_2 || fail "threads change the comparison"

exit $((failures > 0))
