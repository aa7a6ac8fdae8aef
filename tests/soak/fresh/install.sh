# docs/installing.md, "Ten minutes", with the program that is in /root/digest.
install_it() {
  types "mv digest /opt/digest"
  types "useradd --system --home-dir /var/lib/digest --shell /usr/sbin/nologin digest"
  types "install -d -o digest -g digest -m 700 /etc/digest /var/lib/digest"
  step "put it there"
  initialise
  publish_records
  # The papers of this journal alone: the world's are not to be had here.
  settles 'settings["Gathering"] = {"HfDaily": {"Enabled": False}, "Arxiv": {"Enabled": False}, "AllowedPrivateHosts": [],
  "Feeds": [{"Name": "river-journal", "Address": "https://journal.example/new.rss", "Categories": ["hydrology"]}]}'
  [ -d "$root/root/previous" ] && install_previous
  start_it
  [ -d "$root/root/upgrade" ] || examine
}

initialise() {
  local init_by_hand="$program init $settings --data /var/lib/digest --yes --url https://papers.example.org/ --name 'Example Library'
    --postal-address '1 Example Street, Example' --contact papers@example.org --relay-host smtp.example.org --relay-user papers --relay-password-stdin"
  init_by_hand=$(tr -s ' \n' ' ' <<<"$init_by_hand")
  adapts "echo wrong | $init_by_hand" >"$root/root/refused" 2>&1
  check "init refuses a wrong password and writes nothing" refused 535
  adapts "echo $relay_password | $init_by_hand --from other@example.org" >"$root/root/refused" 2>&1
  check "init refuses a sender that the relay does not let write" refused 553
  adapts "install -o digest -g digest -m 600 /dev/null /etc/digest/relay-password && echo $relay_password >/etc/digest/relay-password"
  types "$program init $settings --data /var/lib/digest --yes --url https://papers.example.org/ --name \"Example Library\" --postal-address \"1 Example Street, Example\" --contact papers@example.org --relay-host smtp.example.org --relay-user papers --relay-password-file /etc/digest/relay-password" >"$root/root/told" 2>&1
  check "init works" [ $? = 0 ]
  check "no secret is printed" [ -z "$(grep -e "$relay_password" -e PRIVATE "$root/root/told")" ]
  check "what it wrote is its owner's alone" [ -z "$(find "$root/etc/digest" "$root/var/lib/digest" -type f -perm /077)" ]
  step "init"
}
refused() { [ "$(grep -c "$1\|Nothing was written" "$root/root/refused") $(ls "$root/etc/digest" | wc -l)" = "2 0" ]; }

publish_records() {
  sed -n 's/^\([^ ]*\)\. [0-9]* IN TXT "/txt-record=\1,"/p' "$root/root/told" | sed 's/" "/","/g' >"$root/etc/dnsmasq.published"
  check "three records were there to publish" [ "$(grep -c . "$root/etc/dnsmasq.published")" = 3 ]
  edits 3
  answer_names
  step "publish in the DNS"
}

start_it() {
  types "cp digest.service /etc/systemd/system/"
  supervises enable
  [ -z "$password" ] || awaited 120 is_ready
  check "serve is ready the moment that its start has ended, seen by https" is_ready
  if [ -n "$init" ] && [ -z "$password" ]; then
    types "systemctl status digest" >"$root/root/status"
    check "and its status says so" [ "$?-$(grep -c 'Active: active (running)\|Status: "ready"' "$root/root/status")" = 0-2 ]
    check "systemd takes every line of the unit" [ -z "$(in_root systemd-analyze verify /etc/systemd/system/digest.service 2>&1)" ]
  fi
  step "serve"
}

examine() {
  types "$program doctor $settings" >"$root/root/doctor"
  local code=$?
  sed 's/^/doctor: /' "$root/root/doctor"
  check "the doctor, online, finds no fault" [ $code = 0 ]
  local told
  told=$(env -i $path unshare --net chroot "$root" $program doctor $settings 2>&1)
  check "without a network it says so, to the end" [ "$?-$(grep -c 'knows no name server' <<<"$told")-$(grep -c Unhandled <<<"$told")" = 1-1-0 ]
  step "the doctor, and the doctor without a network"
}
