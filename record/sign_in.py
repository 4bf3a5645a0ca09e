"""Signing in: who somebody is to a provider, and how long a sign-in counts, kept on the server."""

import hashlib

from record.row import canonical


def identity_key(issuer: str, subject: str) -> str:
    """What names an identity in the log."""
    return hashlib.sha256(canonical([issuer, subject]).encode()).hexdigest()
