# The root's own systemd, booted in namespaces of its own at the top of a cgroup of its own; it starts nginx and Postfix as Debian's packages say.
# Where that cannot be, what units say is run by hand, and the day goes on.
boot_systemd() {
  local cgroup=$root/../cgroup
  if [ "${SYSTEMD:-yes}" = no ]; then echo "without systemd, as asked"
  elif [ ! -x "$root/lib/systemd/systemd" ]; then echo "the root has no systemd"
  elif ! mkdir -p "$cgroup" || ! { mountpoint -q "$cgroup" || mount -t cgroup2 cgroup2 "$cgroup"; } || ! mkdir -p "$cgroup/$CGROUP"; then echo "no cgroup of its own is to be had for systemd"
  else
    (echo $BASHPID >"$cgroup/$CGROUP/cgroup.procs" && exec unshare --mount --ipc --pid --cgroup --fork --kill-child --propagation private bash "$chapters/boot.sh" "$root") >"$root/root/booted" 2>&1 &
    outer=$!
    awaited 5 grep -q . /proc/$outer/task/$outer/children
    init=$(tr -d ' ' <"/proc/$outer/task/$outer/children")
    entering=(nsenter --target "${init:-0}" --mount --ipc --pid --cgroup --root --wd)
    awaited 60 in_root systemctl is-system-running --wait
    check "systemd runs, and no unit of Debian's failed" [ "$(in_root systemctl is-system-running)" = running ]
    in_root systemctl --version >/dev/null && { in_root systemctl --failed --no-legend --no-pager; return; }
    echo "systemd did not start: $(tail -3 "$root/root/booted")"
  fi
  init= entering=(chroot "$root")
  echo "what units say is run without it"
  in_root postfix start >/dev/null 2>&1 || echo "FAIL Postfix does not start"
  in_root nginx 2>&1
}

reload_mail_server() { if [ -n "$init" ]; then adapts "systemctl reload postfix"; else adapts "postfix reload" 2>/dev/null; fi; }

# supervises start|stop|enable
supervises() {
  if [ -z "$init" ]; then edits 1; "${1/enable/start}_by_hand"
  elif [ "$1" = enable ]; then types "systemctl daemon-reload && systemctl enable --now digest" 2>&1
  else types "systemctl $1 digest"; fi
}
# amends NAME LINE…: a drop-in of the unit's [Service], from the next start on.
amends() {
  local name=$1
  shift
  mkdir -p "$root/etc/systemd/system/digest.service.d"
  printf '%s\n' "[Service]" "$@" >"$root/etc/systemd/system/digest.service.d/$name.conf"
  [ -z "$init" ] || in_root systemctl daemon-reload
}
unamends() { rm "$root/etc/systemd/system/digest.service.d/$1.conf"; [ -z "$init" ] || in_root systemctl daemon-reload; }

# serves_from INSTANT: the service is started at that instant by its own clock.
serves_from() {
  supervises stop
  clock="--at $1"
  amends clock ExecStart= "ExecStart=$(unit_says ExecStart) $clock"
  supervises start
}
clock= served= outer=
unit_says() { sed -n "s/^$1=//p" "$root/root/digest.service"; }
of_unit() { in_root systemctl show digest --property "$1" --value; }

start_by_hand() {
  chroot "$root" env -i $path ${password:+"$password"} setpriv --reuid digest --regid digest --init-groups \
    sh -c "umask 0077 && cd /var/lib/digest && exec $(unit_says ExecStart) $clock" >>"$root/root/served" 2>&1 &
  served=$!
  awaited 120 is_ready
}
stop_by_hand() {
  [ -n "$served" ] || return 0
  kill -TERM "$served"
  wait "$served"
  check "it ends well" [ $? = 0 ]
  served=
}
is_ready() { in_root curl -sf -o /dev/null https://papers.example.org/health/ready; }
