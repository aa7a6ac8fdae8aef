# A copy is made, everything is lost, and the copy put back; then who stayed has the next letter and nobody has any other.
lose_and_restore() {
  types "install -d -o digest -g digest -m 700 /var/backups/digest"
  types "$program backup /var/backups/digest/\$(date +%F).backup $settings" >/dev/null
  check "a copy was made beside the running service" [ $? = 0 ]
  adapts "cp -a /etc/digest /var/backups/digest/etc"
  supervises stop
  rm -rf "$root/var/lib/digest" "$root/etc/digest"
  [ -z "$init" ] || check "without settings and data it does not start" fails_to_start
  step "a copy, and all is lost"

  types "install -d -o digest -g digest -m 700 /etc/digest /var/lib/digest"
  adapts "cp -a /var/backups/digest/etc/. /etc/digest"
  adapts "${program/\/opt/${aside[*]} /opt} restore /var/backups/digest/$(day 0).backup $settings --at $(day 2 14:00)" >"$root/root/restored"
  check "it is restored" [ $? = 0 ]
  news 3
  letters_of 4
  check "the service starts on what was restored" is_ready
  check "who stayed has a third letter" awaited 120 has_letters 3 stays
  supervises stop
  [ -z "$init" ] || check "it ends well" [ "$(of_unit Result)" = success ]
  check "nobody was mailed the same twice" [ -z "$(cut -f 2,3 "$root/root/mails" | sed 's/\.[^.]*@example.org$//' | sort | uniq -d)" ] # by kind, day and reader
  check "who left was mailed nothing afterwards: $(counts)" \
    [ "$(counts)" = "click: 1 confirm 1 issue 1 welcome; page: 1 confirm 1 goodbye 1 issue 1 welcome; stays: 1 confirm 3 issue 1 welcome; writes: 1 confirm 2 issue 1 welcome" ]
  step "restore, and the next letter"
}
fails_to_start() { ! in_root timeout 20 systemctl start digest 2>/dev/null; in_root systemctl stop digest; }
