# Signal 9 at random moments of send, then send to the end: nobody lost, and a duplicate only where the ledger says doubt.
part_crash() {
  local subscribers=${SUBSCRIBERS:-2000} kills=${KILLS:-20} seed=${SEED:-$$} connections=4 delay=${DELAY:-0.04}
  export Delivering__Connections=$connections Delivering__Lease=00:00:02 Delivering__InDoubtWait=00:00:01
  note "seed $seed, $subscribers subscribers, $kills kills"
  RANDOM=$seed
  start_sink --delay "$delay"
  prepare_samples
  add_many "$subscribers" reader

  # The program's clock goes on with ours, or no lease would ever end.
  local begun=$(date +%s) done_kills=0 tries=0 pid taken
  at() { date -u -d "$samples_day 13:00:05 UTC + $(($(date +%s) - begun)) seconds" +%Y-%m-%dT%H:%M:%SZ; }
  : >"$folder/kills"
  while [ $done_kills -lt "$kills" ] && [ $tries -lt $((kills * 4)) ]; do
    tries=$((tries + 1))
    taken=$(wc -l <"$folder/mails")
    "$exe" send --at "$(at)" >>"$folder/out" 2>>"$folder/log" &
    pid=$!
    # From the first mail of this process on, within a second.
    while kill -0 $pid 2>/dev/null && [ "$(wc -l <"$folder/mails")" = $taken ]; do sleep 0.02; done
    sleep "0.$(printf %03d $((RANDOM % ${WITHIN_MS:-800})))"
    if kill -9 $pid 2>/dev/null; then
      now >>"$folder/kills"
      done_kills=$((done_kills + 1))
    fi
    wait $pid 2>/dev/null
  done

  for _ in $(seq 60); do
    digest send --at "$(at)" >>"$folder/out"
    [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE ended_at IS NULL")" = 0 ] && break
    sleep 1
  done
  sql -separator $'\t' "SELECT s.address, d.message_id, d.state, d.doubted, COALESCE(d.sha256, '')
    FROM subscribers s LEFT JOIN deliveries d ON d.subscriber = s.id" >"$folder/ledger"
  stop_sink
  unset Delivering__Connections Delivering__Lease Delivering__InDoubtWait
  judge crash.py "$folder" $connections "$kills"
}
