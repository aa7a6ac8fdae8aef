"""An SMTP server that is not ours: Debian's python3-aiosmtpd, taking mails until it is killed.

    aiosmtpd_takes.py [--tls starttls|implicit --certificate PEM] [--user NAME --password WORD]

Prints "port N", then a line for each mail: sender, recipient, the options of MAIL and RCPT, and the bytes in hex.
"""
import argparse
import asyncio
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

asked = argparse.ArgumentParser()
asked.add_argument("--tls")
asked.add_argument("--certificate")
asked.add_argument("--user")
asked.add_argument("--password")
asked = asked.parse_args()


class Taker:
    async def handle_DATA(self, server, session, envelope):
        said = [envelope.mail_from or "<>", envelope.rcpt_tos[0], ",".join(envelope.mail_options + envelope.rcpt_options) or "-",
                envelope.content.hex()]
        print(*said, flush=True)
        return "250 2.0.0 taken"


def knows(server, session, envelope, mechanism, given):
    # Not handled: the refusal is for aiosmtpd to say.
    return AuthResult(success=(given.login, given.password) == (asked.user.encode(), asked.password.encode()), handled=False)


async def serve():
    tls = None
    if asked.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(asked.certificate)

    def session():
        return SMTP(Taker(), enable_SMTPUTF8=True, ident="aiosmtpd", hostname="localhost",
                    tls_context=tls if asked.tls == "starttls" else None, require_starttls=asked.tls == "starttls",
                    authenticator=knows if asked.user else None, auth_required=bool(asked.user),
                    # Of a session that is TLS from its first byte aiosmtpd does not know it.
                    auth_require_tls=asked.tls == "starttls")

    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", 0, ssl=tls if asked.tls == "implicit" else None)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
