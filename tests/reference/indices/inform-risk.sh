#!/usr/bin/env bash
# INFORM Risk 2016, 2020, 2023: every aggregate of every country, rank and, where it is published, class.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

nodes=('natural=Natural' 'human=Human' 'hazard_exposure=HAZARD & EXPOSURE' 'socio_economic=Socio-Economic Vulnerability'
  'other_vulnerable=Other Vulnerable Groups' 'vulnerable_groups=Vulnerable Groups' 'vulnerability=VULNERABILITY'
  'institutional=Institutional' 'infrastructure=Infrastructure' 'lack_of_coping=LACK OF COPING CAPACITY' 'risk=INFORM RISK')

compare_release() {
  local year=$1 node
  for node in "${nodes[@]}"; do
    compare "INFORM $year ${node#*=}" exact --key region=iso3 --where "node=${node%%=*}" --value "score=${node#*=}" \
      nodes.csv "inform_risk_$year/expected.csv"
  done
  compare "INFORM $year rank" exact --key region=iso3 --value rank=Rank scores.csv "inform_risk_$year/expected.csv"
}

# Classes as ids: 'Very High' is very-high.
compare_classes() {
  local year=$1
  awk -F, -v OFS=, 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "RISK CLASS") column = i; print "iso3", "class"; next}
    {class = tolower($column); gsub(/ /, "-", class); print $1, class}' "$reference/inform_risk_$year/expected.csv" \
    >"$work/classes.csv"
  compare "INFORM $year class" text --key region=iso3 --value level=class scores.csv "$work/classes.csv"
}

score inform-risk-2016 --set "sources.components.file=$reference/inform_risk_2016/inputs.csv"
compare_release 2016

score inform-risk --set "sources.components.file=$reference/inform_risk_2020/inputs.csv" --set periods.from=2020 \
  --set periods.to=2020 --set 'indicators.economic_dependency.column=Aid Dependency'
compare_release 2020
compare_classes 2020

score inform-risk --set "sources.components.file=$reference/inform_risk_2023/inputs.csv"
compare_release 2023
compare_classes 2023
finish
