# What a stranger has before: a machine whose address looks public, on an interface that leads nowhere; a name server; a certificate (of an
# authority of our own, here); a journal with a feed; nginx; and a mail server that takes mails with TLS and a login only, from the
# senders that belong to it, and sends them on to the sink in the world's place.
address=44.128.0.25
relay_password=open-$RANDOM$RANDOM

prepare_machine() {
  mount -t proc proc "$root/proc"
  hostname papers.example.org && echo papers.example.org >"$root/etc/hostname"
  ip link set lo up && ip link add eth0 type veth peer name nowhere && ip link set nowhere up && ip addr add $address/24 dev eth0 && ip link set eth0 up
  echo "127.0.0.1 localhost" >"$root/etc/hosts"
  mkdir -p "$root/var/lib/kept" "$root/var/www/journal"
  name_server
  authority
  journal
  in_root python3 /root/sink.py --port-file /root/port --mails /root/mails --port 2525 --keep /var/lib/kept --refusals /root/refusals &
  mail_server
  web_server
  step "name server, authority, Postfix, nginx"
}

name_server() {
  rm -f "$root/etc/resolv.conf" && echo "nameserver 127.0.0.1" >"$root/etc/resolv.conf"
  cat >"$root/etc/dnsmasq.conf" <<DNS
no-resolv
no-hosts
local=/#/
host-record=papers.example.org,$address
host-record=smtp.example.org,$address
host-record=journal.example,$address
mx-host=bounce.example.org,papers.example.org
txt-record=bounce.example.org,"v=spf1 ip4:$address -all"
conf-file=/etc/dnsmasq.published
DNS
  : >"$root/etc/dnsmasq.published"
  answer_names
}
# With the records that were published since.
answer_names() {
  [ -n "${dns:-}" ] && kill "$dns" && wait "$dns" 2>/dev/null
  env -i $path chroot "$root" dnsmasq --keep-in-foreground --conf-file=/etc/dnsmasq.conf &
  dns=$!
}

authority() {
  local ca=$root/root/ca own=$root/usr/local/share/ca-certificates/own.crt
  mkdir -p "$ca"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$ca/ca.key" -out "$own" -days 30 -subj "/CN=Own authority" 2>>"$ca/log"
  openssl req -newkey rsa:2048 -nodes -keyout "$root/etc/ssl/papers.key" -out "$ca/papers.csr" -subj /CN=papers.example.org 2>>"$ca/log"
  openssl x509 -req -in "$ca/papers.csr" -CA "$own" -CAkey "$ca/ca.key" -CAcreateserial -days 30 -out "$root/etc/ssl/papers.pem" \
    -extfile <(echo subjectAltName=DNS:papers.example.org,DNS:smtp.example.org,DNS:journal.example) 2>>"$ca/log"
  in_root update-ca-certificates >/dev/null 2>&1
}

journal() {
  python3 - "$root/var/www/journal/new.rss" <<'PYTHON'
import email.utils, sys, time
items = "".join(f"<item><title>Protein design, part {n}</title><link>https://journal.example/{n}</link><guid>j{n}</guid>"
                f"<description>We design proteins by language models, part {n}.</description><pubDate>{email.utils.formatdate(time.time() - 3600 * n)}</pubDate></item>" for n in range(1, 6))
open(sys.argv[1], "w").write(f'<rss version="2.0"><channel><title>Journal</title><link>https://journal.example/</link><description>New</description>{items}</channel></rss>')
PYTHON
}

mail_server() {
  local writes="papers@example.org, papers"
  printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n' >"$root/etc/postfix/sasl/smtpd.conf"
  printf %s "$relay_password" | in_root saslpasswd2 -p -c -u example.org papers
  in_root chgrp postfix /etc/sasldb2
  in_root postconf -e myhostname=papers.example.org mydestination= mynetworks= "relayhost=[127.0.0.1]:2525" maillog_file=/var/log/postfix.log smtp_tls_security_level=none \
    smtpd_tls_cert_file=/etc/ssl/papers.pem smtpd_tls_key_file=/etc/ssl/papers.key smtpd_tls_auth_only=yes smtpd_sasl_local_domain=example.org \
    "smtpd_sender_login_maps=inline:{ { papers@example.org = $writes }, { @bounce.example.org = $writes } }"
  in_root postconf -M "submission/inet=submission inet n - n - - smtpd"
  in_root postconf -P submission/inet/smtpd_tls_security_level=encrypt submission/inet/smtpd_sasl_auth_enable=yes submission/inet/smtpd_delay_reject=no \
    submission/inet/smtpd_sender_restrictions=reject_sender_login_mismatch submission/inet/smtpd_relay_restrictions=permit_sasl_authenticated,reject
}

web_server() {
  rm "$root/etc/nginx/sites-enabled/default" # a link that leads out of the root, to who looks from here
  cat >"$root/etc/nginx/sites-enabled/papers" <<NGINX
ssl_certificate /etc/ssl/papers.pem;
ssl_certificate_key /etc/ssl/papers.key;
server { listen 443 ssl; server_name papers.example.org;
$(lines docs/installing.md "location / {")
}
server { listen 443 ssl; server_name journal.example; root /var/www/journal; }
NGINX
  edits 1
}
