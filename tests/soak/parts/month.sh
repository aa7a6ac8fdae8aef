# A month of real lists lived through again, three commands a day and each of them twice: one mail per due subscriber and
# day, no paper twice to anyone, a Friday without a list is a source missing, and a repeated step changes nothing.
part_month() {
  [ -d "${DIGEST_DATA:-}/hf-daily" ] || { fail "DIGEST_DATA does not name the folder of data"; return; }
  mkdir -p "$folder/eml"
  start_sink --keep "$folder/eml"
  local first last day changed=0 steps=0
  first=$(basename "$(ls "$DIGEST_DATA"/hf-daily/*.json | head -1)" .json)
  last=$(basename "$(ls "$DIGEST_DATA"/hf-daily/*.json | tail -1)" .json)
  month_subscribers "$first"
  : >"$folder/due"
  # Every day that has a list, and the working days without one.
  for day in $(for i in $(seq 0 60); do date -u -d "$first + $i days" +%F; done); do
    [[ $day > $last ]] && break
    [ -f "$DIGEST_DATA/hf-daily/$day.json" ] || [ "$(date -u -d "$day" +%u)" -le 5 ] || continue
    sql -separator $'\t' "SELECT '$day', address, strftime('%s', '$day 18:00:00') * 1000 FROM subscribers
      WHERE state = 'active' AND next_issue_at <= strftime('%s', '$day 18:00:00') * 1000" >>"$folder/due"
    local step
    for step in "gather --file $DIGEST_DATA/hf-daily/$day.json --at ${day}T10:00Z" "edition --at ${day}T11:00Z" "send --at ${day}T18:00Z"; do
      [[ $step == gather* && ! -f $DIGEST_DATA/hf-daily/$day.json ]] && continue
      # shellcheck disable=SC2086
      digest $step --json >>"$folder/out" || fail "$day: ${step%% *} failed"
      local once again
      once=$(sql .dump | sha256sum)
      # shellcheck disable=SC2086
      digest $step --json >>"$folder/again" || fail "$day: ${step%% *} again failed"
      again=$(sql .dump | sha256sum)
      steps=$((steps + 1))
      [ "$once" = "$again" ] || { changed=$((changed + 1)); note "$day: ${step%% *} again changed the database"; }
    done
  done
  check "$steps steps were repeated, $changed of them changed anything" [ $changed = 0 ]
  for address in $(sql "SELECT address FROM subscribers"); do
    digest why "$address" >>"$folder/why" || fail "why $address failed"
  done
  sql -separator $'\t' "SELECT s.address, d.about, d.state, COALESCE(d.reason, ''), d.planned_at, i.sections, d.message_id FROM deliveries d
    JOIN subscribers s ON s.id = d.subscriber JOIN issues i ON i.subscriber = d.subscriber AND d.about = 'issue:' || i.local_date
    ORDER BY d.id" >"$folder/issues"
  sql -separator $'\t' "SELECT date, sources FROM editions ORDER BY date" >"$folder/editions"
  judge month.py "$folder" "$DIGEST_DATA/hf-daily"
}

# Twenty readers: zones on both sides of the date line, every rhythm, wide and narrow interests, and one with none.
month_subscribers() {
  local zones=(UTC Europe/Berlin America/New_York America/Los_Angeles Asia/Tokyo Asia/Kolkata Pacific/Auckland America/Sao_Paulo Africa/Lagos Pacific/Kiritimati)
  local times=(17:30 19:15 09:00 08:00 23:30 20:45 03:00 12:00 16:00 04:30)
  local lines=("diffusion models" "large language model agents" "reinforcement learning" "protein structure prediction" "speech recognition"
    "robot manipulation" "3d gaussian splatting" "retrieval augmented generation" "medical imaging" "mathematical reasoning")
  local i
  for i in $(seq 0 9); do
    digest subscribers add "one$i@example.org" --interest "${lines[i]}" --zone "${zones[i]}" --time "${times[i]}" --at "$1T09:00Z" >/dev/null
  done
  for i in $(seq 0 5); do
    digest subscribers add "two$i@example.org" --interest "${lines[i]}; ${lines[i + 4]}" --zone "${zones[9 - i]}" --time "${times[9 - i]}" \
      --days workdays --size 5 --at "$1T09:00Z" >/dev/null
  done
  digest subscribers add trends@example.org --time 17:00 --at "$1T09:00Z" >/dev/null
  digest subscribers add weekly@example.org --interest "vision language models" --days mon --size 20 --time 17:00 --at "$1T09:00Z" >/dev/null
  digest subscribers add thrice@example.org --interest "video generation" --days mon,wed,fri --trending --zone Europe/London --time 18:00 --at "$1T09:00Z" >/dev/null
  digest subscribers add narrow@example.org --interest "quantum error correction" --time 17:00 --at "$1T09:00Z" >/dev/null
}
