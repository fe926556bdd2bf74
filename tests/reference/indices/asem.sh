#!/usr/bin/env bash
# COINr's example through the whole program: every stage of one year, other normalisations, weights and aggregations, and the
# panel of five years. Stages are made visible by leaving out those that follow.
# shellcheck disable=SC2016 # what stands in single quotes is awk
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

structure=$models/asem-structure.csv
one_year=(--set "sources.asem.file=$reference/coinr-asem/iData.csv")
panel=(--set "sources.asem.file=$reference/coinr-asem/iData_panel.csv" --set 'periods={frequency: year, from: 2018, to: 2022}')
gappy=(--set "sources.asem.file=$reference/coinr-asem/panelko-iData.csv" --set 'periods={frequency: year, from: 2018, to: 2022}')

asem() {
  local code=()
  if [[ $1 == --code ]]; then
    code=(--code "$2")
    shift 2
  fi
  score "${code[@]}" asem --set "regions.file=$reference/coinr-asem/units.csv" "$@"
}

# change_structure COLUMN AWK: the structure table with a column that the awk expression gives for each row, whose id is $1
# and whose parent is $2; every row is kept for which it is not "drop".
change_structure() {
  awk -F, -v OFS=, "NR == 1 {print \$0, \"$1\"; next} {value = $2; if (value != \"drop\") print \$0, value}" "$structure" \
    >"$work/structure.csv"
}

# One column of indicators.csv against a table of COINr's.
indicators() {
  local words=$1 column=$2 tolerance=$3 table=$4
  shift 4
  compare "$words" "$tolerance" --key region=uCode "$@" --wide "indicator=$column" indicators.csv "coinr-asem/$table.csv"
}

# Indicators and nodes together, which is what COINr's aggregated data hold.
aggregated() {
  local words=$1 tolerance=$2 table=$3
  shift 3
  {
    echo period,region,item,value
    awk -F, -v OFS=, 'NR > 1 {print $1, $2, $3, $6}' "$run/indicators.csv"
    awk -F, -v OFS=, 'NR > 1 {print $1, $2, $3, $5}' "$run/nodes.csv"
  } >"$run/aggregated.csv"
  compare "$words" "$tolerance" --key region=uCode "$@" --wide item=value aggregated.csv "coinr-asem/$table.csv"
}

# ------------------------------------------------------------------------------------------------ one year, stage by stage

asem "${one_year[@]}" --set defaults.missing=none --set defaults.treat=none
indicators raw raw exact raw
indicators denominated treated relative=1e-12 denominated
indicators 'normalised with gaps' normalised relative=1e-12 normalised-minmax-0-100-fromDenominated-withNA

sed '2,$s/,[A-Za-z]*$/,/' "$structure" >"$work/not-denominated.csv"
mapfile -t settings < <(awk -F, 'NR > 1 {print "--set"; print "indicators." $1 ".per=" $2; print "--set"
  print "indicators." $1 ".per_factor=" $3}' "$reference/coinr-asem/denominate-scaled-spec.csv")
asem "${one_year[@]}" --set "structure=$work/not-denominated.csv" "${settings[@]}" --set defaults.missing=none \
  --set defaults.treat=none
indicators 'denominated, with factors' treated relative=1e-12 denominated-scaled

asem "${one_year[@]}" --set defaults.treat=none
indicators imputed treated relative=1e-12 imputed
indicators 'screened after imputing' treated relative=1e-12 screened

asem "${one_year[@]}"
indicators treated treated relative=1e-12 treated
indicators normalised normalised relative=1e-12 normalised-minmax-0-100
aggregated aggregated relative=1e-12 aggregated-amean
aggregated results relative=1e-9 results-full-scores --least-size 1 --except uName --except Rank
compare 'results, rounded' absolute=0.005000001 --key region=uCode --value score=Index scores.csv coinr-asem/results.csv
compare ranks exact --key region=uCode --value rank=Rank scores.csv coinr-asem/results.csv
compare 'ranks of the index' exact --key region=uCode --value rank=Index scores.csv coinr-asem/results-full-ranks.csv
awk -F, 'NR == 1 || $2 == "AUS"' "$run/indicators.csv" >"$work/weights.csv"
compare 'effective weights' relative=1e-12 --key indicator=iCode --value weight=EffWeight --when Level=1 "$work/weights.csv" \
  coinr-asem/effective_weights.csv

