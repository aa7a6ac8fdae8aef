"""Readers in a fresh root, who know the public address and their mailbox (/var/lib/kept) and nothing else.

    reader.py subscribe ADDRESS…     sign up, confirm, wait for the first letter
    reader.py page|click|mail ADDRESS     leave in that way
"""
import email, email.message, email.policy, glob, re, smtplib, sys, time, urllib.error, urllib.parse, urllib.request

SITE = "https://papers.example.org/"
failed = False


def check(what, holds):
    global failed
    failed |= not holds
    print("ok" if holds else "FAIL", what)


def ask(url, form=None):
    """The status and text of a page; with a form, of the answer to its post."""
    try:
        with urllib.request.urlopen(url, None if form is None else urllib.parse.urlencode(form).encode(), 60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read().decode()


def mails(address):
    found = [email.message_from_binary_file(open(name, "rb"), policy=email.policy.default) for name in sorted(glob.glob("/var/lib/kept/*.eml"))]
    return [mail for mail in found if mail["X-Sink-Recipient"] == address]


def awaited(address, purpose, seconds=240):
    """The newest mail that has a link of that purpose, and the link."""
    for _ in range(seconds * 5):
        for mail in reversed(mails(address)):
            text = mail.get_body(("plain",)).get_content() + str(mail["List-Unsubscribe"])
            if (purpose == "confirm" or mail["Message-ID"].startswith("<issue")) and (link := re.search(rf"{SITE}{purpose}/[\w-]+", text)):
                return mail, link.group()
        time.sleep(0.2)
    return None, ""


def subscribe(addresses):
    for address in addresses:
        stamp = re.search('name="stamp" value="([^"]*)"', ask(SITE)[1]).group(1)
        time.sleep(3)  # as somebody who types: a form sent sooner has to be sent once more
        check(f"{address} signed up", ask(SITE + "subscribe", {"address": address, "line": "protein design", "stamp": stamp})[0] == 200)
    for address in addresses:
        _, link = awaited(address, "confirm")
        check(f"{address} confirmed by the button behind the link", bool(link) and ask(link)[0] == 200 and ask(link, {})[0] == 200)
    for address in addresses:
        letter, _ = awaited(address, "unsubscribe")
        check(f"{address} has the first letter, signed", letter is not None and "DKIM-Signature" in letter)


def leave(way, address):
    letter, link = awaited(address, "unsubscribe", 1)
    if way == "page":
        check("opening the link answers, and the button there leaves", ask(link)[0] == 200 and ask(link, {"leave": "page"})[0] == 200)
    elif way == "click":
        check("one click leaves", ask(link, {"List-Unsubscribe": "One-Click"})[0] == 200)
    else:
        to = urllib.parse.urlsplit(re.search("<(mailto:[^>]*)>", str(letter["List-Unsubscribe"])).group(1))
        answer = email.message.EmailMessage()
        answer["From"], answer["To"], answer["Subject"] = address, to.path, urllib.parse.parse_qs(to.query)["subject"][0]
        answer.set_content("")
        with smtplib.SMTP("papers.example.org", 25) as relay:  # as the MX of that domain says
            relay.send_message(answer)
            try:
                relay.sendmail(address, ["somebody@elsewhere.example"], "Subject: open?\r\n\r\n")
                check("Postfix is no open relay", False)
            except smtplib.SMTPRecipientsRefused:
                check("Postfix takes such mail from outside, and is no open relay", True)


subscribe(sys.argv[2:]) if sys.argv[1] == "subscribe" else leave(*sys.argv[1:])
sys.exit(failed)
