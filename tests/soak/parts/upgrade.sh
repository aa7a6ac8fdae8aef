# The program that ran before is replaced by the present one over a data folder in use: readers, one who left, one who is owed a letter. PREVIOUS
# is the previous program's published folder; without it, PREVIOUS_COMMIT or else the newest tag is published. See stranger.sh for its words.
part_upgrade() {
  local root=$folder/root at=$folder/step previous=$folder/previous present=${PUBLISHED:-}
  mkdir -p "$root/etc" "$folder/kept"
  now >"$at"
  if [ -n "${PREVIOUS:-}" ]; then previous=$PREVIOUS; else
    local commit=${PREVIOUS_COMMIT:-$(git -C "$here" describe --tags --abbrev=0 2>/dev/null)}
    [ -n "$commit" ] || { note "left out: there is no tag yet; PREVIOUS=folder or PREVIOUS_COMMIT names what ran before"; return; }
    git -C "$here" worktree add -q --detach "$folder/source" "$commit" &&
      dotnet publish "$folder/source/src/Digest" -c Release -r linux-x64 --self-contained -o "$previous" -v q >"$folder/publish" 2>&1
    git -C "$here" worktree remove --force "$folder/source"
  fi
  [ -n "$present" ] || { present=$folder/present; dotnet publish "$here/../../src/Digest" -c Release -r linux-x64 --self-contained -o "$present" -v q >"$folder/publish" 2>&1; }
  [ -x "$previous/digest" ] && [ -x "$present/digest" ] || { fail "there are not two published programs"; return; }
  step "publish both"

  start_sink --keep "$folder/kept" --refusals "$folder/refusals"
  local sink_port=$Delivering__Relay__Port
  unset Delivering__Relay__Port Storage__DataFolder
  pages_port=$(free_port)
  bare
  install_program "$previous"
  cat >"$root/etc/digest.json" <<JSON
{ "Web": { "PublicUrl": "https://papers.example.org/" }, "Operator": { "Name": "Example Library", "PostalAddress": "1 Example Street", "Contact": "hello@example.org" },
  "Storage": { "DataFolder": "$root/data" }, "Delivering": { "From": "papers@example.org", "Relay": { "Host": "127.0.0.1", "Port": $sink_port, "Tls": "None" } } }
JSON
  digest_set gather --file "$samples/papers.jsonl" "$samples/daily.json" --at ${samples_day}T11:00Z >/dev/null
  digest_set edition --at ${samples_day}T12:00Z >/dev/null
  serve_from ${samples_day}T12:30:00Z
  check "it serves" [ $? = 0 ]
  local reader
  for reader in reads leaves left owed; do subscribe "$reader@example.com"; awaits 1 "$reader@example.com" confirm || fail "$reader had nothing to confirm"; done
  echo "owed@example.com 451 4.7.1 come back later" >"$folder/refusals"
  for reader in reads leaves left owed; do answers -X POST -d '' "$(link_to "$reader@example.com" confirm)" >/dev/null; done
  for reader in reads leaves left; do check "$reader has a letter" awaits 1 "$reader@example.com" issue; done
  check "one left" [ "$(answers -d List-Unsubscribe=One-Click "$(link_to left@example.com unsubscribe)")" = 200 ]
  for _ in $(seq 600); do [ "$(owed)" = 2 ] && break; sleep 0.2; done
  check "one is owed a welcome and a letter" [ "$(owed)" = 2 ]
  stop_serve
  local old_schema new_schema
  old_schema=$(of_data "SELECT MAX(number) FROM schema_versions")
  step "the previous program's day"

  install_program "$present"
  rm "$folder/refusals"
  serve_from ${samples_day}T15:00:00Z
  check "the new program starts on what the previous one left" [ $? = 0 ]
  new_schema=$(of_data "SELECT MAX(number) FROM schema_versions")
  note "schema $old_schema became $new_schema"
  local kept
  kept=$(ls "$root/data/backups/schema-$(printf %03d "$old_schema")"-*.backup 2>/dev/null)
  check "a copy from before was kept" [ "$old_schema" = "$new_schema" -o -n "$kept" ]
  check "who was owed a letter has it" awaits 1 owed@example.com issue
  check "and the welcome" awaits 1 owed@example.com welcome
  check "an old link opens" [ "$(answers "$(link_to reads@example.com unsubscribe)")" = 200 ]
  check "and one click on an old one leaves" [ "$(answers -d List-Unsubscribe=One-Click "$(link_to leaves@example.com unsubscribe)")" = 200 ]
  for reader in leaves left; do check "$reader has left" [ "$(digest_set subscribers show "$reader@example.com" | grep -c 'left')" = 1 ]; done
  stop_serve
  news 2026-11-21 "Protein design after the flood"
  serve_from 2026-11-22T09:00:00Z
  for reader in reads owed; do check "$reader has the next letter" awaits 2 "$reader@example.com" issue; done
  stop_serve
  check "no mail came twice" [ -z "$(cut -f 2,3 "$folder/mails" | sort | uniq -d)" ]
  check "who left was mailed nothing afterwards: $(counts)" \
    [ "$(counts)" = "leaves: 1 confirm 1 issue 1 welcome; left: 1 confirm 1 issue 1 welcome; owed: 1 confirm 2 issue 1 welcome; reads: 1 confirm 2 issue 1 welcome" ]
  step "the new program's day"

  if [ "$old_schema" != "$new_schema" ]; then
    install_program "$previous"
    check "the previous program refuses the new database and says what to do" \
      [ "$(stranger migrate --settings "$root/etc/digest.json" 2>&1 | grep -c 'Run that version again, or restore')" = 1 ]
    digest_set restore "$kept" --replace --at 2026-11-22T12:00Z >/dev/null
    check "it goes back by the copy" [ "$?-$(of_data "SELECT MAX(number) FROM schema_versions")" = "0-$old_schema" ]
    for reader in leaves left; do check "$reader stays unmailed" [ "$(digest_set subscribers show "$reader@example.com" | grep -c 'left')" = 1 ]; done
    step "the way back"
  fi
  export Storage__DataFolder=$folder
}

# Stop, replace the folder, start.
install_program() { rm -rf "$root/opt" && cp -r "$1" "$root/opt"; }

of_data() { sqlite3 -cmd '.timeout 10000' "$root/data/digest.db" "$1"; }
owed() { of_data "SELECT COUNT(*) FROM deliveries JOIN subscribers s ON s.id = subscriber WHERE s.address = 'owed@example.com' AND deliveries.state = 'queued' AND attempts > 0"; }
