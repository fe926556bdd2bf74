#!/usr/bin/env bash
# INFORM 2023, lack of reliability of every country, against the workbook's and what it is made of.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

table=inform_risk_2023/lack_of_reliability.csv
score inform-reliability --set "sources.reliability.file=$reference/$table"
compare 'lack of reliability' absolute=1e-9 --key region=iso3 --value score=lack_of_reliability scores.csv $table
compare 'lack of reliability, as shown' absolute=1e-9 --key region=iso3 --value 'score=Lack of Reliability (*)' scores.csv \
  inform_risk_2023/expected.csv
compare 'missing indicators' absolute=1e-9 --key region=iso3 --where indicator=missing_indicators \
  --value normalised=missing_0_10 indicators.csv $table
compare 'age of the data' absolute=1e-8 --key region=iso3 --where indicator=age_of_data \
  --value normalised=recentness_0_10 indicators.csv $table
finish
