#!/usr/bin/env bash
# Global Terrorism Index, 163 countries, 2016 to 2020: scores and ranks.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

score global-terrorism-index --set "sources.attacks.file=$reference/gti/inputs_2012_2020.csv"
compare scores relative=1e-12 --key region=iso3 --key period=year --value score scores.csv gti/expected_2016_2020.csv
compare ranks exact --key region=iso3 --key period=year --value rank scores.csv gti/expected_2016_2020.csv
finish
