# What parts/fresh.sh runs within its namespaces: fresh.sh ROOT REPOSITORY. Whatever is "typed" stands word for word in docs/installing.md or README.md.
set -u
root=$1 repository=$2
typed=0
check() { local what=$1; shift; if "$@"; then echo "ok $what"; else echo "FAIL $what"; fi; }
in_root() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 chroot "$root" "$@"; }
step() { echo "$1: $(($(date +%s) - since)) s"; since=$(date +%s); }
since=$(date +%s)

# The documents with continued lines joined and blanks as one.
documents=$(cat "$repository/docs/installing.md" "$repository/README.md" | sed -e ':a' -e '/\\$/{N;s/\\\n//;ba}' | tr -s ' ')

# types LINE: one that a person reads in the documents and types, as root in root's home. It fails when it stands nowhere there.
types() {
  typed=$((typed + 1))
  [[ $documents == *"$1"* ]] || echo "FAIL not in the documents: $1"
  in_root sh -c "cd /root && $1"
}
# adapts LINE: the same with a name or flag of this place.
adapts() { typed=$((typed + 1)); in_root sh -c "cd /root && $1"; }
digest() { in_root sudo -u digest /opt/digest/digest "$@" --settings /etc/digest/digest.json; }

# The lines of a document from one that begins as told to the end of its paragraph, without what indents them.
lines() { awk -v begin="$2" '!on && index($0, begin) { on = 1; match($0, /^ */); n = RLENGTH } on && !NF { exit } on { print substr($0, n + 1) }' "$repository/$1"; }

