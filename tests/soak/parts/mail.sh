# A hundred thousand broken messages, replies and dialogues; and Exim and OpenSMTPD, unpacked from their Debian packages, take what is sent.
part_mail() {
  check "no message, reply or dialogue of ${FUZZ:-100000} breaks anything" env DIGEST_FUZZ="${FUZZ:-100000}" DIGEST_FUZZ_SEED="${SEED:-1}" \
    dotnet test "$here/../Digest.Mailing.Tests" -v q --filter FullyQualifiedName~FuzzTests >"$folder/fuzz" 2>&1
  part_mail_exim
  stop_sink
  new_folder opensmtpd
  part_mail_opensmtpd
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
  mail_to "$port" $readers
  # It keeps what it took: to deliver it would have to start itself again, without the libraries that it was started with.
  check "Exim took $readers mails" [ "$(grep -c ' <= ' "$at/mainlog")" = "$readers" ]
  check "and the ledger says so" [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE state = 'sent'")" = "$readers" ]
  check "each with its own Message-ID" [ "$(grep -o ' id=.*' "$at/mainlog" | sort -u | wc -l)" = "$readers" ]
}

# It knows its folders by heart, so it gets a root of its own.
part_mail_opensmtpd() {
  local at=$folder/opensmtpd root=$folder/opensmtpd/root readers=200 port library
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || { note "OpenSMTPD needs root and apt-get; left out"; return; }
  mkdir -p "$at" && chmod 755 "$work" "$folder" && chmod 777 "$at"
  (cd "$at" && apt-get download -q opensmtpd libevent-2.1-7 && for p in *.deb; do dpkg -x "$p" root; done) >"$at/log" 2>&1
  [ -x "$root/usr/sbin/smtpd" ] || { fail "OpenSMTPD could not be unpacked: $(tail -1 "$at/log")"; return; }
  for library in $(LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu) ldd "$root/usr/sbin/smtpd" | grep -o '/[^ ]*' | grep -v "^$root"); do
    mkdir -p "$root$(dirname "$library")" && cp -L "$library" "$root$library"
  done
  mkdir -p "$root"/dev "$root"/tmp "$root"/run "$root"/var/run "$root"/var/empty "$root"/var/spool/smtpd
  cp -a /dev/null /dev/zero /dev/random /dev/urandom "$root/dev/"
  chmod 1777 "$root/tmp" && chmod 711 "$root/var/spool/smtpd" && cp "$root"/usr/lib/*-linux-gnu/libevent* "$root"/lib/*-linux-gnu/ 2>/dev/null
  printf '%s\n' root:x:0:0::/root:/bin/false opensmtpd:x:8001:8001::/var/empty:/bin/false opensmtpq:x:8002:8002::/var/empty:/bin/false >"$root/etc/passwd"
  printf '%s\n' root:x:0: opensmtpd:x:8001: opensmtpq:x:8002: >"$root/etc/group"
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  # It keeps what it took: nobody listens where it hands it on to.
  printf '%s\n' "listen on 127.0.0.1 port $port hostname relay.example.org" 'action "keep" relay host smtp://127.0.0.1:9' 'match from any for any action "keep"' >"$root/etc/smtpd.conf"
  chroot "$root" /usr/sbin/smtpd -d 2>>"$at/log" >>"$at/log" &
  sink=$!
  mail_to "$port" $readers
  check "OpenSMTPD took $readers mails" [ "$(grep -c ' smtp message ' "$at/log")" = "$readers" ]
  check "and the ledger says so, too" [ "$(sql "SELECT COUNT(*) FROM deliveries WHERE state = 'sent'")" = "$readers" ]
  check "each in a file of its queue" [ "$(find "$root/var/spool/smtpd/queue" -name message | wc -l)" = "$readers" ]
}

# mail_to PORT READERS: their issues, once somebody listens there.
mail_to() {
  export Delivering__Relay__Port=$1
  for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && break; sleep 0.1; done
  prepare_samples
  add_many "$2" reader
  digest send --at ${samples_day}T13:00:05Z >"$folder/sent"
}
