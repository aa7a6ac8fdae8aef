# Memory does not grow with the number of subscribers: the peak for many is at most 50 MB above that for a thousand.
part_memory() {
  local few=1000 many=${MANY:-100000} peaks=() n
  command -v smtp-sink >/dev/null || { fail "smtp-sink is not installed"; return; }
  local port
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  smtp-sink $([ "$(id -u)" = 0 ] && echo -u nobody) "127.0.0.1:$port" 100 &
  sink=$!
  export Delivering__Relay__Port=$port
  for n in $few $many; do
    new_folder "memory-$n"
    prepare_samples
    add_many 4 reader
    # The rest are copies of these four, made in SQL: adding them one by one is not what is measured.
    sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $n / 4 - 1)
      INSERT INTO subscribers (address, identity, address_hash, state, locale, zone, time, weekdays, size, trending,
        token_version, next_issue_at, created_at, confirmed_at)
      SELECT i || s.address, i || s.identity, i || s.address_hash, state, locale, zone, time, weekdays, size, trending,
        token_version, next_issue_at, created_at, confirmed_at FROM n, subscribers s;
      INSERT INTO interests (subscriber, position, name, text, weight, slots, threshold)
      SELECT c.id, i.position, i.name, i.text, i.weight, i.slots, i.threshold FROM subscribers c
      JOIN subscribers s ON s.id <= 4 AND c.id > 4 AND c.address LIKE '%' || s.address JOIN interests i ON i.subscriber = s.id"
    local took peak seconds
    took=$("$python" "$here/measure.py" "$exe" send --at ${samples_day}T13:00:05Z 2>>"$folder/log")
    read -r peak seconds <<<"$took"
    peaks+=("$peak")
    note "$n subscribers: $((peak / 1024)) MB, $seconds s, $("$python" -c "print(round($n / $seconds))") mails/s, start included"
    check "$n mails are recorded as sent" [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE state = 'sent'")" = "$n" ]
  done
  local more=$(((peaks[1] - peaks[0]) / 1024))
  check "$more MB more for $many subscribers than for $few, at most 50" [ $more -le 50 ]
}
