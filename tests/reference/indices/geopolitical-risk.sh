#!/usr/bin/env bash
# Geopolitical Risk Index, recent since 1985 and historical since 1900. The tables have no region: they get one.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

for table in recent historical; do
  sed '1s/^/region,/; 2,$s/^/World,/' "$reference/gpr/gpr_$table.csv" >"$work/$table.csv"
done
score geopolitical-risk --set "sources.newspapers.file=$work/recent.csv"
compare 'GPR' absolute=2e-5 --key period=month --value score=GPR scores.csv gpr/gpr_recent.csv
score geopolitical-risk --set "sources.newspapers.file=$work/historical.csv" --set indicators.share.column=SHARE_GPRH \
  --set indicators.share.normalise.from=1900-01
compare 'GPRH' absolute=2e-5 --key period=month --value score=GPRH scores.csv gpr/gpr_historical.csv
finish
