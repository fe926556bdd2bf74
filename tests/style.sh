#!/usr/bin/env bash
# The size and the cleanliness of the sources. style.sh sizes|format|words|scripts ROOT
#   sizes     files of at most 600 lines; functions of engine/ of at most 100, nine in ten of at most 60, median 20
#   format    clang-format has nothing to change
#   words     nothing is left to be done, no blanks at line ends, every source file begins with a comment
#   scripts   shellcheck has nothing to say
set -euo pipefail
what=$1
cd "$2"

sources() {
  find engine tests -name '*.[ch]' -not -path '*/build/*' | sort
}

# Lines of every function, from the line of its brace to that of its end; the sources are formatted, so both are alone.
function_sizes() {
  find engine -name '*.c' -exec awk '
    FNR == 1 {begun = 0}
    /^{/ {begun = FNR; next}
    /^}/ && begun {print FNR - begun - 1, FILENAME ":" begun - 1; begun = 0}' {} +
}

case $what in
  sizes)
    result=0
    long=$(sources | xargs wc -l | awk '$2 != "total" && $1 > 600 {print $2 ": " $1 " lines, more than 600"}')
    [[ -z $long ]] || { echo "$long" && result=1; }
    sizes=$(function_sizes | sort -n)
    count=$(wc -l <<<"$sizes")
    ((count > 100)) || { echo "only $count functions found" && exit 1; }
    median=$(sed -n "$(((count + 1) / 2))p" <<<"$sizes" | cut -d ' ' -f 1)
    ninth=$(sed -n "$(((count * 9 + 9) / 10))p" <<<"$sizes" | cut -d ' ' -f 1)
    awk '$1 > 100 {print $2 ": a function of " $1 " lines, more than 100"; found = 1} END {exit found}' <<<"$sizes" || result=1
    echo "$count functions: median $median lines, nine in ten at most $ninth, longest $(tail -n 1 <<<"$sizes")"
    ((median <= 20 && ninth <= 60)) || { echo "too long: the median is to be 20, nine in ten at most 60" && result=1; }
    exit "$result"
    ;;
  format)
    command -v clang-format >/dev/null || { echo "skipped: no clang-format here" && exit 77; }
    sources | xargs clang-format --dry-run -Werror
    ;;
  words)
    result=0
    pattern='\b(TODO|FIXME|HACK)\b|[[:blank:]]+$'
    # Files whose bytes are inputs or expected outputs are as they must be.
    if grep -rnIE "$pattern" CMakeLists.txt engine tests docs models README.md .ci --include='*' --exclude='*.exact' \
      --exclude='*.csv' --exclude=style.sh --exclude-dir=malformed --exclude-dir=cases --exclude-dir=corpus; then
      result=1
    fi
    while IFS= read -r file; do
      head -n 1 "$file" | grep -qE '^/\*' || { echo "$file does not begin with a comment on its job" && result=1; }
    done < <(sources)
    exit "$result"
    ;;
  scripts)
    command -v shellcheck >/dev/null || { echo "skipped: no shellcheck here" && exit 77; }
    shellcheck -x engine/start engine/cmake/*.sh tests/run tests/*.sh tests/cli/run_cli_tests tests/docs/run_docs tests/docs/check_docs \
      tests/docs/self_test tests/reference/run_reference tests/reference/*.sh tests/reference/indices/*.sh .ci/run
    ;;
  *) exit 64 ;;
esac
