"""Reads a trace of send: on every connection, between the 354 and the final dot, the ledger was made durable.

    strace.py TRACE MAILS
"""
import re, sys

path, wanted = sys.argv[1], int(sys.argv[2])
call = re.compile(r"^(\d+)\s+(\w+)\((\d+)<([^>]*)>(.*)$")
resumed = re.compile(r"^(\d+)\s+<\.\.\. (\w+) resumed>(.*)$")
pending = {}   # thread -> the call it is in: name, file or socket, line it began on
go_on = {}     # socket -> line of its last 354
syncs = []     # (began, ended) of every sync of the write-ahead log
dots = []      # (line of the 354, line of the dot)


def ended(name, target, began, at, rest):
    if name in ("fdatasync", "fsync") and target.endswith("-wal"):
        syncs.append((began, at))
    elif name in ("recvfrom", "recvmsg", "read") and '"354 ' in rest:
        go_on[target] = at


def began(name, target, at, rest):
    # The dot alone, or after the body's last line break, as the last thing of a write.
    if name in ("sendto", "sendmsg", "write") and "socket:" in target and re.search(r'"(\\r\\n)?\.\\r\\n"', rest):
        dots.append((go_on.pop(target, None), at))


for at, line in enumerate(open(path, errors="replace")):
    if found := call.match(line):
        thread, name, _, target, rest = found.groups()
        began(name, target, at, rest)
        if "<unfinished ...>" in rest:
            pending[thread] = name, target, at
        else:
            ended(name, target, at, at, rest)
    elif (found := resumed.match(line)) and found.group(1) in pending:
        name, target, start = pending.pop(found.group(1))
        ended(name, target, start, at, found.group(3))

unsafe = [dot for before, dot in dots if before is None or not any(before < a and b < dot for a, b in syncs)]
failed = len(dots) != wanted or bool(unsafe)
print("FAIL" if failed else "ok", f"{len(dots)} final dots for {wanted} mails, {len(unsafe)} of them without an fsync or fdatasync of "
      f"the ledger since the 354; {len(syncs)} syncs in all")
sys.exit(failed)
