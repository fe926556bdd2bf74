#!/usr/bin/env bash
# Fragile States Index: totals of seven years; ranks of the two in which the published ones go with the totals.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

score fragile-states-index --set "sources.fsi.file=$reference/fsi/inputs.csv"
compare totals absolute=0.001 --key region=country --key period=year --value score=total scores.csv fsi/expected.csv
sed -E 's/,([0-9]+)(st|nd|rd|th)$/,\1/' "$reference/fsi/expected.csv" >"$work/ranks.csv"
for year in 2008 2009; do
  compare "ranks $year" exact --key region=country --where period=$year --when year=$year --value rank scores.csv \
    "$work/ranks.csv"
done
finish
