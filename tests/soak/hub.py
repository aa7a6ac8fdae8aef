"""A year of daily lists, as the daily-papers API of Hugging Face gives them, over HTTP on loopback. Every paper is made up
here from a seed; the traps are the real ones.

    hub.py --port-file FILE --from DAY --to DAY --papers N      serves; counts its requests in FILE.asked
    hub.py --expect --from DAY --to DAY --papers N              prints papers and listings that a whole gathering must find
"""
import argparse, datetime, http.server, json, random, urllib.parse

arguments = argparse.ArgumentParser()
arguments.add_argument("--port-file")
arguments.add_argument("--expect", action="store_true")
arguments.add_argument("--from", dest="first", type=datetime.date.fromisoformat)
arguments.add_argument("--to", dest="last", type=datetime.date.fromisoformat)
arguments.add_argument("--papers", type=int, default=20000)
asked = arguments.parse_args()

SUBJECTS = ["river deltas", "beehives", "glacier drift", "string quartets", "bread crusts", "lighthouses", "moss gardens", "tram lines",
            "chess endgames", "tide tables", "paper folding", "bird calls", "old maps", "kite tails", "salt marshes", "clock towers"]
METHODS = ["Sparse attention", "A small language model", "Diffusion", "Retrieval", "Reinforcement learning", "A mixture of experts",
           "Self-play", "Distillation", "A graph network", "Speculative decoding", "Quantisation", "Active learning"]
WORDS = ("we study measure compare learn find show model sample error bound layer token score graph path river signal noise long short "
         "warm cold early late method data result limit small large deep wide plain").split()
NAMES = ["Ada", "Bo", "Cyra", "Dov", "Elin", "Femi", "Gita", "Hugo", "Ines", "Juno"]
FAMILIES = ["Okonjoh", "Lindqvist", "Paloheimo", "Reedham", "Brandvold", "Ivarsen", "Petrosyan", "Marlowe", "Oyelaran", "Tanaka"]


def day_range(first, last):
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def sizes():
    """Papers a day: none on weekends, every twentieth workday exactly 50, the rest share what is left, unevenly."""
    workdays = [d for d in day_range(asked.first, asked.last) if d.weekday() < 5]
    fifty = {d for n, d in enumerate(workdays) if n % 20 == 7}
    others = [d for d in workdays if d not in fifty]
    left = asked.papers - 50 * len(fifty)
    share, size = left // len(others), {d: 50 for d in fifty}
    for n, d in enumerate(others):
        size[d] = share + (n % 7 - 3) * (share // 10)
    size[others[-1]] += asked.papers - sum(size.values())
    return size


SIZES = sizes()


def paper(day, n):
    """The same for the same day and place, whenever it is asked for."""
    dice = random.Random(day.toordinal() * 1000 + n)
    number = f"{day:%y%m}.{day.day * 1000 + n:05d}"
    title = f"{dice.choice(METHODS)} for {dice.choice(SUBJECTS)}: case {day.toordinal()}-{n}"
    if dice.random() < 0.31:  # lines wrapped as arXiv wraps them
        title = title.replace(" for ", " for\n  ", 1)
    published = datetime.datetime.combine(day - datetime.timedelta(days=2), datetime.time(), datetime.UTC)
    authors = 600 if n == 0 and day.day == 3 else dice.randint(1, 14)
    body = {
        "id": number,
        "authors": [{"_id": f"{a:024x}", "name": f"{dice.choice(NAMES)} {dice.choice(FAMILIES)} {a}", "hidden": a == 13} for a in range(authors)],
        "publishedAt": published.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "title": title,
        "summary": "\n".join(" ".join(dice.choice(WORDS) for _ in range(14)) for _ in range(13)) + ".",
        "upvotes": int(dice.paretovariate(0.9)),
        "discussionId": f"{dice.getrandbits(96):024x}",
    }
    # Fields that came and went over the years.
    if day.month >= 3: body["submittedOnDailyAt"] = f"{day}T00:00:00.000Z"
    if dice.random() < 0.5: body["ai_summary"] = title.split("\n")[0] + " in one sentence."
    if dice.random() < 0.55: body |= {"githubRepo": f"https://github.com/example/{number}", "githubStars": dice.randint(0, 4000)}
    if dice.random() < 0.45: body["projectPage"] = f"https://example.org/{number}"
    if dice.random() < 0.6: body["organization"] = {"_id": "0", "name": "delta", "fullname": "Delta Institute", "avatar": "/a.png"}
    hours = 4 if 3 < day.month < 11 else 5  # the outer date is New York's, said to be UTC
    return {"paper": body, "title": body["title"], "summary": body["summary"], "numComments": dice.randint(0, 9),
            "publishedAt": (published - datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z"), "isAuthorParticipating": False}


def listed(day):
    entries = [paper(day, n) for n in range(SIZES.get(day, 0))]
    before = day - datetime.timedelta(days=6)
    if entries and day.weekday() == 1 and SIZES.get(before, 0):
        again = paper(before, 1)  # listed again six days later, with more votes
        again["paper"]["upvotes"] *= 14
        if "submittedOnDailyAt" in again["paper"]: again["paper"]["submittedOnDailyAt"] = f"{day}T00:00:00.000Z"
        entries.append(again)
    return sorted(entries, key=lambda e: -e["paper"]["upvotes"])


if asked.expect:
    days = day_range(asked.first, asked.last)
    again = sum(len(listed(d)) - SIZES.get(d, 0) for d in days)
    print(sum(SIZES.values()), sum(SIZES.values()) + again)
    raise SystemExit

requests = open(f"{asked.port_file}.asked", "a", buffering=1)
cache = {}


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        query = {k: v[0] for k, v in urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).items()}
        day, page, limit = datetime.date.fromisoformat(query["date"]), int(query.get("p", 0)), int(query.get("limit", 50))
        print(day, page, file=requests)
        if day not in cache:
            cache.clear()
            cache[day] = listed(day)
        body = json.dumps(cache[day][page * limit:(page + 1) * limit]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'W/"{hash(body):x}"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
server.daemon_threads = True
open(asked.port_file, "w").write(str(server.server_port))
server.serve_forever()