# --- the machine: an address that looks public, on an interface that leads nowhere
address=44.128.0.25
mount -t proc proc "$root/proc"
hostname papers.example.org
ip link set lo up && ip link add eth0 type veth peer name nowhere && ip link set nowhere up && ip addr add $address/24 dev eth0 && ip link set eth0 up
echo "127.0.0.1 localhost" >"$root/etc/hosts"
rm -f "$root/etc/resolv.conf" && echo "nameserver 127.0.0.1" >"$root/etc/resolv.conf"
cat >"$root/etc/dnsmasq.conf" <<DNS
no-resolv
no-hosts
local=/#/
host-record=papers.example.org,$address
host-record=journal.example,$address
mx-host=bounce.example.org,papers.example.org
conf-file=/etc/dnsmasq.published
DNS
: >"$root/etc/dnsmasq.published"
dns() { [ -n "${dns:-}" ] && kill "$dns" && wait "$dns" 2>/dev/null; env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" dnsmasq --keep-in-foreground --conf-file=/etc/dnsmasq.conf & dns=$!; }
dns

# --- what a stranger has before: a certificate (of an authority of our own, here), a mail server that sends to the sink in the world's place
ca=$root/root/ca
mkdir -p "$ca" "$root/var/lib/kept" "$root/var/www/journal"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$ca/ca.key" -out "$root/usr/local/share/ca-certificates/own.crt" -days 2 -subj "/CN=Own authority" 2>>"$ca/log"
openssl req -newkey rsa:2048 -nodes -keyout "$root/etc/ssl/papers.key" -out "$ca/papers.csr" -subj /CN=papers.example.org 2>>"$ca/log"
openssl x509 -req -in "$ca/papers.csr" -CA "$root/usr/local/share/ca-certificates/own.crt" -CAkey "$ca/ca.key" -CAcreateserial -days 2 -out "$root/etc/ssl/papers.pem" \
  -extfile <(echo subjectAltName=DNS:papers.example.org,DNS:journal.example) 2>>"$ca/log"
in_root update-ca-certificates >/dev/null 2>&1
python3 - "$root/var/www/journal/new.rss" <<'PYTHON'
import email.utils, sys, time
items = "".join(f"<item><title>Protein design, part {n}</title><link>https://journal.example/{n}</link><guid>j{n}</guid>"
                f"<description>We design proteins by language models, part {n}.</description><pubDate>{email.utils.formatdate(time.time() - 3600 * n)}</pubDate></item>" for n in range(1, 6))
open(sys.argv[1], "w").write(f'<rss version="2.0"><channel><title>Journal</title><link>https://journal.example/</link><description>New</description>{items}</channel></rss>')
PYTHON
in_root python3 /root/sink.py --port-file /root/port --mails /root/mails --port 2525 --keep /var/lib/kept --refusals /root/refusals &
in_root postconf -e myhostname=papers.example.org mydestination= "relayhost=[127.0.0.1]:2525" maillog_file=/var/log/postfix.log smtp_tls_security_level=none
lines README.md "relay_domains = bounce.example.org" >>"$root/etc/postfix/main.cf" # the first of the two ways, by LMTP
typed=$((typed + 1))
in_root postfix start >/dev/null 2>&1 || echo "FAIL Postfix does not start"
rm "$root/etc/nginx/sites-enabled/default" # a link that leads out of the root, to who looks from here
cat >"$root/etc/nginx/sites-enabled/papers" <<NGINX
ssl_certificate /etc/ssl/papers.pem;
ssl_certificate_key /etc/ssl/papers.key;
server { listen 443 ssl; server_name papers.example.org;
$(lines docs/installing.md "location / {")
}
server { listen 443 ssl; server_name journal.example; root /var/www/journal; }
NGINX
typed=$((typed + 1))
in_root nginx 2>&1
step "name server, authority, Postfix, nginx"

# --- docs/installing.md
types "mv digest /opt/digest"
types "useradd --system --home-dir /var/lib/digest --shell /usr/sbin/nologin digest"
types "install -d -o digest -g digest -m 700 /etc/digest /var/lib/digest"
step "put it there"
init="sudo -u digest /opt/digest/digest init --settings /etc/digest/digest.json --data /var/lib/digest"
adapts "$init --yes --url https://papers.example.org/ --name 'Example Library' --postal-address '1 Example Street, Example' --contact papers@example.org --relay-host 127.0.0.1" >"$root/root/told"
check "init works" [ $? = 0 ]
step "init"
sed -n 's/^\([^ ]*\)\. [0-9]* IN TXT "/txt-record=\1,"/p' "$root/root/told" | sed 's/" "/","/g' >"$root/etc/dnsmasq.published"
check "three records were there to publish" [ "$(grep -c . "$root/etc/dnsmasq.published")" = 3 ]
typed=$((typed + 3))
dns
step "publish in the DNS"
python3 - "$root/etc/digest/digest.json" <<PYTHON
import json, sys
settings = json.load(open(sys.argv[1]))
settings["Delivering"]["ReturnPath"] = "bounces@bounce.example.org"
settings["Bounces"] = {"Lmtp": "127.0.0.1:2424", "UnsubscribeAddress": "leave@bounce.example.org"}
settings["Gathering"] = {"HfDaily": {"Enabled": False}, "Arxiv": {"Enabled": False}, "AllowedPrivateHosts": [],
  "Feeds": [{"Name": "river-journal", "Address": "https://journal.example/new.rss", "Categories": ["hydrology"]}]}
open(sys.argv[1], "w").write(json.dumps(settings, indent=2))
PYTHON
typed=$((typed + 1))
# No systemd runs here: what its unit says is run.
start="$(sed -n 's/^ExecStart=//p' "$root/root/digest.service")"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" sudo -u digest sh -c "umask 0077 && cd /var/lib/digest && exec $start" >"$root/root/served" 2>&1 &
typed=$((typed + 2))
for _ in $(seq 600); do in_root curl -sf -o /dev/null https://papers.example.org/health/ready && break; sleep 0.2; done
check "serve is ready, seen by https" in_root curl -sf -o /dev/null https://papers.example.org/health/ready
step "serve"
types "sudo -u digest /opt/digest/digest doctor --settings /etc/digest/digest.json" >"$root/root/doctor"
check "the doctor says what is still to be done, and finds no fault" [ "$?-$(grep -c 'bounces test-route' "$root/root/doctor")" = 0-1 ]
typed=$((typed + 1))
digest bounces test-route >"$root/root/route"
check "mail to leave by comes in" [ $? = 0 ]
types "sudo -u digest /opt/digest/digest doctor --settings /etc/digest/digest.json" >"$root/root/doctor"
code=$?
sed 's/^/doctor: /' "$root/root/doctor"
check "the doctor, online, finds no fault" [ $code = 0 ]
told=$(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin unshare --net chroot "$root" sudo -u digest /opt/digest/digest doctor --settings /etc/digest/digest.json 2>&1)
check "without a network it says so, to the end" [ "$?-$(grep -c 'knows no name server' <<<"$told")-$(grep -c Unhandled <<<"$told")" = 1-1-0 ]
step "the doctor, the way back, the doctor, the doctor without a network"

digest gather >/dev/null && digest edition >/dev/null
check "papers and an edition" [ $? = 0 ]
in_root python3 /root/reader.py subscribe page@example.com click@example.com writes@example.com stays@example.com
step "subscribe, confirm, first letter"
in_root python3 /root/reader.py page page@example.com
in_root python3 /root/reader.py click click@example.com
in_root python3 /root/reader.py mail writes@example.com
for _ in $(seq 100); do digest subscribers show writes@example.com | grep -q left && break; sleep 0.2; done # mail has a way to go
for reader in page click writes; do check "$reader has left" [ "$(digest subscribers show $reader@example.com | grep -c left)" = 1 ]; done
check "one stays" [ "$(digest subscribers show stays@example.com | grep -c active)" = 1 ]
step "leave by page, by one click and by mail"
echo "a person types $typed lines: commands, records and paragraphs of settings"
in_root nginx -s stop
in_root postfix stop >/dev/null 2>&1
echo END
