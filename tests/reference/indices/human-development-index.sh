#!/usr/bin/env bash
# Human Development Index 1990 to 2015, countries and aggregates, at three decimals. UNDP publishes none of Rwanda before
# 1995, although it gives all four indicators; in 1994 life expectancy was below the lower goalpost.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

score --code 1 human-development-index --set "sources.hdr.file=$reference/hdi/inputs.csv"
says "node 'hdi' has no value in 1 of 5356 cells"
says '3 of 206 regions without a score in 2015: MCO, PRK, SOM'
compare 'HDI' exact --key region=iso3 --key period=year --value score=hdi --extra RWA/1990 --extra RWA/1991 \
  --extra RWA/1992 --extra RWA/1993 scores.csv hdi/expected.csv
finish
