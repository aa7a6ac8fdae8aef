# A hundred thousand broken messages, replies and dialogues; and Exim, unpacked from its Debian package, takes what is sent.
part_mail() {
  check "no message, reply or dialogue of ${FUZZ:-100000} breaks anything" env DIGEST_FUZZ="${FUZZ:-100000}" DIGEST_FUZZ_SEED="${SEED:-1}" \
    dotnet test "$here/../Digest.Mailing.Tests" -v q --filter FullyQualifiedName~FuzzTests >"$folder/fuzz" 2>&1
  part_mail_exim
}

part_mail_exim() {
  local at=$folder/exim port readers=200 root=$folder/exim/root exim
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || { note "Exim needs root and apt-get; left out"; return; }
  mkdir -p "$at/spool" && chmod 755 "$work" "$folder" && chmod 777 "$at" "$at/spool"
  (cd "$at" && apt-get download -q exim4-daemon-light libidn12 libgnutls-dane0 libnss-wrapper && for p in *.deb; do dpkg -x "$p" root; done) >"$at/log" 2>&1
  exim=$root/usr/sbin/exim4
  [ -x "$exim" ] || { fail "Exim could not be unpacked: $(tail -1 "$at/log")"; return; }
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cat >"$at/config" <<EOF
primary_hostname = relay.example.org
queue_only
never_users =
spool_directory = $at/spool
log_file_path = $at/%slog
pid_file_path = $at/pid
acl_smtp_rcpt = accept
acl_smtp_data = accept
tls_advertise_hosts =
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
host_lookup =
qualify_domain = example.org
EOF
  # The package's user is not on this machine; to Exim alone it is.
  { cat /etc/passwd; echo "Debian-exim:x:$(id -u nobody):$(id -g nobody)::$at:/bin/false"; } >"$at/passwd"
  { cat /etc/group; echo "Debian-exim:x:$(id -g nobody):"; } >"$at/group"
  local libraries
  libraries=$(echo "$root"/usr/lib/*-linux-gnu)
  LD_LIBRARY_PATH=$libraries LD_PRELOAD=$libraries/libnss_wrapper.so NSS_WRAPPER_PASSWD=$at/passwd NSS_WRAPPER_GROUP=$at/group \
    "$exim" -C "$at/config" -bdf -q1h -oX "127.0.0.1.$port" 2>>"$at/log" &
  sink=$!
  export Delivering__Relay__Port=$port
  for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
  prepare_samples
  add_many $readers reader
  digest send --at ${samples_day}T13:00:05Z >"$folder/sent"
  # It keeps what it took: to deliver it would have to start itself again, without the libraries that it was started with.
  check "Exim took $readers mails" [ "$(grep -c ' <= ' "$at/mainlog")" = "$readers" ]
  check "and the ledger says so" [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE state = 'sent'")" = "$readers" ]
  check "each with its own Message-ID" [ "$(grep -o ' id=.*' "$at/mainlog" | sort -u | wc -l)" = "$readers" ]
}