# Screening of what was measured: COINr's table says who stays.
asem --code 1 "${one_year[@]}" --set 'screen={min_available: 0.9}'
awk -F, -v OFS=, 'NR == 1 {print "uCode", "stays"; next} {print $1, $NF == "TRUE" ? 1 : "NA"}' \
  "$reference/coinr-asem/screen-raw-byNA-0.9.csv" >"$work/screened.csv"
awk -F, -v OFS=, 'NR == 1 {print "region", "stays"; next} {print $2, $4 == "" ? "" : 1}' "$run/scores.csv" >"$run/stays.csv"
compare 'screening of raw data' exact --key region=uCode --value stays stays.csv "$work/screened.csv"

# ------------------------------------------------------------------------------------------------ other ways to impute and treat

# COINr fills a row from its indicators as they are after denomination, too.
for way in mean='{method: mean}' median='{method: median}' \
  median_grp-GDP_group='{method: group_median, group: GDP_group}' rowmean-pillar='{method: row_mean}'; do
  asem "${one_year[@]}" --set defaults.treat=none --set "defaults.missing=${way#*=}"
  indicators "imputed, ${way%%=*}" treated relative=1e-12 "imputed-${way%%=*}"
done

for way in winmax2='[{method: winsorise, max: 2}, log]' \
  winmax1-combine='{steps: [{method: winsorise, max: 1}, log], combine: true}' \
  winmax1-skew1-kurt2-logCTplus='{steps: [{method: winsorise, max: 1}, {method: log, mirror: true}], until: {skewness: 1, kurtosis: 2}}'; do
  asem "${one_year[@]}" --set "defaults.treat=${way#*=}"
  indicators "treated, ${way%%=*}" treated relative=1e-12 "treated-${way%%=*}"
done

# ------------------------------------------------------------------------------------------------ other normalisations

for way in minmax-1-100='{method: minmax, low: 1, high: 100}' zscore-0-1='{method: zscore}' \
  zscore-10-2='{method: zscore, mean: 10, sd: 2}' rank='{method: rank}' rank-average='{method: rank, ties: average}' \
  borda='{method: borda}'; do
  asem "${one_year[@]}" --set "defaults.normalise=${way#*=}"
  indicators "normalised, ${way%%=*}" normalised relative=1e-12 "normalised-${way%%=*}" --least-size 1
done
# On a scale from 0 to 1.
for way in prank='{method: percentile}' dist2max='{method: distance_to_max}'; do
  asem "${one_year[@]}" --set 'scale=[0, 1]' --set "defaults.normalise=${way#*=}"
  indicators "normalised, ${way%%=*}" normalised relative=1e-12 "normalised-${way%%=*}" --least-size 1
done
# Where the region of reference has the lowest value COINr gives infinities, and here there is no value.
for way in dist2ref-row10='false' dist2ref-row10-cap='true'; do
  asem --code 0 "${one_year[@]}" --set 'scale=[0, 1]' \
    --set "defaults.normalise={method: distance_to_reference, region: CZE, cap: ${way#*=}}"
  awk -F, -v OFS=, 'NR == 1 {split($0, name); print; next}
    {for (i = 2; i <= NF; i++) if ($i ~ /Inf|NaN/) broken[i] = 1; row[NR] = $0}
    END {for (r = 2; r <= NR; r++) {n = split(row[r], cell); line = cell[1]
      for (i = 2; i <= n; i++) line = line OFS (i in broken ? "NA" : cell[i]); print line}}' \
    "$reference/coinr-asem/normalised-${way%%=*}.csv" >"$work/reference.csv"
  compare "normalised, ${way%%=*}" relative=1e-12 --least-size 1 --key region=uCode --wide indicator=normalised \
    indicators.csv "$work/reference.csv"
done

