# What parts/fresh.sh runs within its namespaces: day.sh ROOT REPOSITORY. A chapter of the day is a file beside this one; whatever is "typed" stands
# word for word in the documents.
set -u
root=$1 repository=$2
chapters=$(cd "$(dirname "$0")" && pwd)
typed=0 busy=0 init= password=
path=PATH=/usr/sbin:/usr/bin:/sbin:/bin
check() { local what=$1; shift; if "$@"; then echo "ok $what"; else echo "FAIL $what"; fi; }
step() { echo "$1: $(($(date +%s) - since)) s"; since=$(date +%s); }
since=$(date +%s) begun=$since

# Inside: with systemd in its namespaces, otherwise in the root alone.
entering=(chroot "$root")
in_root() { env -i $path HOME=/root LANG=C.UTF-8 "${entering[@]}" "$@"; }

# The documents with continued lines joined and blanks as one.
documents=$(cd "$repository" && cat docs/installing.md docs/operating.md README.md | sed -e ':a' -e '/\\$/{N;s/\\\n//;ba}' | tr -s ' ')
# The lines of a document from one that begins as told to the end of its paragraph, without what indents them.
lines() { awk -v begin="$2" '!on && index($0, begin) { on = 1; match($0, /^ */); n = RLENGTH } on && !NF { exit } on { print substr($0, n + 1) }' "$repository/$1" | grep . || echo "FAIL not in $1: $2" >&4; }
exec 4>&1

# types LINE: one that a person reads in the documents and types, as root in root's home. It fails when it stands nowhere there.
types() {
  [[ $documents == *"$1"* ]] || echo "FAIL not in the documents: $1" >&4
  adapts "$1"
}
# adapts LINE: the same with a name or flag of this place.
adapts() {
  local from=${EPOCHREALTIME/./} code
  typed=$((typed + 1))
  in_root sh -c "cd /root && $1"
  code=$?
  busy=$((busy + ${EPOCHREALTIME/./} - from))
  return $code
}
# edits LINES: so many lines of a file or records that a person types.
edits() { typed=$((typed + $1)); }
settings="--settings /etc/digest/digest.json"
program="sudo -u digest /opt/digest/digest"
digest_itself() { in_root $program "$@" $settings; }
# A command that needs no relay, whether the service runs, whose password it may be, or not.
digest() { in_root sudo -u digest "${aside[@]}" /opt/digest/digest "$@" $settings; }
aside=()

# settles PYTHON: changes the settings file, which is "settings" there.
settles() {
  edits 1
  python3 -c "import json, sys
file = sys.argv[1]
settings = json.load(open(file))
$1
json.dump(settings, open(file, 'w'), indent=2)" "$root/etc/digest/digest.json"
}
# The day so many days from now, at an hour.
day() { date -u -d "+$1 days" +"%Y-%m-%d${2:+T$2Z}"; }
# awaited SECONDS COMMAND…: whether it succeeds within that time.
awaited() {
  local n
  for n in $(seq $(($1 * 5))); do "${@:2}" >/dev/null 2>&1 && return; sleep 0.2; done
  return 1
}

for chapter in machine supervisor install readers upgrade unit restore; do . "$chapters/$chapter.sh"; done
prepare_machine
boot_systemd
step "systemd"
install_it
first_letters
upgrade_it
what_comes_back
[ -z "$init" ] || try_the_unit
second_letters
lose_and_restore
echo "a person types $typed lines: commands, records and paragraphs of settings; the commands take $((busy / 1000000)) s, all of it $(($(date +%s) - begun)) s"
check "the commands take less than ten minutes" [ $((busy / 1000000)) -lt 600 ]
in_root nginx -s stop
in_root postfix stop >/dev/null 2>&1
echo END
