#!/usr/bin/env bash
# The instability blend on made-up countries, each of which meets one of its rules; what must come out is worked out here once
# more, in awk.
own_data=true
# shellcheck source=tests/reference/index_test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../index_test.sh"

cat >"$work/signals.csv" <<'END'
region,period,baseline,protests,protest_deaths,battles,explosions,attacks_on_civilians,conflict_deaths,military_movements,airspace_closures,news_pressure,displaced,disasters,cyber_incidents,new_sanctions,state_of_conflict,travel_advice
Calm,2024-01,11.5,3,0,0,0,0,0,2,0,7.25,0,0.5,1,0,0,1
Restless,2024-01,38.25,217,31,4,1,3,17,9,0,41.5,1200,1.5,6,2,0,2
Warring,2024-01,62,18,2,7,3,5,29,31,1,33,9000,0,3,4,2,4
Frozen,2024-01,29,2,0,0,0,1,1,5,0,12,300,0,0,1,1,3
Warned,2024-01,44.75,5,0,1,0,0,0,3,0,18,0,0,0,0,0,4
Boosted,2024-01,51.5,44,3,12,6,9,77,14,2,55,640000,9.5,38,21,0,2
Worst,2024-01,97,900,400,700,900,600,5200,800,20,99,800000,10,80,60,2,4
Silent,2024-01,27,12,1,2,0,1,6,4,0,15,,,,,,
Dark,2024-01,,,,,,,,,,,500000,10,40,25,2,4
Half,2024-01,33,,,3,1,2,19,6,1,,0,0,0,0,0,2
END

# The rules in order. Of Half unrest and news are not known: their weights go to the others. Dark is left to the assertions.
awk -F, -v OFS=, '
  function least(a, b) {return a < b ? a : b}
  function most(a, b) {return a > b ? a : b}
  function posts(x, high) {return 100 * least(1, most(0, x / high))}
  function logarithm(x, high) {return 100 * log(1 + x) / log(1 + high)}
  NR == 1 {print "region", "score", "blend", "boosts", "floors"; next}
  $1 == "Dark" {next}
  {
    unrest = least(100, 0.8 * logarithm($4, 400) + 0.4 * posts(sqrt($5), 12))
    conflict = least(100, 0.75 * logarithm($6 + 1.5 * $7 + 2 * $8, 2500) + 0.45 * posts(sqrt($9), 45))
    security = least(100, 0.7 * logarithm($10, 300) + 0.5 * posts($11, 8))
    known = $1 == "Half" ? 0 : 1
    events = (known * 25 * unrest + 40 * conflict + 20 * security + known * 15 * posts($12, 100)) / (60 + known * 40)
    blend = 0.35 * posts($3, 100) + 0.65 * events
    boosts = 0.16 * posts($13, 500000) + 0.12 * posts($14, 10) + 0.06 * posts($15, 40) + 0.08 * posts($16, 25)
    boosts = least(25, boosts)
    war = $17 >= 2 ? 65 : $17 >= 1 ? 45 : 0
    advice = $18 >= 4 ? 55 : $18 >= 3 ? 40 : 0
    floors = most(war, advice)
    printf "%s,%.17g,%.17g,%.17g,%.17g\n", $1, least(100, most(blend + boosts, floors)), blend, boosts, floors
  }' "$work/signals.csv" >"$work/expected.csv"

# Dark has no signal but those that boost: no score, where a program that takes nothing for 0 would call it the calmest.
score --code 1 instability-blend --set "sources.signals.file=$work/signals.csv"
says '1 of 10 regions without a score in 2024-01: Dark'
compare scores relative=1e-12 --least-size 1 --key region --value score scores.csv "$work/expected.csv"
compare blend relative=1e-12 --least-size 1 --key region --where node=blend --value score=blend nodes.csv "$work/expected.csv"
for node in boosts floors; do
  compare "$node" relative=1e-12 --least-size 1 --key region --where node=$node --value score=$node --extra Dark nodes.csv \
    "$work/expected.csv"
done

# What each country is there for: floors of war and minor conflict, a floor of travel advice, the cap on boosts, the cap on the
# score, signals that are not known.
cat >"$work/outcomes.csv" <<'END'
region,level,status
Calm,low,A
Restless,elevated,A
Warring,high,A
Frozen,elevated,A
Warned,elevated,A
Boosted,high,A
Worst,critical,A
Silent,low,A
Dark,,O
Half,guarded,E
END
for column in level status; do
  compare "$column" text --key region --value $column scores.csv "$work/outcomes.csv"
done
finish