# per_indicator KEYS: options that give each indicator the parameters that a column of iMeta-normparams.csv has for it.
per_indicator() {
  awk -F, -v keys="$1" 'NR == 1 {for (i = 1; i <= NF; i++) at[$i] = i - NF; next}
    $1 == 1 {text = keys; while (match(text, /<[A-Za-z0-9_]+>/)) {
      name = substr(text, RSTART + 1, RLENGTH - 2); value = tolower($(NF + at[name]))
      text = substr(text, 1, RSTART - 1) value substr(text, RSTART + RLENGTH)}
      print "--set"; print "indicators." $2 ".normalise=" text}' "$reference/coinr-asem/iMeta-normparams.csv"
}
for way in 'goalposts-trunc={method: goalposts, low: <goalpost_lower>, high: <goalpost_upper>, clip: true}' \
  'goalposts-notrunc={method: goalposts, low: <goalpost_lower>, high: <goalpost_upper>, clip: false}' \
  'minmax-iMeta={method: minmax, low: <minmax_lower>, high: <minmax_upper>}' \
  'zscore-iMeta={method: zscore, mean: <zscore_mean>, sd: <zscore_sd>}'; do
  mapfile -t settings < <(per_indicator "${way#*=}")
  asem "${one_year[@]}" "${settings[@]}"
  indicators "normalised, ${way%%=*}" normalised relative=1e-12 "normalised-${way%%=*}" --least-size 1
done
for way in 'dist2targ-iMetaTarget=false' 'dist2targ-iMetaTarget-cap=true'; do
  mapfile -t settings < <(per_indicator "{method: distance_to_target, target: <Target>, cap: ${way#*=}}")
  asem "${one_year[@]}" --set 'scale=[0, 1]' "${settings[@]}"
  indicators "normalised, ${way%%=*}" normalised relative=1e-12 "normalised-${way%%=*}" --least-size 1
done
asem "${one_year[@]}" --set indicators.LPI.normalise=rank --set indicators.CO2.normalise=zscore \
  --set indicators.Renew.normalise=none --set indicators.Palma.normalise=none
indicators 'normalised, some in their own way' normalised relative=1e-12 normalised-indiv --least-size 1

# ------------------------------------------------------------------------------------------------ weights and aggregations

one_to_hundred=(--set 'defaults.normalise={method: minmax, low: 1, high: 100}')
for way in gmean=geometric hmean=harmonic genmean-p2='{method: power, p: 2}' genmean-p-1='{method: power, p: -1}'; do
  asem "${one_year[@]}" "${one_to_hundred[@]}" --set "defaults.aggregate=${way#*=}"
  aggregated "aggregated, ${way%%=*}" relative=1e-12 "aggregated-${way%%=*}"
done

change_structure aggregate '$1 == "Index" ? "harmonic" : $2 == "Index" ? "geometric" : $2 == "Conn" || $2 == "Sust" ? "arithmetic" : ""'
asem "${one_year[@]}" "${one_to_hundred[@]}" --set "structure=$work/structure.csv"
aggregated 'aggregated, a method for each level' relative=1e-12 aggregated-mixed-amean-gmean-hmean

awk -F, -v OFS=, 'NR == FNR {if (FNR > 1) weight[$1] = $3; next} FNR > 1 && $1 != "Index" {$3 = weight[$1]} {print}' \
  "$reference/coinr-asem/weights-alt.csv" "$structure" >"$work/weighted.csv"
asem "${one_year[@]}" --set "structure=$work/weighted.csv"
aggregated 'aggregated, other weights' relative=1e-12 aggregated-amean-weights-alt
asem "${one_year[@]}" "${one_to_hundred[@]}" --set "structure=$work/weighted.csv" --set defaults.aggregate=geometric
aggregated 'aggregated, other weights, geometric' relative=1e-12 aggregated-gmean-weights-alt

