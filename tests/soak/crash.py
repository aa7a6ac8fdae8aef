"""Judges the crash part from what the sink wrote down and what the ledger says, and from nothing else.

    crash.py FOLDER CONNECTIONS KILLS
"""
import collections, sys

folder, connections, wanted = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
mails = [line.rstrip("\n").split("\t") for line in open(f"{folder}/mails")]
ledger = [line.rstrip("\n").split("\t") for line in open(f"{folder}/ledger")]
kills = [float(line) for line in open(f"{folder}/kills")]
failed = False


def check(what, holds):
    global failed
    failed |= not holds
    print("ok" if holds else "FAIL", what)


times = [float(m[0]) for m in mails]
copies = collections.Counter(m[2] for m in mails)
reached = {m[1] for m in mails}
rows = {row[1]: row for row in ledger}
states = collections.Counter(row[2] for row in ledger)
extra = sum(n - 1 for n in copies.values())
doubted = {row[1] for row in ledger if row[3] == "1" or row[2] == "in_doubt"}
inside = sum(times[0] < t < times[-1] for t in kills) if times else 0

print(f"{len(mails)} mails taken for {len(ledger)} subscribers, {extra} of them duplicates, {len(doubted)} rows were in doubt")
print("states: " + ", ".join(f"{state} {n}" for state, n in sorted(states.items())))
check(f"{inside} of {len(kills)} kills fell between the first and the last delivery", len(kills) == wanted and inside >= wanted * 3 / 4)
lost = [row[0] for row in ledger if row[0] not in reached]
check(f"{len(lost)} subscribers got nothing", not lost)
check(f"{extra} duplicates, at most {connections} x {len(kills)}", extra <= connections * len(kills))
check("every duplicate is of a row that was in doubt", all(n == 1 or m in doubted for m, n in copies.items()))
check("no mail went out more than twice", max(copies.values(), default=0) <= 2)
check("every mail taken has its row, and went to its subscriber",
      all(m[2] in rows and rows[m[2]][0] == m[1] for m in mails))
check("every copy is the same bytes, those of the ledger", all(rows[m[2]][4] == m[3] for m in mails if m[2] in rows))
check("every row ended as sent, or in doubt after its second doubt",
      all(row[2] == "sent" or row[2] == "in_doubt" and row[3] == "1" for row in ledger))
sys.exit(failed)
