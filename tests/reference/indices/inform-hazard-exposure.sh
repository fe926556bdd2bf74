#!/usr/bin/env bash
# INFORM 2023 from raw indicators: every value of the sheet Hazard & Exposure that goes into the index, and the published
# components and aggregates made of them. (Columns AH to AM of the sheet are read by nothing.)
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

score inform-hazard-exposure --set "sources.indicators.file=$reference/inform_risk_2023/indicator_data.csv"

# compare_nodes TABLE NODE=COLUMN...; a column of the sheet is named by its letters.
compare_nodes() {
  local table=$1 pair column
  shift
  for pair in "$@"; do
    column=${pair#*=}
    if [[ $table == hazard_values ]]; then
      column=$(head -n 1 "$reference/inform_risk_2023/$table.csv" | tr ',' '\n' | grep "^$column:" | tr -d '\r' | sed 's/ *$//')
    fi
    compare "$table $column" exact --key region=iso3 --where "node=${pair%%=*}" --value "score=$column" nodes.csv \
      "inform_risk_2023/$table.csv"
  done
}

compare_nodes hazard_values \
  quake_6_number_score=C quake_8_number_score=D earthquake_number=E flood_people_number_score=F \
  tsunami_people_number_score=G cyclone_1_number_score=H cyclone_3_number_score=I wind_number=J surge_number_score=K \
  cyclone_number=L drought_people_number_score=M quake_6_share_score=V quake_8_share_score=W earthquake_share=X \
  flood_people_share_score=Y tsunami_people_share_score=Z cyclone_1_share_score=AA cyclone_3_share_score=AB wind_share=AC \
  surge_share_score=AD cyclone_share=AE drought_people_share_score=AF drought_frequency_score=AG drought_affected=AN \
  earthquake=AO flood=AP tsunami=AQ tropical_cyclone=AR drought_impact=AS crop_drought_score=AT drought=AU \
  crimean_number_score=AV crimean_share_score=AX crimean_exposure=AY ebola_number_score=AZ ebola_share_score=BB \
  ebola_exposure=BC lassa_number_score=BD lassa_share_score=BF lassa_exposure=BG marburg_number_score=BH \
  marburg_share_score=BJ marburg_exposure=BK zoonoses=BL vivax_number_score=BM vivax_share_score=BO vivax_exposure=BP \
  falciparum_number_score=BQ falciparum_share_score=BS falciparum_exposure=BT malaria=BU zika_number_score=BV \
  zika_share_score=BX zika_exposure=BY aedes_number_score=BZ aedes_share_score=CB aedes_exposure=CC dengue_number_score=CD \
  dengue_share_score=CF dengue_exposure=CG vector_borne=CH sanitation_score=CI drinking_water_score=CJ hygiene_score=CK \
  wash=CL density_score=CM urban_growth_score=CN urban_share_score=CO household_size_score=CP crowding=CQ \
  person_to_person=CR slums_score=CS young_children_score=CT crowding_again=CU open_defecation_score=CV wash_again=CW \
  vets_score=CY food_safety_score=CZ food=DA water_and_food=DB epidemic=DC natural=DD projected_conflict=DE \
  current_conflict_score=DH human=DI
compare_nodes inputs earthquake=Earthquake flood=Flood tsunami=Tsunami 'tropical_cyclone=Tropical Cyclone' drought=Drought \
  epidemic=Epidemic 'projected_conflict=Projected Conflict Risk' \
  'current_conflict_score=Current Highly Violent Conflict Intensity'
compare_nodes expected natural=Natural human=Human 'hazard_exposure=HAZARD & EXPOSURE'
finish