with_gaps=(--set defaults.missing=none --set defaults.treat=none "${one_to_hundred[@]}")
asem "${one_year[@]}" "${with_gaps[@]}"
aggregated 'aggregated with gaps' relative=1e-12 aggregated-amean-withNA
asem "${one_year[@]}" "${with_gaps[@]}" --set defaults.aggregate=harmonic
aggregated 'aggregated with gaps, harmonic' relative=1e-12 aggregated-hmean-withNA
asem "${one_year[@]}" "${with_gaps[@]}" --set defaults.aggregate=geometric --set "structure=$work/weighted.csv"
aggregated 'aggregated with gaps, other weights, geometric' relative=1e-12 aggregated-gmean-withNA-weights-alt
asem --code 1 "${one_year[@]}" "${with_gaps[@]}" --set defaults.min_children=0.8
aggregated 'aggregated with gaps, least share 0.8' relative=1e-12 aggregated-amean-withNA-thresh0.8
change_structure min_children '$1 == "Index" ? 1 : $2 == "Index" ? 0.5 : $2 == "Conn" || $2 == "Sust" ? 0.75 : ""'
asem --code 1 "${one_year[@]}" "${with_gaps[@]}" --set "structure=$work/structure.csv"
aggregated 'aggregated with gaps, a least share for each level' relative=1e-12 aggregated-amean-withNA-thresh0.75-0.5-1

change_structure note '$1 == "LPI" || $1 == "Forest" ? "drop" : ""'
asem "${one_year[@]}" --set "structure=$work/structure.csv"
aggregated 'aggregated without two indicators' relative=1e-12 aggregated-amean-dropped-LPI-Forest

# ------------------------------------------------------------------------------------------------ the panel

# COINr's panels are neither denominated nor imputed; each year is treated by itself.
by_year=(--key period=Time)
plain=(--set "structure=$work/not-denominated.csv" --set defaults.missing=none)

asem "${panel[@]}" "${plain[@]}" --set defaults.treat=none
indicators 'panel, raw' raw exact panel-raw "${by_year[@]}"
asem --code 1 "${panel[@]}" "${plain[@]}" --set 'screen={min_available: 0.9}' --set defaults.treat=none
indicators 'panel, screened' treated exact panel-screened "${by_year[@]}"
asem --code 1 "${panel[@]}" "${plain[@]}" --set 'screen={min_available: 0.9}' --set defaults.over=period
indicators 'panel, treated' treated relative=1e-12 panel-treated "${by_year[@]}"
indicators 'panel, normalised by year' normalised relative=1e-12 panel-normalised-local "${by_year[@]}" --least-size 1
aggregated 'panel, aggregated by year' relative=1e-12 panel-aggregated-local "${by_year[@]}"

# Treated by year, then normalised over all years: two runs, for `over` is one key for both.
treated=(--set "sources.asem.file=$reference/coinr-asem/panel-treated.csv" --set regions.file="$reference/coinr-asem/units.csv")
score --code 1 asem "${treated[@]}" "${plain[@]}" --set defaults.treat=none
indicators 'panel, normalised over all years' normalised relative=1e-12 panel-normalised-global "${by_year[@]}" --least-size 1
aggregated 'panel, aggregated over all years' relative=1e-12 panel-aggregated-global "${by_year[@]}"

for way in latest='{method: carry}' latest-max1='{method: carry, at_most: 1}' constant='{method: carry, back: true}' \
  linear-constant='{method: linear}'; do
  asem "${gappy[@]}" "${plain[@]}" --set defaults.treat=none --set "defaults.missing=${way#*=}"
  indicators "gappy panel, ${way%%=*}" treated relative=1e-12 "panelko-imputed-${way%%=*}" "${by_year[@]}"
  [[ $way != latest=* ]] || indicators 'gappy panel, years of carried values' source_period exact \
    panelko-imputed-latest-source_year "${by_year[@]}"
done
asem "${gappy[@]}" "${plain[@]}" --set 'defaults.missing={method: linear}' --set defaults.over=period
indicators 'gappy panel, treated' treated relative=1e-12 panelko-treated "${by_year[@]}"
score asem --set "sources.asem.file=$reference/coinr-asem/panelko-treated.csv" "${treated[@]:2}" "${plain[@]}" \
  --set defaults.treat=none "${one_to_hundred[@]}" --set defaults.aggregate=geometric
indicators 'gappy panel, normalised' normalised relative=1e-12 panelko-normalised-global-1-100 "${by_year[@]}"
aggregated 'gappy panel, geometric' relative=1e-12 panelko-aggregated-gmean "${by_year[@]}"
finish
