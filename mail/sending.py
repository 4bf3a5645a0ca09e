"""Sending what is in the outbox, one letter after another, so that none is lost and two senders do not send the same.

A notice is claimed, sent, and marked as sent. A process that is killed between the last two lets it be sent once more,
ten minutes later, with the same Message-ID.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from mail.letter import NoLetterError, letter
from mail.settings import MailSettings
from record.outbox import Claimed, claim, end, put_off, release, was_sent
from record.store import Store

PATIENCE = 20.0
"""Seconds to wait for the mail server."""


@dataclass
class Sent:
    """What became of the outbox: letters sent, put off by the server, and ended because they cannot be delivered.

    ``trouble`` names the error when the server could not be used at all; what was left is still in the outbox.
    """

    sent: int = 0
    put_off: int = 0
    ended: int = 0
    trouble: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was left that should have been sent."""
        return not (self.put_off or self.ended or self.trouble)


def send_due(store: Store, settings: MailSettings, now: datetime | None = None) -> Sent:
    """Send every notice that is due. No name or address goes into an error. Raises ``StoreError``."""
    found = Sent()
    claimed = claim(store, now or datetime.now(UTC))
    if claimed is None:
        return found
    try:
        with _connected(settings) as server:
            while claimed is not None:
                _send(store, settings, server, claimed, found, now or datetime.now(UTC))
                claimed = claim(store, now or datetime.now(UTC))
    except (OSError, smtplib.SMTPException) as error:
        found.trouble = type(error).__name__
        if claimed is not None:
            release(store, claimed.notice.id, now or datetime.now(UTC))
    return found


def _send(
    store: Store, settings: MailSettings, server: smtplib.SMTP, claimed: Claimed, found: Sent, now: datetime
) -> None:
    """Send one letter. Raises ``OSError`` or ``SMTPException`` when no other letter could be sent either."""
    number = claimed.notice.id
    try:
        server.send_message(letter(claimed, settings))
    except NoLetterError:
        end(store, number, "address")
        found.ended += 1
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError) as error:
        if _may_pass(error):
            put_off(store, number, now)
            found.put_off += 1
        else:
            end(store, number, "refused")
            found.ended += 1
    else:
        was_sent(store, number, now)
        found.sent += 1


def _may_pass(error: smtplib.SMTPException) -> bool:
    """Whether the server may take the letter later: it said so by a code below 500."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code < 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code < 500


@contextmanager
def _connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """The server, with the certificate checked and the user signed in. Raises ``OSError`` and ``SMTPException``."""
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.security == "ssl":
        server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=PATIENCE)
    try:
        if settings.security == "starttls":
            server.starttls(context=context)
        if settings.user:
            server.login(settings.user, settings.password)
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()
