# A year of daily lists (20,000 papers) gathered in one command from a server on loopback: all of it there and nothing
# twice, within a minute, in memory that does not grow with the days; asked for again, no request for what was answered.
part_year() {
  local papers=${YEAR_PAPERS:-20000} first=2025-07-01 last=2026-06-30 quarter=2025-09-30 at=2026-07-15T12:00Z
  local port took peaks=() to
  "$python" "$here/hub.py" --port-file "$folder/hub" --from $first --to $last --papers "$papers" &
  hub=$!
  serve=$hub
  for _ in $(seq 100); do [ -s "$folder/hub" ] && break; sleep 0.1; done
  port=$(cat "$folder/hub")
  export Gathering__HfDaily__Enabled=true Gathering__HfDaily__BaseAddress=http://127.0.0.1:$port Gathering__AllowedPrivateHosts__0=127.0.0.1
  local asked=$folder/hub.asked whole=$folder
  for to in $quarter $last; do
    new_folder "year-$to"
    : >"$asked"
    took=$("$python" "$here/measure.py" "$exe" gather --source hf-daily --from $first --to $to --at $at --json 2>>"$folder/log")
    local peak seconds
    read -r peak seconds <<<"$took"
    peaks+=("$peak")
    note "$first to $to: $(sql "SELECT COUNT(*) FROM papers") papers, $((peak / 1024)) MB at most, $seconds s, $(wc -l <"$asked") requests"
  done
  check "the year takes $seconds s, at most 60" "$python" -c "import sys; sys.exit($seconds > 60)"
  local more=$(((peaks[1] - peaks[0]) / 1024))
  check "$more MB more for the year than for its first quarter, at most 30" [ $more -le 30 ]
  local expected
  expected=$("$python" "$here/hub.py" --expect --from $first --to $last --papers "$papers")
  check "papers and listings are those that were told: $expected" \
    [ "$(sql -separator ' ' "SELECT (SELECT COUNT(*) FROM papers), (SELECT COUNT(*) FROM paper_listings)")" = "$expected" ]
  check "no list is filed under a weekend, every day is answered" [ "$(sql -separator ' ' "SELECT
    (SELECT COUNT(*) FROM paper_listings WHERE strftime('%w', listed_at / 1000, 'unixepoch') IN ('0', '6')),
    (SELECT COUNT(*) FROM fetches WHERE error IS NULL)")" = "0 $((($(date -u -d $last +%s) - $(date -u -d $first +%s)) / 86400 + 1))" ]
  : >"$asked"
  digest gather --source hf-daily --from $first --to $last --at $at --json >"$folder/again"
  check "gathered again nobody is asked and nothing is new" [ "$(wc -l <"$asked") $("$python" -c "import json; print(json.load(open('$folder/again'))['new'])")" = "0 0" ]
  kill $hub && wait $hub 2>/dev/null
  serve=
  folder=$whole
  unset Gathering__HfDaily__Enabled Gathering__HfDaily__BaseAddress Gathering__AllowedPrivateHosts__0
}
