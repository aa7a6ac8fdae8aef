# The day of somebody who has the README and nothing else: publish, install, init, doctor, serve, subscribe, confirm, read, leave by page, by
# one click and by mail, back up, lose everything, restore, and a mailbox that is gone. The relay is the Postfix of postfix.sh.
part_stranger() {
  [ "$(id -u)" = 0 ] && command -v "${DIGEST_POSTFIX:-postfix}" saslpasswd2 openssl curl >/dev/null ||
    { fail "needs root, Postfix (DIGEST_POSTFIX), sasl2-bin, openssl and curl"; return; }
  local root=$folder/root at=$folder/step
  trap 'stop_postfix; finish' EXIT
  chmod 755 "$work" "$folder" # Postfix leaves root behind
  mkdir -p "$root/etc" "$folder/kept"
  now >"$at"

  if [ -n "${PUBLISHED:-}" ]; then cp -r "$PUBLISHED" "$root/opt"; else dotnet publish "$here/../../src/Digest" -c Release -r linux-x64 --self-contained -o "$root/opt" -v q >"$folder/publish" 2>&1; fi
  check "one folder was published" [ -x "$root/opt/digest" ]
  step "publish"

  # Without the settings that this script sets for all parts: a stranger has none.
  start_sink --keep "$folder/kept" --refusals "$folder/refusals"
  local sink_port=$Delivering__Relay__Port
  unset Delivering__Relay__Port Storage__DataFolder
  start_postfix "$sink_port"
  step "Postfix"

  pages_port=$(free_port)
  bare
  local init=(init --settings "$root/etc/digest.json" --data "$root/data" --yes --url https://papers.example.org/ --name "Example Library"
    --postal-address "1 Example Street" --contact hello@example.org --relay-host 127.0.0.1 --relay-port "$postfix_port" --relay-tls StartTls
    --relay-user papers@example.org --relay-password-stdin --from)
  check "init refuses a wrong password and writes nothing" \
    [ "$(echo wrong | stranger "${init[@]}" papers@example.org 2>&1 | grep -c '535\|Nothing was written') $(ls "$root/etc" | wc -l)" = "2 0" ]
  check "init refuses a sender that the relay does not let write" \
    [ "$(echo "$postfix_password" | stranger "${init[@]}" other@example.org 2>&1 | grep -c '553\|Nothing was written') $(ls "$root/etc" | wc -l)" = "2 0" ]
  echo "$postfix_password" | stranger "${init[@]}" papers@example.org >"$folder/told" 2>>"$folder/log"
  check "init works" [ $? = 0 ]
  check "it prints SPF, DKIM and DMARC" [ "$(grep -c 'IN TXT "v=\(spf1\|DKIM1\|DMARC1\)' "$folder/told")" = 3 ]
  check "no secret is printed" [ -z "$(grep -e "$postfix_password" -e PRIVATE "$folder/told")" ]
  check "what it wrote is its owner's alone" [ -z "$(find "$root/etc" "$root/data" -type f -perm /077)" ]
  step "init"

  digest_set doctor --offline >"$folder/doctor"
  check "the doctor finds no fault" [ $? = 0 ]
  digest_set smtp test >"$folder/smtp"
  check "the relay would take a mail" [ $? = 0 ]
  step "doctor"

  take_in_what_comes_back
  digest_set doctor --offline >"$folder/doctor"
  check "the doctor says that leaving by mail is still to be tested" [ "$?-$(grep -c 'bounces test-route' "$folder/doctor")" = 0-1 ]

  digest_set gather --file "$samples/papers.jsonl" "$samples/daily.json" --at ${samples_day}T11:00Z >/dev/null
  digest_set edition --at ${samples_day}T12:00Z >/dev/null
  serve_from ${samples_day}T12:30:00Z
  check "serve starts at once with what init wrote" [ $? = 0 ]
  check "and says that it is well" [ "$(digest_set health)" = ready ]
  step "serve"
  digest_set bounces test-route >"$folder/route"
  check "a mail to leave by went out by the relay and came in" [ $? = 0 ]
  digest_set doctor --offline >"$folder/doctor"
  check "and the doctor knows" [ "$(grep -c 'A test mail to leave@bounce.example.org arrived' "$folder/doctor")" = 1 ]
  step "the way back"

  local reader readers="page click writes stays gone"
  for reader in $readers; do subscribe "$reader@example.com"; done
  for reader in $readers; do
    check "$reader confirmed by the button behind the link" [ "$(answers -X POST -d '' "$(link_to "$reader@example.com" confirm)")" = 200 ]
  done
  for reader in $readers; do check "$reader has the first letter" awaits 1 "$reader@example.com" issue; done
  step "subscribe, confirm, first letter"

  check "opening the link to leave answers" [ "$(answers "$(link_to page@example.com unsubscribe)")" = 200 ]
  check "and changes nothing" [ "$(digest_set subscribers show page@example.com | grep -c active)" = 1 ]
  check "the button there leaves" [ "$(answers -d leave=page "$(link_to page@example.com unsubscribe)")" = 200 ]
  check "one click leaves" [ "$(answers -d List-Unsubscribe=One-Click "$(link_to click@example.com unsubscribe)")" = 200 ]
  for reader in page click; do check "$reader has left" [ "$(digest_set subscribers show "$reader@example.com" | grep -c 'left')" = 1 ]; done
  check "who left by the page is told goodbye" awaits 1 page@example.com goodbye
  step "leave by page and by one click"

  check "the letter names an address to leave by" answers_by_mail writes@example.com
  for _ in $(seq 600); do digest_set subscribers show writes@example.com | grep -q 'left' && break; sleep 0.2; done
  check "who wrote there has left" [ "$(digest_set subscribers show writes@example.com | grep -c 'left')" = 1 ]
  step "leave by mail"

  digest_set backup "$folder/digest.backup" >/dev/null
  check "a backup was made beside the running service" [ $? = 0 ]
  stop_serve
  rm -rf "$root/data"
  digest_set restore "$folder/digest.backup" --at ${samples_day}T14:00Z >/dev/null
  check "all was lost, and restored" [ $? = 0 ]
  step "back up, destroy, restore"

  echo "gone@example.com 550 5.1.1 no such user" >"$folder/refusals"
  news 2026-11-21 "Protein design after the flood"
  serve_from 2026-11-22T09:00:00Z
  check "serve starts on what was restored" [ $? = 0 ]
  check "who stayed has a second letter" awaits 2 stays@example.com issue
  check "a link of the old letter still leads to the preferences' page" [ "$(answers "$(link_to stays@example.com unsubscribe)")" = 200 ]
  for _ in $(seq 600); do digest_set bounces show gone@example.com 2>/dev/null | grep -q 'not mailed any more' && break; sleep 0.2; done
  check "the letter to a mailbox that is gone came back, and is counted" [ "$(digest_set bounces show gone@example.com | grep -c 'not mailed any more')" = 1 ]
  stop_serve
  step "the next letter, and one that comes back"

  news 2026-11-22 "Protein design in the dry season"
  serve_from 2026-11-23T09:00:00Z
  check "who stayed has a third letter" awaits 3 stays@example.com issue
  stop_serve
  check "nothing more was sent to the mailbox that is gone" [ "$(grep -c 'to=<gone@example.com>.*status=bounced' "$folder/postfix/log")" = 1 ]
  step "the letter after that"

  check "no mail came twice" [ -z "$(cut -f 2,3 "$folder/mails" | sort | uniq -d)" ]
  check "who left was mailed nothing afterwards: $(counts)" \
    [ "$(counts)" = "click: 1 confirm 1 issue 1 welcome; gone: 1 confirm 1 issue 1 welcome; page: 1 confirm 1 goodbye 1 issue 1 welcome; stays: 1 confirm 3 issue 1 welcome; writes: 1 confirm 1 issue 1 welcome" ]
  check "what arrived is signed" [ "$(grep -L '^DKIM-Signature: .*' "$folder"/kept/*.eml | wc -l)" = 0 ]
  stop_postfix
  trap finish EXIT
  export Storage__DataFolder=$folder
}

# Tells how long it took since the last.
step() { note "$1: $(awk -v a="$(cat "$at")" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }') s"; now >"$at"; }

# The published program with nothing in its environment but what there is no time for or no name server here.
bare() {
  local relay=()
  [ -d "$folder/postfix" ] && relay=(Delivering__Relay__TrustFile="$folder/postfix/certificate.pem")
  bare=(env -i PATH=/usr/bin:/bin "${relay[@]}" Web__Listen=127.0.0.1:"$pages_port" Web__SignUps__LeastSeconds=0 Scheduling__Issues='* * * * * ?'
    Scheduling__Deliveries='* * * * * ?' Delivering__Spread=00:00:00 Gathering__HfDaily__Enabled=false Gathering__Arxiv__Enabled=false "$root/opt/digest")
}
stranger() { "${bare[@]}" "$@"; }
digest_set() { stranger "$@" --settings "$root/etc/digest.json" 2>>"$folder/log"; }

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

serve_from() {
  pages_port=$(free_port)
  bare
  "${bare[@]}" serve --at "$1" --settings "$root/etc/digest.json" >>"$folder/out" 2>>"$folder/log" &
  serve=$!
  for _ in $(seq 600); do curl -sf -o /dev/null "http://127.0.0.1:$pages_port/health/ready" && return; kill -0 $serve 2>/dev/null || return 1; sleep 0.1; done
  return 1
}
stop_serve() {
  kill -TERM $serve
  wait $serve
  check "serve ended well" [ $? = 0 ]
  serve=
}

# answers CURL-ARGUMENT… URL: the status with which our pages answer what the public would ask.
answers() { curl -s -o /dev/null -w '%{http_code}' --max-time 20 "${@/#https:\/\/papers.example.org/http://127.0.0.1:$pages_port}"; }

subscribe() {
  local stamp
  stamp=$(curl -s --max-time 20 "http://127.0.0.1:$pages_port/" | sed -n 's/.*name="stamp" value="\([^"]*\)".*/\1/p' | head -1)
  check "$1 signed up" [ "$(answers --data-urlencode "address=$1" --data-urlencode "line=protein design" --data-urlencode "stamp=$stamp" https://papers.example.org/subscribe)" = 200 ]
}

# awaits COUNT ADDRESS KIND
awaits() {
  for _ in $(seq 900); do [ "$(cut -f 2,3 "$folder/mails" | grep -c "^$2	$3\.")" -ge "$1" ] && return; sleep 0.1; done
  return 1
}

# The newest link of a purpose in what somebody received.
link_to() {
  awaits 1 "$1" "$([ "$2" = confirm ] && echo confirm || echo issue)"
  "$python" - "$folder/kept" "$1" "$2" <<'PYTHON'
import email, email.policy, glob, re, sys
kept, address, purpose = sys.argv[1:]
links = []
for name in sorted(glob.glob(kept + "/*.eml")):
    mail = email.message_from_binary_file(open(name, "rb"), policy=email.policy.default)
    if mail["X-Sink-Recipient"] == address:
        text = mail.get_body(("plain",)).get_content() + str(mail["List-Unsubscribe"])
        links += re.findall(rf"https://papers\.example\.org/{purpose}/[\w-]+", text)
print(links[-1] if links else "none")
PYTHON
}

# news DAY TITLE: a paper of that day, and the edition it stands in.
news() {
  echo "{\"id\": \"$1\", \"title\": \"$2\", \"abstract\": \"Protein design by language models.\", \"published\": \"$1\"}" >"$folder/news.jsonl"
  digest_set gather --file "$folder/news.jsonl" --at "$1"T11:00Z >/dev/null
  digest_set edition --at "$1"T12:00Z >/dev/null
}

# What the README says, under Operation, of mail that comes back.
take_in_what_comes_back() {
  "$python" - "$root/etc/digest.json" "$lmtp_port" <<'PYTHON'
import json, sys
file, port = sys.argv[1:]
settings = json.load(open(file))
settings["Delivering"]["ReturnPath"] = "bounces@bounce.example.org"
settings["Bounces"] = {"Lmtp": "127.0.0.1:" + port, "UnsubscribeAddress": "leave@bounce.example.org"}
json.dump(settings, open(file, "w"), indent=2)
PYTHON
}

# answers_by_mail ADDRESS: as a mail program does that knows no other button, from outside and without a login.
answers_by_mail() {
  "$python" - "$folder/kept" "$1" "$postfix_port" <<'PYTHON'
import email, email.message, email.policy, glob, re, smtplib, ssl, sys, urllib.parse
kept, address, port = sys.argv[1:]
letters = [email.message_from_binary_file(open(name, "rb"), policy=email.policy.default) for name in sorted(glob.glob(kept + "/*.eml"))]
named = [re.search("<(mailto:[^>]*)>", str(l["List-Unsubscribe"])) for l in letters if l["X-Sink-Recipient"] == address]
link = urllib.parse.urlsplit([found for found in named if found][-1].group(1))
answer = email.message.EmailMessage()
answer["From"], answer["To"], answer["Subject"] = address, link.path, urllib.parse.parse_qs(link.query)["subject"][0]
answer.set_content("")
with smtplib.SMTP("127.0.0.1", int(port)) as relay:
    relay.starttls(context=ssl._create_unverified_context())
    relay.send_message(answer)
PYTHON
}

# What each was sent, by kind.
counts() {
  grep '@example.com	' "$folder/mails" | cut -f 2,3 | sed 's/@example.com//; s/\..*//' | sort | uniq -c |
    awk '$2 != who { printf "%s%s:", who ? "; " : "", who = $2 } { printf " %s %s", $1, $3 }'
}
