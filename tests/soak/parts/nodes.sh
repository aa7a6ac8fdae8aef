# Two nodes on one PostgreSQL (DIGEST_POSTGRES): the commands first, then two serves of which one is stopped for longer than
# its lease and goes on, and the other is killed; nobody lost, duplicates only where the ledger says doubt.
part_nodes() {
  [ -n "${DIGEST_POSTGRES:-}" ] && command -v psql >/dev/null || { fail "DIGEST_POSTGRES names no server, or psql is not installed"; return; }
  local subscribers=${NODES_SUBSCRIBERS:-1500} name=digest_soak_$$ connections=2
  pg() { PGPASSWORD=$(pg_key Password) psql -X -A -t -h "$(pg_key Host)" -p "$(pg_key Port)" -U "$(pg_key Username)" -d "$1" -c "$2" "${@:3}"; }
  pg_key() { tr ';' '\n' <<<"$DIGEST_POSTGRES" | sed -n "s/^$1=//p"; }
  pg postgres "CREATE DATABASE $name" >/dev/null || { fail "no database could be made"; return; }
  export Storage__ConnectionString="${DIGEST_POSTGRES%%Database=*}Database=$name" Delivering__Connections=$connections \
    Delivering__Lease=00:00:02 Delivering__InDoubtWait=00:00:01 Gathering__HfDaily__Enabled=false \
    Scheduling__Issues='0/1 * * * * ?' Scheduling__Deliveries='0/1 * * * * ?' Web__PublicUrl=https://digest.example.org/
  start_sink --delay 0.04
  prepare_samples
  add_many "$subscribers" reader
  digest send --at ${samples_day}T12:45Z >>"$folder/out"
  check "nothing is sent before it is due" [ "$(wc -l <"$folder/mails")" = 0 ]
  check "why works" [ -n "$(digest why reader1@example.org)" ]

  local one two
  Web__Listen=127.0.0.1:0 "$exe" serve --at ${samples_day}T13:00:00Z >>"$folder/out" 2>>"$folder/log.one" & one=$!
  Web__Listen=127.0.0.1:0 "$exe" serve --at ${samples_day}T13:00:00Z >>"$folder/out" 2>>"$folder/log.two" & two=$!
  serve="$one $two"
  for _ in $(seq 300); do [ "$(wc -l <"$folder/mails")" -ge 100 ] && break; sleep 0.1; done
  # Being stopped counts as a kill: to the other node its mails under way are in doubt.
  kill -STOP $one; now >"$folder/kills"
  sleep 5
  kill -CONT $one
  sleep 1
  kill -9 $two; now >>"$folder/kills"
  unended() { pg "$name" "SELECT (SELECT COUNT(*) FROM subscribers) - (SELECT COUNT(*) FROM deliveries WHERE ended_at IS NOT NULL)"; }
  for _ in $(seq 600); do [ "$(unended)" = 0 ] && break; sleep 0.2; done
  kill -TERM $one; wait $one
  check "the node that was stopped and went on ended well" [ $? = 0 ]
  serve=
  pg "$name" "SELECT s.address, d.message_id, d.state, d.doubted, COALESCE(d.sha256, '')
    FROM subscribers s LEFT JOIN deliveries d ON d.subscriber = s.id" -F $'\t' >"$folder/ledger"
  pg postgres "DROP DATABASE $name WITH (FORCE)" >/dev/null
  unset Storage__ConnectionString Delivering__Connections Delivering__Lease Delivering__InDoubtWait Gathering__HfDaily__Enabled \
    Scheduling__Issues Scheduling__Deliveries Web__PublicUrl
  judge crash.py "$folder" $connections 2
}
