#!/usr/bin/env bash
# Checks the #include lines of engine/ against the layers of the house (docs/architecture.md):
#   base < recipe < panel < {score, input, indicators} < {analysis, archive} < pipeline < audit < api < cli
# model sees base, recipe, panel and the descriptions of modules; report sees base, recipe, panel; cli sees the public
# header only. Every third-party header has its one place.
# With --self-test: proves on a made-up tree that each kind of forbidden include is found.
set -euo pipefail

declare -A may_see=(
  [base]="base"
  [recipe]="base recipe"
  [panel]="base recipe panel"
  [input]="base recipe panel input"
  [indicators]="base recipe panel indicators"
  [score]="base recipe panel score"
  [analysis]="base recipe panel input indicators score analysis"
  [model]="base recipe panel model indicators/indicator.h indicators/registry.h"
  [archive]="base recipe panel input indicators/indicator.h model archive"
  [pipeline]="base recipe panel input indicators score analysis model archive pipeline"
  [report]="base recipe panel report"
  [audit]="base recipe panel input indicators score analysis model archive pipeline audit"
  [api]="base recipe panel input indicators score analysis model archive pipeline audit report api"
  [cli]="cli"
)

# Third-party header, as a pattern: the files that may include it, as a pattern.
third_party=(
  'csv.h|input/csv_reader.c'
  'gsl/gsl_version.h|api/version.c'
  'gsl/*|score/*'
  'gsl/*|analysis/*'
  'gsl/gsl_cdf.h|indicators/*'
  'gsl/gsl_statistics*|indicators/*'
  'gsl/gsl_sort*|indicators/*'
  'glpk.h|score/linear_program.c'
  'yaml.h|model/yaml_events.c'
  'muParserDLL.h|base/expression.c'
  'nettle/*|base/hash.[ch]'
  'zlib.h|input/byte_stream.c'
  'zstd.h|input/byte_stream.c'
)

# matches PATTERN TEXT
matches() {
  # shellcheck disable=SC2053 # a pattern is what it is
  [[ $2 == $1 ]]
}

# allowed_own FILE HEADER: an include of the engine, in quotes.
allowed_own() {
  local folder=${1%%/*} seen
  [[ $2 == version.h && ($folder == base || $folder == api) ]] && return 0
  for seen in ${may_see[$folder]:-}; do
    [[ $2 == "$seen" || $2 == "$seen"/* ]] && return 0
  done
  return 1
}

# allowed_system FILE HEADER: an include in angle brackets. Whatever no rule names belongs to the C library.
allowed_system() {
  local rule named=false
  for rule in "${third_party[@]}"; do
    matches "${rule%%|*}" "$2" || continue
    named=true
    matches "${rule#*|}" "$1" && return 0
  done
  ! $named && [[ ! $2 =~ ^(csv|gsl|glpk|yaml|muparser|muParser|nettle|zlib|zstd|sqlite3|libpq) ]]
}

# check ENGINE: prints every forbidden include; 1 if there is one.
check() {
  local engine=$1 result=0 file header count=0
  while IFS=: read -r file _ header; do
    file=${file#"$engine"/}
    count=$((count + 1))
    header=$(sed -E 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*//; s/[>"][^>"]*$/&/; s/([>"]).*$/\1/2' <<<"$header")
    case $header in
      '"'*) allowed_own "$file" "$(cut -d '"' -f 2 <<<"$header")" && continue ;;
      '<'*)
        header=${header#<}
        allowed_system "$file" "${header%%>*}" && continue
        ;;
    esac
    echo "$file may not include $header"
    result=1
  done < <(grep -rnE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' "$engine" | grep -v "^$engine/include/")
  if ((count == 0)); then
    echo "no #include lines found below $engine"
    result=1
  fi
  return "$result"
}

self_test() {
  local scratch forbidden found file line
  scratch=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$scratch'" EXIT
  forbidden=(
    'base/a.c|#include "panel/panel.h"' 'recipe/a.h|#include "panel/panel.h"' 'panel/a.c|#include "score/treat.h"'
    'score/a.c|#include "input/source.h"' 'input/a.c|#include "indicators/indicator.h"'
    'indicators/a.c|#include "score/statistics.h"' 'model/a.c|#include "indicators/cameo.h"'
    'model/a.c|#include "input/source.h"' 'report/a.c|#include "score/levels.h"' 'pipeline/a.c|#include "api/result.h"' 'pipeline/a.c|#include "audit/compare.h"'
    'api/a.c|#include "cli/options.h"' 'cli/a.c|#include "base/text.h"' 'new/a.c|#include "base/text.h"'
    'input/csv_row.c|#include <csv.h>' 'base/a.c|#include <gsl/gsl_math.h>' 'indicators/a.c|#include <gsl/gsl_rng.h>'
    'score/weight_bod.c|#include <glpk.h>'
    'model/reader.c|#  include <yaml.h>' 'cli/a.c|#include <zlib.h>' 'base/text.c|#include <nettle/sha2.h>'
    'score/a.c|#include <muParserDLL.h>' 'report/a.c|#include <sqlite3.h>' 'base/a.c|#include "nonsense.h"'
  )
  for line in "${forbidden[@]}"; do
    file=$scratch/engine/${line%%|*}
    rm -rf "$scratch/engine"
    mkdir -p "${file%/*}"
    printf '#include <string.h>\n#include <tocsin/tocsin.h>\n%s\n' "${line#*|}" >"$file"
    found=$(check "$scratch/engine") && {
      echo "not found: ${line#*|} in ${line%%|*}"
      return 1
    }
    [[ $(wc -l <<<"$found") == 1 ]] || { echo "more than one line for ${line#*|}: $found" && return 1; }
  done
  echo "${#forbidden[@]} forbidden includes found"
}

if [[ ${1:-} == --self-test ]]; then
  self_test
else
  check "$(realpath "${1:?usage: layers.sh ENGINE | --self-test}")"
fi
