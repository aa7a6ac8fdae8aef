# docs/installing.md typed into a fresh Debian, in namespaces of its own: nothing of it is left afterwards. The root is ROOT (copied) or made by
# debootstrap, which needs a Debian mirror. Run by name alone.
part_fresh() {
  [ "$(id -u)" = 0 ] && command -v unshare ip >/dev/null || { fail "needs root, unshare and iproute2"; return; }
  local root=$folder/root code line
  chmod 755 "$work" "$folder"
  if [ -n "${ROOT:-}" ]; then cp -a "$ROOT" "$root"; else
    debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,tzdata,sudo,postfix,openssl,curl,nginx-light,dnsmasq-base,python3 bookworm "$root" \
      "${MIRROR:-http://deb.debian.org/debian}" >"$folder/debootstrap" 2>&1 || { fail "debootstrap: $(tail -1 "$folder/debootstrap")"; return; }
  fi
  if [ -n "${PUBLISHED:-}" ]; then cp -r "$PUBLISHED" "$root/root/digest"; else
    dotnet publish "$here/../../src/Digest" -c Release -r linux-x64 --self-contained -o "$root/root/digest" -v q >"$folder/publish" 2>&1
  fi
  cp "$here/../../install/digest.service" "$here/sink.py" "$here/reader.py" "$root/root/"
  local lines inside
  exec {lines}< <(exec unshare --mount --net --pid --uts --fork --kill-child --propagation private bash "$here/fresh.sh" "$root" "$here/../.." 2>"$folder/log")
  inside=$!
  trap 'kill -KILL $inside 2>/dev/null; finish' EXIT
  while read -r -u "$lines" line; do
    case $line in ok\ *) ok "${line#ok }" ;; FAIL\ *) fail "${line#FAIL }" ;; END) code=0 ;; *) note "$line" ;; esac
  done
  trap finish EXIT
  [ "${code:-1}" = 0 ] || fail "the day broke off: $(tail -3 "$folder/log")"
}
