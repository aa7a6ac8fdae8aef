# docs/installing.md typed into a fresh Debian, in namespaces of its own: nothing of it is left afterwards. The root is ROOT (copied) or made by
# debootstrap, which needs a Debian mirror. Its systemd is booted where that can be. Run by name alone.
part_fresh() {
  [ "$(id -u)" = 0 ] && command -v unshare nsenter ip sqlite3 openssl >/dev/null || { fail "needs root, unshare, nsenter, iproute2, sqlite3 and openssl"; return; }
  local root=$folder/root code line
  chmod 755 "$work" "$folder"
  if [ -n "${ROOT:-}" ]; then cp -a "$ROOT" "$root"; else
    debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,tzdata,sudo,postfix,openssl,curl,nginx-light,dnsmasq-base,python3,systemd-sysv,dbus,sasl2-bin,libsasl2-modules bookworm "$root" \
      "${MIRROR:-http://deb.debian.org/debian}" >"$folder/debootstrap" 2>&1 || { fail "debootstrap: $(tail -1 "$folder/debootstrap")"; return; }
  fi
  if [ -n "${PUBLISHED:-}" ]; then cp -r "$PUBLISHED" "$root/root/digest"; else
    dotnet publish "$here/../../src/Digest" -c Release -r linux-x64 --self-contained -o "$root/root/digest" -v q >"$folder/publish" 2>&1
  fi
  [ -z "${PREVIOUS:-}" ] || cp -r "$PREVIOUS" "$root/root/previous"
  cp "$here/../../install/digest.service" "$here/sink.py" "$here/reader.py" "$root/root/"
  local lines inside
  export CGROUP=digest-${work##*.}
  exec {lines}< <(exec unshare --mount --mount-proc --net --pid --uts --fork --kill-child --propagation private bash "$here/fresh/day.sh" "$root" "$here/../.." 2>"$folder/log")
  inside=$!
  trap 'kill -KILL $inside 2>/dev/null; leave_cgroup; finish' EXIT
  while read -r -u "$lines" line; do
    case $line in ok\ *) ok "${line#ok }" ;; FAIL\ *) fail "${line#FAIL }" ;; END) code=0 ;; *) note "$line" ;; esac
  done
  trap finish EXIT
  leave_cgroup
  [ "${code:-1}" = 0 ] || fail "the day broke off: $(tail -3 "$folder/log")"
}
# What systemd had to itself, and is empty once all of the day have ended.
leave_cgroup() {
  unshare --mount sh -c 'mount -t cgroup2 cgroup2 "$1" && cd "$1" && for n in $(seq 50); do [ -d "$2" ] || exit 0; find "$2" -depth -type d -exec rmdir {} +; sleep 0.1; done' \
    sh "$folder" "$CGROUP" 2>>"$folder/log"
}
