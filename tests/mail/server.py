"""A mail server for the tests: real sockets in a thread, with STARTTLS, sign-in and refusals on demand."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import free_port

USER, PASSWORD = "blueprint", "correct horse"


class Postbox:
    """What the server was given: envelopes and parsed messages. ``answers`` refuses a recipient with a reply."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.before_data: Callable[[], None] = lambda: None
        self.secure: list[bool] = []

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(bytes(each.content or b""), policy=default) for each in self.envelopes]  # type: ignore[arg-type]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.before_data()
        self.secure.append(session.ssl is not None)
        self.envelopes.append(envelope)
        return "250 OK"


@contextmanager
def listening(postbox: Postbox, port: int = 0, **options: Any) -> Iterator[int]:
    """The port of a running mail server that puts what it takes into the box."""
    port = port or free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port, ready_timeout=300, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def signing_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    """Only ``USER`` with ``PASSWORD`` may send."""
    told = isinstance(data, LoginPassword) and (data.login, data.password)
    return AuthResult(success=told == (USER.encode(), PASSWORD.encode()), handled=False)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of our own for 127.0.0.1: the file to trust, and what the server shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ca.pem").write_bytes(signed)
    (folder / "both.pem").write_bytes(private + signed)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return folder / "ca.pem", context
