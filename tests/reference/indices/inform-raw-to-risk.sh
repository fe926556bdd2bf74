#!/usr/bin/env bash
# INFORM 2023 from raw indicators to the risk: what the models of the three dimensions make of the raw data goes into the model
# of the components, and the published risk must come out.
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

raw=$reference/inform_risk_2023/indicator_data.csv
for dimension in inform-hazard-exposure inform-vulnerability-coping; do
  score $dimension --set "sources.indicators.file=$raw"
  tail -n +2 "$run/nodes.csv" >>"$work/nodes.csv"
done

# Components by country; blank where a node has no value.
components='earthquake=Earthquake flood=Flood tsunami=Tsunami tropical_cyclone=Tropical Cyclone drought=Drought
epidemic=Epidemic projected_conflict=Projected Conflict Risk
current_conflict_score=Current Highly Violent Conflict Intensity development_deprivation=Development & Deprivation
inequality=Inequality economic_dependency=Economic Dependency uprooted_groups=Uprooted people health=Health Conditions
children_under_5=Children U5 recent_shocks=Recent Shocks food_security=Food Security disaster_risk_reduction=DRR
governance=Governance communication=Communication physical_infrastructure=Physical infrastructure
access_to_health_care=Access to health care'
awk -F, -v components="$components" 'BEGIN {
    gsub(/\n/, " ", components)
    while (match(components, /[a-z_0-9]+=/)) {
      node[++count] = substr(components, RSTART, RLENGTH - 1)
      components = substr(components, RSTART + RLENGTH)
      title[count] = components
      sub(/ [a-z_0-9]+=.*/, "", title[count])
    }
    printf "iso3"
    for (i = 1; i <= count; i++) printf ",%s", title[i]
    print ""
  }
  {value[$2, $3] = $5; region[$2] = 1}
  END {for (r in region) {printf "%s", r; for (i = 1; i <= count; i++) printf ",%s", value[r, node[i]]; print ""}}' \
  "$work/nodes.csv" >"$work/components.csv"

score inform-risk --set "sources.components.file=$work/components.csv"
for node in 'hazard_exposure=HAZARD & EXPOSURE' 'vulnerability=VULNERABILITY' 'lack_of_coping=LACK OF COPING CAPACITY' \
  'risk=INFORM RISK'; do
  compare "${node#*=}" exact --key region=iso3 --where "node=${node%%=*}" --value "score=${node#*=}" nodes.csv \
    inform_risk_2023/expected.csv
done
compare rank exact --key region=iso3 --value rank=Rank scores.csv inform_risk_2023/expected.csv
finish
