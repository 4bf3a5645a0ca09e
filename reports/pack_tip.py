"""Which end of the log a PDF was made from, written into its properties so that a check can read it again.

Where this installation has a key it signs that, so that nobody else can make a document that names the same end.
"""

import io
import re
from datetime import UTC, datetime

import pikepdf

from record.models import ChainTip
from record.signed_tips import signed
from record.signing_key import own_key
from reports.summary import Source

_KEYWORD = re.compile(r"mission-review:([0-9a-f]{32}):(\d{1,9}):([0-9a-f]{64})")
_SIGNED = re.compile(r"mission-review-signed\|([0-9T:.+-]{1,40})\|([A-Za-z0-9+/=]{44})\|([A-Za-z0-9+/=]{88})")


def keywords(source: Source) -> tuple[str, ...]:
    """The keywords that name the review, the number of its last change and the hash, and sign it; none for a file.

    Raises ``StoreError`` for a key that cannot be used.
    """
    if not source.review:
        return ()
    named = f"mission-review:{source.review}:{source.log}:{source.head}"
    if (key := own_key()) is None:
        return (named,)
    tip = signed(ChainTip(chain=source.review, seq=source.log, hash=source.head), key, datetime.now(UTC))
    return named, f"mission-review-signed|{tip.at.isoformat()}|{tip.key}|{tip.signature}"


def tip_of(pdf: bytes) -> dict[str, str | int]:
    """The end of the log that a PDF names, signed or not, as the audit takes one. Raises ``ValueError`` without one."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            told = str(opened.docinfo.get("/Keywords", ""))
    except pikepdf.PdfError:
        told = ""
    found, proof = _KEYWORD.search(told), _SIGNED.search(told)
    if found is None:
        raise ValueError("no keyword")
    tip: dict[str, str | int] = {"chain": found[1], "seq": int(found[2]), "hash": found[3]}
    return tip | dict(zip(("at", "key", "signature"), proof.groups(), strict=True)) if proof else tip
