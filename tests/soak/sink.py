"""A slow relay on loopback that remembers. Writes one line a mail the moment it takes it over, before it answers:
seconds since 1970, recipient, Message-ID, SHA-256 of the bytes; with --keep also the mail itself.

    sink.py --port-file F --mails F [--delay SECONDS] [--keep FOLDER] [--refusals F] [--port N]

Each line of the file of refusals is an address and the reply that its RCPT gets from then on: "gone@example.com 550 5.1.1 no such user".
"""
import argparse, asyncio, hashlib, os, re, time

parser = argparse.ArgumentParser()
parser.add_argument("--port-file", required=True)
parser.add_argument("--mails", required=True)
parser.add_argument("--delay", type=float, default=0)
parser.add_argument("--keep")
parser.add_argument("--refusals")
parser.add_argument("--port", type=int, default=0)
args = parser.parse_args()
mails = os.open(args.mails, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
count = 0


def take(recipient, lines):
    """Dot-stuffing undone (RFC 5321 part 4.5.2), so that what is hashed is what was meant."""
    global count
    count += 1
    body = b"".join(line[1:] if line.startswith(b".") else line for line in lines)
    found = re.search(rb"^Message-ID:\s*<([^>]*)>", body, re.M | re.I)
    line = f"{time.time():.3f}\t{recipient}\t{found.group(1).decode() if found else '?'}\t{hashlib.sha256(body).hexdigest()}\n"
    os.write(mails, line.encode())
    if args.keep:
        with open(os.path.join(args.keep, f"{count:06}.eml"), "wb") as file:
            file.write(f"X-Sink-Recipient: {recipient}\r\n".encode() + body)


def refusal(recipient):
    if args.refusals and os.path.exists(args.refusals):
        with open(args.refusals) as file:
            for address, reply in (line.rstrip("\n").split(" ", 1) for line in file):
                if address == recipient:
                    return reply.encode() + b"\r\n"


async def talk(reader, writer):
    recipient = None
    try:
        writer.write(b"220 sink ready\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            elif verb == b"RCPT":
                recipient = line[line.index(b"<") + 1:line.rindex(b">")].decode()
                await asyncio.sleep(args.delay / 2)
                writer.write(refusal(recipient) or b"250 ok\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                lines = []
                while (line := await reader.readline()) != b".\r\n":
                    if not line:
                        return  # gone before the dot: nothing was taken over
                    lines.append(line)
                take(recipient, lines)
                await asyncio.sleep(args.delay / 2)
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"250 sink\r\n")
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", args.port, limit=1 << 20)
    with open(args.port_file + ".new", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(args.port_file + ".new", args.port_file)
    await server.serve_forever()


asyncio.run(main())
