# What install/digest.service promises, under the systemd that keeps it: what the service cannot do, whose secrets it reads, how it stops, and what
# becomes of one that crashes or hangs.
try_the_unit() {
  confinement
  credential
  stop_under_way
  crash
  hang
  power_cut
  step "the unit: confinement, credential, stop, crash, hang, power cut"
}

confinement() {
  local pid place written=
  pid=$(of_unit MainPID)
  check "it has a user of its own, no capabilities, no new privileges, a filter of system calls, and files of its own" \
    [ "$(in_root stat -c %U "/proc/$pid") $(in_root grep -cE '^(NoNewPrivs:.1|Seccomp:.2|Cap(Inh|Prm|Eff|Bnd|Amb):.0{16}|Umask:.0077)$' "/proc/$pid/status")" = "digest 8" ]
  for place in / /etc/digest /opt/digest /usr/bin /var/log /var/backups /root /sys/fs/cgroup; do
    in_root nsenter --target "$pid" --mount touch "$place/written" 2>/dev/null && written="$written $place"
  done
  check "nothing but its data folder is there to be written$written" [ -z "$written" ]
  check "where that is, it is" in_root nsenter --target "$pid" --mount sh -c 'touch /var/lib/digest/written && rm /var/lib/digest/written'
  echo "systemd-analyze security: $(in_root systemd-analyze security --no-pager digest | grep -o 'exposure level.*[A-Z]')"

  check "the doctor finds no fault from within" confined doctor doctor
  check "a copy into the data folder works from within" confined copy backup /var/lib/digest/within.backup
  rm -f "$root/var/lib/digest/within.backup"
  check "a copy elsewhere is refused" [ "$(confined away backup /etc/digest/away.backup; echo $?)" = 1 ]
  check "and says so: $(said_by away | grep '^digest:')" [ "$(said_by away | grep -c '^digest: .*/etc/digest.*[Rr]ead-only')-$(said_by away | grep -c '   at ')" = 1-0 ]
  printf '#!/bin/sh\ncurl -sf https://papers.example.org/health/live\n' >"$root/etc/digest/token" && chmod 755 "$root/etc/digest/token"
  check "a program that fetches a token runs within" confined token
}
# confined NAME [COMMAND…]: a command of the program, or the program of that name in /etc/digest, under all that the unit says.
confined() {
  local name=$1 run="/opt/digest/digest ${*:2} $settings"
  [ $# -gt 1 ] || run=/etc/digest/$name
  sed -e 's/^Type=.*/Type=oneshot/' -e '/^Restart/d' -e '/^WatchdogSec/d' -e "s#^ExecStart=.*#ExecStart=$run#" "$root/root/digest.service" >"$root/etc/systemd/system/digest-$name.service"
  in_root systemctl daemon-reload
  in_root systemctl start "digest-$name" 2>/dev/null
}
said_by() { in_root journalctl --unit "digest-$1" --output cat --no-pager; }

# As docs/installing.md has it under "Secrets"; from here on nothing but root can read the password.
credential() {
  edits 2
  in_root install -d -m 700 /etc/digest-secrets
  in_root sh -c 'mv /etc/digest/relay-password /etc/digest-secrets/ && chown root:root /etc/digest-secrets/relay-password'
  settles 'settings["Delivering"]["Relay"]["PasswordFile"] = "/run/credentials/digest.service/relay-password"'
  amends credential "$(sed -n 's/^#\(LoadCredential=.*\)/\1/p' "$root/root/digest.service")"
  aside=(Delivering__Relay__PasswordFile= Delivering__Relay__Password=none)
  supervises stop
  check "a command says so while there is no such file" [ "$(digest_itself sources 2>&1 | grep -c 'PasswordFile names /run/credentials/digest.service/relay-password, a file that is not there')" = 1 ]
  supervises start
  check "the service reads what only root can read" is_ready
  digest_itself smtp test >/dev/null
  check "so do commands beside it" [ $? = 0 ]
}

# Letters are under way, each of which the mail server takes its time for, when it is told to stop.
stop_under_way() {
  local many=40 sent from took
  news 1
  # shellcheck disable=SC2046
  digest subscribers add $(seq -f "many%.0f@example.com" $many) --interest "protein design" --at "$(day 1 12:30)" >/dev/null
  in_root postconf -e smtpd_restriction_classes=slow "slow=sleep 4"
  in_root postconf -P submission/inet/smtpd_end_of_data_restrictions=slow
  in_root systemctl reload postfix
  serves_from "$(day 2 09:00)"
  from=$(taken_in)
  awaited 60 eval '[ $(taken_in) -gt $from ]'
  check "letters are under way, by the password that only root can read" [ $? = 0 ]
  from=$(date +%s%N)
  supervises stop
  took=$((($(date +%s%N) - from) / 1000000))
  sent=$(deliveries "'sent','handed_off'")
  echo "told to stop while letters were under way it took $took ms; $sent of $((many + 2)) had left"
  check "it ends well, within its time" [ "$(of_unit Result) $((took < 45000))" = "success 1" ]
  check "what the mail server took it knows of, and nothing is left claimed" [ "$sent $(deliveries "'claimed'")" = "$(of_day_two) 0" ]
  in_root postconf -PX submission/inet/smtpd_end_of_data_restrictions
  in_root systemctl reload postfix
  serves_from "$(day 2 09:10)"
  check "after that the others have theirs" awaited 120 eval "[ \$(of_day_two) = $((many + 2)) ]"
}
taken_in() { grep -c 'message-id=<issue' "$root/var/log/postfix.log"; }
of_day_two() { grep -c "	issue\.$(day 2)\." "$root/root/mails"; }
deliveries() { sql "SELECT COUNT(*) FROM deliveries WHERE kind = 'issue' AND about LIKE '%$(day 2)%' AND state IN ($1)"; }

crash() {
  local pid
  pid=$(of_unit MainPID)
  in_root systemctl kill --kill-whom main --signal KILL digest
  check "after a crash it is started anew" awaited 60 begun_after "$pid"
}

hang() {
  local pid from
  amends watchdog WatchdogSec=6
  in_root systemctl restart digest
  pid=$(of_unit MainPID)
  in_root systemctl kill --kill-whom main --signal STOP digest
  from=$(date +%s)
  check "one that hangs is started anew" awaited 120 begun_after "$pid"
  echo "with a WatchdogSec of 6 that took $(($(date +%s) - from)) s"
  check "because it gave no sign of life" in_root sh -c 'journalctl --unit digest --no-pager | grep -q "Watchdog timeout"'
  unamends watchdog
  in_root systemctl restart digest
}
power_cut() {
  kill -KILL "$init" && wait "$outer"
  boot_systemd
  check "after a power cut it is there by itself" awaited 60 is_ready
}
begun_after() { [ "$(of_unit ActiveState)" = active ] && [ "$(of_unit MainPID)" != "$1" ] && is_ready; }
