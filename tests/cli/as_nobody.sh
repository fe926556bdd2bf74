# To be sourced by a case: `unprivileged COMMAND` runs a command as a user who is not root. Skips the case if it cannot.
# shellcheck shell=bash
unprivileged() {
  if [ "$(id -u)" != 0 ]; then
    "$@"
  else
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  fi
}
chmod a+rx .. ../bin . 2>/dev/null
unprivileged tocsin --version >/dev/null 2>&1 || { echo "skipped: no other user can run the program here" && exit 77; }
