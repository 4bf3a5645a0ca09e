"""Ed25519 keys: the one that this installation signs with, kept outside the database, and those that it trusts.

cryptography is loaded when a key is there: the first page asks whether this installation's can be used.
"""

import base64
import binascii
import os
import stat
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from record.store_error import StoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_VARIABLE = "BLUEPRINT_SIGNING_KEY"
"""The private key itself: 32 bytes in base64."""
FILE_VARIABLE = "BLUEPRINT_SIGNING_KEY_FILE"
"""A file that holds the private key; nobody but its owner may read it."""
TRUSTED_VARIABLE = "BLUEPRINT_TRUSTED_KEYS"
"""A file of public keys, one a line with whose it is: other installations, and this one's former keys."""


@dataclass(frozen=True)
class SigningKey:
    """A private key. ``public`` is its public half in base64, by which others know it."""

    public: str
    _private: "Ed25519PrivateKey" = field(repr=False)

    def sign(self, data: bytes) -> str:
        """The signature of ``data``, in base64."""
        return base64.b64encode(self._private.sign(data)).decode()


def new_key() -> str:
    """A new private key, as ``KEY_VARIABLE`` and the file of ``FILE_VARIABLE`` hold one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_of(text: str) -> str:
    """The public half of a private key. Raises ``StoreError``."""
    return _read(text, "").public


def own_key() -> SigningKey | None:
    """The key of this installation, None when it was given none. Raises ``StoreError`` for one that cannot be used."""
    if text := os.environ.get(KEY_VARIABLE):
        return _read(text.strip(), KEY_VARIABLE)
    if name := os.environ.get(FILE_VARIABLE):
        path = Path(name)
        try:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise StoreError("key_open", value=name)
            return _read(path.read_text(encoding="ascii").strip(), name)
        except (OSError, UnicodeDecodeError):
            raise StoreError("key_unreadable", value=name) from None
    return None


def trusted_keys() -> dict[str, str]:
    """The public keys whose signatures count, with whose they are ("" for this installation's own).

    Raises ``StoreError``.
    """
    found = {}
    if name := os.environ.get(TRUSTED_VARIABLE):
        try:
            lines = Path(name).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise StoreError("key_unreadable", value=name) from None
        for line in lines:
            if line.strip() and not line.startswith("#"):
                key, _, owner = line.strip().partition(" ")
                found[key] = owner.strip()
    if own := own_key():
        found[own.public] = ""
    return found


def is_signed(data: bytes, key: object, signature: object) -> bool:
    """Whether ``signature`` is that of ``data`` by the holder of the public ``key``; both may be anything."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(key), validate=True))
        public.verify(base64.b64decode(str(signature), validate=True), data)
    except (ValueError, InvalidSignature):
        return False
    return True


@cache
def _read(text: str, source: str) -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        raise StoreError("key_unreadable", value=source) from None
    return SigningKey(base64.b64encode(private.public_key().public_bytes_raw()).decode(), private)
