# The front page and one-click posts under wrk, which shares the machine's cores with the server: at least a thousand a
# second each, every answer good, and everybody who was answered gone from the rows. Rounds of ten seconds; the first warms
# up. On SQLite, and on PostgreSQL where DIGEST_POSTGRES names a server.
part_web() {
  command -v wrk >/dev/null || { fail "wrk is not installed"; return; }
  web_on SQLite
  [ -n "${DIGEST_POSTGRES:-}" ] && command -v psql >/dev/null || { note "no DIGEST_POSTGRES or psql: SQLite alone"; return; }
  local name=digest_soak_web_$$
  pg() { PGPASSWORD=$(pg_key Password) psql -X -q -A -t -h "$(pg_key Host)" -p "$(pg_key Port)" -U "$(pg_key Username)" -d "$1" -c "$2"; }
  pg_key() { tr ';' '\n' <<<"$DIGEST_POSTGRES" | sed -n "s/^$1=//p"; }
  pg postgres "CREATE DATABASE $name" || { fail "no database could be made"; return; }
  new_folder web-postgres
  export Storage__ConnectionString="${DIGEST_POSTGRES%%Database=*}Database=$name"
  sql() { pg "$name" "$1"; }
  web_on PostgreSQL
  unset Storage__ConnectionString
  sql() { sqlite3 -cmd '.timeout 10000' "$folder/digest.db" "$@"; }
  pg postgres "DROP DATABASE $name WITH (FORCE)"
}

web_on() {
  local database=$1 many=${MANY:-100000} rounds=${ROUNDS:-4} round port address day=$samples_day
  export Web__PublicUrl=https://digest.example.org/ Gathering__HfDaily__Enabled=false
  if [ -d "${DIGEST_DATA:-}/hf-daily" ]; then
    # An edition of real size: the last seven lists there are.
    day=$(basename "$(ls "$DIGEST_DATA"/hf-daily/*.json | tail -1)" .json)
    # shellcheck disable=SC2046
    digest gather --file $(ls "$DIGEST_DATA"/hf-daily/*.json | tail -7) --at "${day}T11:00Z" >/dev/null && digest edition --at "${day}T12:00Z" >/dev/null ||
      fail "the lists could not be gathered"
  else
    prepare_samples
  fi
  digest subscribers add reader@example.org --interest "robots" --at "${day}T12:30Z" >/dev/null || fail "a subscriber could not be added"
  # The rest are copies, made in SQL: adding them one by one is not what is measured.
  sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $many - 1)
    INSERT INTO subscribers (id, address, identity, address_hash, state, locale, zone, time, weekdays, size, trending,
      token_version, next_issue_at, created_at, confirmed_at)
    SELECT s.id + i, i || s.address, i || s.identity, i || s.address_hash, state, locale, zone, time, weekdays, size, trending,
      token_version, next_issue_at, created_at, confirmed_at FROM n, subscribers s"
  "$python" "$here/web.py" "$folder/keys.json" 1 "$many" >"$folder/tokens" &&
    split -n "l/$rounds" -d -a 2 "$folder/tokens" "$folder/tokens."

  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  address=http://127.0.0.1:$port
  Web__Listen=127.0.0.1:$port "$exe" serve --at "${day}T13:00Z" >>"$folder/out" 2>>"$folder/log" &
  serve=$!
  for _ in $(seq 100); do curl -fs -o /dev/null "$address/health/live" && break; sleep 0.1; done
  note "$database, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), a front page of $(curl -s "$address/" | wc -c) bytes with $(curl -s "$address/" | grep -c '<li class="entry"') papers"
  local page=() post=() answered=0
  for round in $(seq 0 $((rounds - 1))); do
    web_round "$database: the front page" "$address/"; page+=("$rate")
  done
  for round in $(seq 0 $((rounds - 1))); do
    web_round "$database: one-click posts" "$address/" "$(printf '%s/tokens.%02d' "$folder" "$round")"; post+=("$rate")
    answered=$((answered + requests))
  done
  local left
  left=$(sql "SELECT COUNT(*) FROM subscribers s WHERE state = 'left' AND next_issue_at IS NULL
    AND (SELECT COUNT(*) FROM consents c WHERE c.subscriber = s.id AND c.event = 'left' AND c.channel = 'one-click') = 1")
  # What was under way when a round ended is in the rows without an answer that was counted.
  check "$database: $left are gone, each once, and $answered were told so" [ "$answered" -gt 0 -a "$left" -ge "$answered" ]
  note "$database: $(grep VmHWM "/proc/$serve/status" | tr -s ' \t' ' ')"
  kill -TERM $serve; wait $serve
  check "$database: it ended well" [ $? = 0 ]
  serve=
}

# web_round WHAT ADDRESS [TOKENS]: one round of wrk; sets rate and requests.
web_round() {
  local told p50 p99 errors what=$1
  told=$(timeout 60 wrk -t1 -c64 -d"${SECONDS_A_ROUND:-10}s" -s "$here/web.lua" "$2" -- ${3:+"$3"} | tail -1)
  read -r rate p50 p99 errors requests <<<"$told"
  if [ "$round" = 0 ]; then note "$what: warming up, $rate/s"; else
    check "$what: $rate/s, p50 $p50 ms, p99 $p99 ms, $errors errors" [ "${rate:-0}" -ge 1000 -a "${errors:-1}" = 0 ]
  fi
}
