#!/usr/bin/env bash
# WorldRiskIndex 2011 to 2018. One row of the source is broken: a number in the name, the cells shifted, the last one empty.
# It must be reported, not scored.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

score --code 1 worldriskindex --set "sources.wri.file=$reference/worldriskindex/inputs.csv"
for pair in risk=wri vulnerability=vulnerability; do
  compare "${pair%=*}" absolute=0.01 --key region --key period=year --where "node=${pair%=*}" \
    --value "score=${pair#*=}" --absent 'Korea Republic of 4.59/2016' nodes.csv worldriskindex/expected.csv
done
sed "s|world-risk.csv|$reference/worldriskindex/inputs.csv|" "$models/worldriskindex.yaml" >"$work/worldriskindex.yaml"
"$tocsin" explain "$work/worldriskindex.yaml" 'Korea Republic of 4.59' 2016 >"$work/messages" 2>&1 || true
says 'There is none: it has less than the least coverage.'
says 'Lack of adaptive capacities: the value is empty in the source.'
finish
