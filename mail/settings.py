"""Which server sends the mail, as the environment says; off while it names none."""

import os
import stat
from dataclasses import dataclass, field
from email.headerregistry import Address
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args
from urllib.parse import urlsplit

from text.words import Lang, Words

HOST, PORT, SECURITY, USER, PASSWORD, PASSWORD_FILE, FROM = (
    f"BLUEPRINT_SMTP_{name}" for name in ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "PASSWORD_FILE", "FROM")
)
PUBLIC_URL = "BLUEPRINT_PUBLIC_URL"
"""The address at which members open the program, which begins every link."""

Security: TypeAlias = Literal["starttls", "ssl", "none"]
SECURITIES: tuple[Security, ...] = get_args(Security)
_PORTS: dict[Security, int] = {"starttls": 587, "ssl": 465, "none": 25}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

words = Words.beside(__file__)


class MailSettingsError(Exception):
    """A setting cannot be used. The sentence names the variable and never its value."""

    def __init__(self, code: str, variable: str) -> None:
        self.code, self.variable = code, variable
        super().__init__(f"{code}: {variable}")

    def sentence(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        return words(f"settings.{self.code}", lang, variable=self.variable)


@dataclass(frozen=True)
class MailSettings:
    """A mail server and who the letters are from; ``public_url`` ends without a slash."""

    host: str
    port: int
    security: Security
    user: str
    sender: str
    public_url: str
    password: str = field(default="", repr=False)


def mail_settings() -> MailSettings | None:
    """The settings, None when no server is named. Raises ``MailSettingsError``."""
    host = _said(HOST)
    if not host:
        return None
    security = cast(Security, _said(SECURITY) or "starttls")
    if security not in SECURITIES:
        raise MailSettingsError("security", SECURITY)
    port = _said(PORT) or str(_PORTS[security])
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65_536):
        raise MailSettingsError("port", PORT)
    password = _password()
    if not password.isascii():  # Python's library of this protocol sends no other
        raise MailSettingsError("password_letters", PASSWORD)
    if _said(USER) and security == "none" and host not in _LOOPBACK:
        raise MailSettingsError("in_the_clear", SECURITY)
    return MailSettings(host, int(port), security, _said(USER), _sender(), _public_url(), password)


def is_on() -> bool:
    """Whether letters can be sent as things are set."""
    try:
        return mail_settings() is not None
    except MailSettingsError:
        return False


def _said(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def _password() -> str:
    if name := _said(PASSWORD_FILE):
        try:
            if stat.S_IMODE(Path(name).stat().st_mode) & 0o077:
                raise MailSettingsError("password_open", PASSWORD_FILE)
            return Path(name).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise MailSettingsError("password_unreadable", PASSWORD_FILE) from None
    return os.environ.get(PASSWORD, "")


def _sender() -> str:
    try:
        sender = Address(addr_spec=_said(FROM)).addr_spec
    except (ValueError, IndexError):
        raise MailSettingsError("sender", FROM) from None
    if not sender.partition("@")[2]:
        raise MailSettingsError("sender", FROM)
    return sender


def _public_url() -> str:
    url = _said(PUBLIC_URL).rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise MailSettingsError("public_url", PUBLIC_URL) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or " " in url:
        raise MailSettingsError("public_url", PUBLIC_URL)
    return url
