#!/usr/bin/env python3
"""50,000 reports about letters that went out, in one mbox: how long they take, and in how much memory.

usage: bounces.py DIGEST [REPORTS]   (in a folder of its own; nothing is sent). Judges for tests/soak/run: a line each, ok or FAIL first.
"""
import email, glob, json, os, resource, subprocess, sys, tempfile, time

program, wanted = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
READERS = 1000
SAYS = [("5.1.1", "550 5.1.1 User unknown"), ("5.2.2", "552 5.2.2 mailbox full"), ("5.7.1", "550 5.7.1 blocked"), ("4.4.1", "connection timed out")]


def report(n, letter):
    status, says = SAYS[n % len(SAYS)]
    to = letter["To"].strip("<>")
    headers = "\n".join(f"{name}: {value}" for name, value in letter.items())
    body = "\n".join("and so it goes on, line after line of the letter itself" for _ in range(100))
    return f"""From MAILER-DAEMON Tue Jun  2 08:00:31 2026
From: MAILER-DAEMON@mx.papers.example (Mail Delivery System)
To: digest@papers.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b{n}"
Message-ID: <{n}@mx.papers.example>

--b{n}
Content-Type: text/plain

This is the mail system at host mx.papers.example.

<{to}>: {says}

--b{n}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.papers.example

Final-Recipient: rfc822; {to}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {says}

--b{n}
Content-Type: message/rfc822

{headers}

{body}
--b{n}--

"""


with tempfile.TemporaryDirectory(prefix="digest-bounces-") as folder:
    env = dict(os.environ, Storage__DataFolder=f"{folder}/data", Delivering__PickupFolder=f"{folder}/out", Delivering__From="digest@papers.example",
               Web__PublicUrl="https://papers.example/", Gathering__HfDaily__Enabled="false", Gathering__Arxiv__Enabled="false",
               Serilog__MinimumLevel__Default="Warning")
    digest = lambda *words: subprocess.run([program, *words], env=env, check=True, capture_output=True, text=True, timeout=900).stdout
    digest("subscribers", "add", *[f"reader{i}@readers.example" for i in range(READERS)])
    with open(f"{folder}/papers.jsonl", "w") as papers:
        papers.write(json.dumps({"id": "2607.10001", "title": "Folding laundry", "published": time.strftime("%Y-%m-%d")}))
    digest("gather", "--file", f"{folder}/papers.jsonl")
    digest("edition")
    digest("send", "--at", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400 + 3600 * 12)))
    letters = [email.message_from_file(open(path, newline=None)) for path in sorted(glob.glob(f"{folder}/out/**/*.eml", recursive=True))]
    assert len(letters) == READERS, len(letters)
    with open(f"{folder}/back.mbox", "w") as mbox:
        for n in range(wanted):
            mbox.write(report(n, letters[n // 4 % READERS]))
    size = os.path.getsize(f"{folder}/back.mbox") / 2**20
    for turn in "first", "again":
        began = time.monotonic()
        counts = json.loads(digest("bounces", "ingest", f"{folder}/back.mbox", "--json"))
        took = time.monotonic() - began
        right = counts["read"] == wanted and (turn == "first" or counts["alreadyKnown"] == wanted)
        print(f"{'ok' if right else 'FAIL'} {turn}: {wanted} reports, {size:.0f} MB, in {took:.1f} s: {counts}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'ok' if most < 300 else 'FAIL'} the largest process had {most:.0f} MB")
