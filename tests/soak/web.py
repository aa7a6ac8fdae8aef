"""Links for leaving, a line each, signed by the keys of a data folder: web.py KEYS.json FIRST LAST >tokens"""
import base64, hashlib, hmac, json, struct, sys

keys, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
newest = max(json.load(open(keys))["linkKeys"], key=lambda k: k["id"])
secret = base64.b64decode(newest["secret"])
UNSUBSCRIBE, TOKEN_VERSION, NEVER = 2, 1, 0
for subscriber in range(first, last + 1):
    signed = struct.pack(">BBBqqiI", 1, newest["id"], UNSUBSCRIBE, subscriber, 0, TOKEN_VERSION, NEVER)
    mac = hmac.new(secret, signed, hashlib.sha256).digest()[:16]
    print(base64.urlsafe_b64encode(signed + mac).decode().rstrip("="))
