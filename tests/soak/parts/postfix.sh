# A Postfix of our own on loopback that wants TLS and a login, refuses foreign senders, sends on to the sink and brings what comes for
# bounce.example.org in by LMTP.
start_postfix() {
  local p=$folder/postfix
  postfix_port=$(free_port)
  lmtp_port=$(free_port)
  postfix_password=open-$RANDOM$RANDOM
  mkdir -p "$p"/{etc/sasl,spool,data}
  chown postfix "$p/data"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$p/key.pem" -out "$p/certificate.pem" -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>>"$folder/log"
  printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: %s\n' "$p/etc/sasl/users" >"$p/etc/sasl/smtpd.conf"
  cat >"$p/etc/main.cf" <<MAIN
compatibility_level = 3.6
queue_directory = $p/spool
data_directory = $p/data
maillog_file = $p/log
maillog_file_prefixes = $p
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.org
mydestination =
local_recipient_maps =
local_transport = error:nobody lives here
mynetworks =
relayhost = [127.0.0.1]:$1
disable_dns_lookups = yes
smtpd_delay_reject = no
smtpd_sender_login_maps = inline:{ papers@example.org=papers@example.org, @bounce.example.org=papers@example.org }
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
relay_domains = bounce.example.org
relay_recipient_maps =
transport_maps = inline:{ bounce.example.org=lmtp:inet:127.0.0.1:$lmtp_port }
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = $p/certificate.pem
smtpd_tls_key_file = $p/key.pem
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = example.org
cyrus_sasl_config_path = $p/etc/sasl
smtp_dns_support_level = disabled
notify_classes =
MAIN
  cat >"$p/etc/master.cf" <<MASTER
127.0.0.1:$postfix_port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
MASTER
  printf %s "$postfix_password" | saslpasswd2 -p -c -f "$p/etc/sasl/users" -u example.org papers 2>>"$folder/log"
  chown postfix "$p/etc/sasl/users"
  "${DIGEST_POSTFIX:-postfix}" -c "$p/etc" start >>"$folder/log" 2>&1 </dev/null
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$postfix_port") 2>/dev/null && return; sleep 0.1; done
  fail "Postfix did not start"
}
stop_postfix() {
  [ -d "$folder/postfix/etc" ] && "${DIGEST_POSTFIX:-postfix}" -c "$folder/postfix/etc" stop >>"$folder/log" 2>&1 </dev/null
  return 0
}
