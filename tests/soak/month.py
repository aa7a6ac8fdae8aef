"""Judges the month from the mails as they arrived, the due times read before each send, and the ledger.

    month.py FOLDER LISTS
"""
import collections, datetime, email, email.policy, glob, json, re, sys

folder, lists = sys.argv[1], sys.argv[2]
failed = False


def check(what, holds):
    global failed
    failed |= not holds
    print("ok" if holds else "FAIL", what)


def rows(name):
    return [line.rstrip("\n").split("\t") for line in open(f"{folder}/{name}")]


def day_of(ms):
    return datetime.datetime.fromtimestamp(int(ms) / 1000, datetime.UTC).date().isoformat()


due = {(r[0], r[1]) for r in rows("due")}
planned = collections.defaultdict(list)
for address, about, state, reason, at, sections, message in rows("issues"):
    planned[day_of(at), address].append((about, state, reason, json.loads(sections), message))

check(f"{len(due)} were due; each of them has one issue of that day, sent or skipped, and nobody else has any",
      set(planned) == due and all(len(issues) == 1 and issues[0][1] in ("sent", "skipped") for issues in planned.values()))
states = collections.Counter(issue[0][1] for issue in planned.values())
mails = rows("mails")
check(f"{states['sent']} issues were sent, and the relay took {len(mails)} mails", states["sent"] == len(mails))
ids = collections.Counter(m[2] for m in mails)
sent = {issue[0][4]: address for (_, address), issue in planned.items() if issue[0][1] == "sent"}
check("each mail once, to its subscriber", set(ids) == set(sent) and max(ids.values()) == 1 and all(sent[m[2]] == m[1] for m in mails))

# What a reader saw: the papers that the mails as they arrived lead to.
seen = collections.defaultdict(collections.Counter)
for path in glob.glob(f"{folder}/eml/*.eml"):
    mail = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
    text = mail.get_body(("plain",)).get_content()
    papers = set(re.findall(r"(?:papers|abs)/(\d{4}\.\d{4,5})", text))
    seen[mail["X-Sink-Recipient"]].update(papers)
    if mail.defects or not papers:
        check(f"{path} is whole and holds papers", False)
twice = [(who, paper) for who, papers in seen.items() for paper, n in papers.items() if n > 1]
check(f"{sum(len(p) for p in seen.values())} papers were mailed, {len(twice)} of them twice to one reader", not twice)
kept = collections.Counter((address, entry["paper"]) for (_, address), issues in planned.items()
                           for section in issues[0][3] for entry in section["entries"])
check("the ledger says the same", max(kept.values()) == 1 and len(kept) == sum(len(p) for p in seen.values()))

listed = {path[-15:-5] for path in glob.glob(f"{lists}/*.json")}
answers = {date: {s["source"]: s["state"] for s in json.loads(sources)} for date, sources in rows("editions")}
check(f"{len(answers)} editions, {len(listed)} lists", listed <= set(answers))
check("a day without a list is a source missing, every other is ok",
      all(set(states.values()) == {"ok" if date in listed else "missing"} for date, states in answers.items()))
print("without a list: " + ", ".join(date for date in sorted(answers) if date not in listed))

skipped = collections.Counter((address, issue[0][2]) for (_, address), issue in planned.items() if issue[0][1] == "skipped")
print(f"{states['skipped']} skipped: " + ", ".join(f"{a.split('@')[0]} {n}" for (a, _), n in skipped.most_common()))
check("who was skipped had nothing new that matched", all(reason.startswith("nothing ") for _, reason in skipped) and
      all(not issue[0][3] for issue in planned.values() if issue[0][1] == "skipped"))
why = open(f"{folder}/why").read()
check("why tells of everyone's mails", why.count(" is active; ") == len({a for _, a in due}) and ": sent" in why)
sys.exit(failed)
