"""The longest texts that the record keeps, in characters."""

NAME = 1_000
"""A name or title."""
WORDS = 20_000
"""A description, a reason or a text of evidence."""
CODE = 100
"""The code of a mission or the id of a question."""
EMAIL = 254
"""An e-mail address (RFC 5321)."""
CLAIM = 255
"""The issuer or subject of a sign-in (OpenID Connect Core 1.0, section 2)."""
