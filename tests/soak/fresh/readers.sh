# Readers, who know the public address and their mailbox.
first_letters() {
  digest gather >/dev/null && digest edition >/dev/null
  check "papers and an edition" [ $? = 0 ]
  in_root python3 /root/reader.py subscribe page@example.com click@example.com writes@example.com stays@example.com
  step "subscribe, confirm, first letter"
  in_root python3 /root/reader.py page page@example.com
  in_root python3 /root/reader.py click click@example.com
  for reader in page click; do check "$reader has left" has_left $reader; done
  step "leave by page and by one click"
}

# The letters of the day after next, and one who leaves by mail, which needs a letter that names the address.
second_letters() {
  [ -n "$init" ] || { news 1; letters_of 2; }
  for reader in writes stays; do check "$reader has a second letter" awaited 120 has_letters 2 $reader; done
  in_root python3 /root/reader.py mail writes@example.com
  awaited 60 has_left writes
  check "writes has left" has_left writes
  check "one stays" [ "$(digest subscribers show stays@example.com | grep -c active)" = 1 ]
  step "leave by mail"
}

has_left() { [ "$(digest subscribers show "$1@example.com" | grep -c left)" = 1 ]; }
has_letters() { [ "$(letters "$2")" -ge "$1" ]; }
letters() { cut -f 2,3 "$root/root/mails" | grep -c "^$1@example.com	issue\."; }

# letters_of N: those of the day N days from now are planned at nine, and by ten past the last is due (Delivering:Spread).
letters_of() {
  serves_from "$(day "$1" 09:00)"
  check "letters of $(day "$1") are planned" awaited 60 eval "[ \$(sql \"SELECT COUNT(*) FROM deliveries WHERE kind = 'issue' AND about LIKE '%$(day "$1")%'\") -gt 0 ]"
  serves_from "$(day "$1" 09:10)"
}
sql() { sqlite3 -cmd '.timeout 10000' "$root/var/lib/digest/digest.db" "$1"; }

# news N: a paper of the day N days from now, and the edition it stands in.
news() {
  echo "{\"id\": \"news-$1\", \"title\": \"Protein design on day $1\", \"abstract\": \"Protein design by language models.\", \"published\": \"$(day "$1")\"}" >"$root/var/lib/news.jsonl"
  digest gather --file /var/lib/news.jsonl --at "$(day "$1" 11:00)" >/dev/null && digest edition --at "$(day "$1" 12:00)" >/dev/null
  check "news of $(day "$1")" [ $? = 0 ]
}

# What each was sent, by kind.
counts() {
  grep '@example.com	' "$root/root/mails" | cut -f 2,3 | grep -v ^many | sed 's/@example.com//; s/\..*//' | sort | uniq -c |
    awk '$2 != who { printf "%s%s:", who ? "; " : "", who = $2 } { printf " %s %s", $1, $3 }'
}
