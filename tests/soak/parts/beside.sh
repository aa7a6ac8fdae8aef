# Commands write beside a serve that is sending: nothing is lost on either side, and the file is whole.
part_beside() {
  local writes=${WRITES:-200} subscribers=${BESIDE_SUBSCRIBERS:-4000} writers=4 i
  start_sink --delay 0.04
  prepare_samples
  add_many "$subscribers" reader
  local port
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  Web__PublicUrl=https://digest.example.org/ Web__Listen=127.0.0.1:$port Gathering__HfDaily__Enabled=false \
    "$exe" serve --at ${samples_day}T13:00:00Z >>"$folder/out" 2>>"$folder/log.serve" &
  serve=$!
  for _ in $(seq 600); do [ "$(wc -l <"$folder/mails")" -gt 0 ] && break; sleep 0.1; done
  local before refused=0 pids=()
  before=$(wc -l <"$folder/mails")
  for w in $(seq $writers); do
    (
      for i in $(seq $((writes / writers))); do
        "$exe" subscribers add "beside$w-$i@example.org" --time 06:00 --at ${samples_day}T13:30Z >/dev/null 2>>"$folder/log.$w" || echo x
      done >"$folder/refused.$w"
    ) &
    pids+=($!)
  done
  wait "${pids[@]}"
  local during=$(($(wc -l <"$folder/mails") - before))
  refused=$(cat "$folder"/refused.* | wc -l)
  for _ in $(seq 600); do
    [ "$(sql "SELECT COUNT(*) FROM subscribers WHERE address LIKE 'reader%' AND id NOT IN
      (SELECT subscriber FROM deliveries WHERE ended_at IS NOT NULL)")" = 0 ] && break
    sleep 0.2
  done
  kill -TERM $serve
  wait $serve
  check "serve ended well" [ $? = 0 ]
  serve=
  note "$during mails went out while $writes commands wrote"
  check "$during mails went out beside the writes, at least 100" [ $during -ge 100 ]
  check "$refused of $writes commands were refused" [ "$refused" = 0 ]
  check "all $writes are there" [ "$(sql "SELECT COUNT(*) FROM subscribers WHERE address LIKE 'beside%'")" = "$writes" ]
  check "each of the $subscribers got one mail" [ "$(cut -f 2 "$folder/mails" | sort -u | wc -l) $(wc -l <"$folder/mails")" = "$subscribers $subscribers" ]
  check "as many are recorded as sent" [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE state = 'sent'")" = "$subscribers" ]
  check "integrity_check says ok" [ "$(sql "PRAGMA integrity_check")" = ok ]
  check "every foreign key holds" [ -z "$(sql "PRAGMA foreign_key_check")" ]
}
