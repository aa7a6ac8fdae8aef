# The database refuses to record in the middle of a run, as when the disk is full: send ends with an error instead of
# hanging or blaming the mails, and goes on where it was once the database is well again.
part_broken() {
  local subscribers=${BROKEN_SUBSCRIBERS:-500} connections=4
  export Delivering__Connections=$connections Delivering__Lease=00:00:02 Delivering__InDoubtWait=00:00:01
  start_sink
  prepare_samples
  add_many "$subscribers" reader
  sql "CREATE TRIGGER full BEFORE UPDATE ON deliveries WHEN NEW.state = 'sent' AND OLD.id > 50
    BEGIN SELECT RAISE(ABORT, 'full, on purpose'); END"
  timeout 60 "$exe" send --at ${samples_day}T13:00:05Z >>"$folder/out" 2>"$folder/told"
  local code=$?
  now >"$folder/kills"
  check "send ended with 1, not $code" [ $code = 1 ]
  check "and said why" grep -q "full, on purpose" "$folder/told"
  check "no mail was blamed" [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE state = 'failed'")" = 0 ]
  sql "DROP TRIGGER full"
  for minute in 1 2 3; do digest send --at ${samples_day}T13:0${minute}:00Z >>"$folder/out"; done
  sql -separator $'\t' "SELECT s.address, d.message_id, d.state, d.doubted, COALESCE(d.sha256, '')
    FROM subscribers s LEFT JOIN deliveries d ON d.subscriber = s.id" >"$folder/ledger"
  unset Delivering__Connections Delivering__Lease Delivering__InDoubtWait
  judge crash.py "$folder" $connections 1
}
