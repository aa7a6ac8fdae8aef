# A program from before serves for the first letters, with the settings that the present one's init wrote. Then it is replaced as docs/installing.md
# says, and what comes back is taken in.
install_previous() {
  mv "$root/opt/digest" "$root/root/upgrade" && mv "$root/root/previous" "$root/opt/digest"
  echo "the previous program: $(in_root /opt/digest/digest --version)"
  in_root /opt/digest/digest --help | grep -q '^  init ' && return
  # One that had no init tells systemd nothing, and reads no secret from a file.
  password=Delivering__Relay__Password=$relay_password
  amends previous Type=simple "Environment=$password"
}

upgrade_it() {
  [ -d "$root/root/upgrade" ] || { echo "no upgrade: PREVIOUS names no program from before"; return; }
  local before after
  before=$(schema)
  mv "$root/root/upgrade" "$root/root/digest"
  supervises stop
  types "rm -r /opt/digest && mv digest /opt/digest"
  [ -z "$password" ] || { unamends previous; password=; }
  supervises start
  check "the new program starts on what the previous one left" is_ready
  after=$(schema)
  echo "the present program: $(in_root /opt/digest/digest --version); schema $before became $after"
  check "a copy from before was kept" [ "$before" = "$after" -o -n "$(ls "$root/var/lib/digest/backups/schema-$(printf %03d "$before")"-*.backup 2>/dev/null)" ]
  for reader in page click; do check "$reader stays away" has_left $reader; done
  step "upgrade"
  examine
}
schema() { sql "SELECT MAX(number) FROM schema_versions"; }

# docs/operating.md, "What comes back", the first of the two ways: by LMTP.
what_comes_back() {
  lines docs/operating.md "relay_domains = bounce.example.org" >>"$root/etc/postfix/main.cf"
  edits 1
  reload_mail_server
  settles 'settings["Delivering"]["ReturnPath"] = "bounces@bounce.example.org"
settings["Bounces"] = {"Lmtp": "127.0.0.1:2424", "UnsubscribeAddress": "leave@bounce.example.org"}'
  supervises stop
  supervises start
  types "$program doctor $settings" >"$root/root/doctor"
  check "the doctor says what is still to be done, and finds no fault" [ "$?-$(grep -c 'bounces test-route' "$root/root/doctor")" = 0-1 ]
  adapts "$program bounces test-route $settings" >"$root/root/route"
  check "mail to leave by comes in" [ $? = 0 ]
  types "$program doctor $settings" >"$root/root/doctor"
  check "the doctor finds no fault" [ $? = 0 ]
  check "no alarm was raised so far" [ -z "$(digest alarms | grep ^since)" ]
  step "what comes back"
}
