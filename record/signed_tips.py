"""The ends of the chains, signed: what shows that a log was cut, rewritten or rolled back by who has the database."""

import json
import logging
import logging.handlers
import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from record.chain import Tampering
from record.models import ChainTip, Change, SignedTip
from record.row import canonical
from record.signing_key import SigningKey, is_signed, own_key, trusted_keys

EVERY = timedelta(days=1)
"""How long a chain that is written to may go without a signed tip."""
SYSLOG_VARIABLE = "BLUEPRINT_SYSLOG"
"""Where each signed tip is sent as a line: a socket's path such as /dev/log, or host:port of a log server (UDP)."""


def due(session: Session, tip: ChainTip, now: datetime) -> SigningKey | None:
    """The key to sign the chain with, when it has one and was not signed for ``EVERY``."""
    key = own_key()
    if key is None:
        return None
    last = session.scalar(select(func.max(SignedTip.at)).where(SignedTip.chain == tip.chain))
    return key if last is None or not timedelta(0) <= now - last < EVERY else None


def signed(tip: ChainTip, key: SigningKey, at: datetime) -> SignedTip:
    """The tip as it is, signed."""
    found = SignedTip(chain=tip.chain, seq=tip.seq, hash=tip.hash, at=at, key=key.public)
    found.signature = key.sign(_text(found.as_json()))
    return found


def announce(tip: SignedTip) -> None:
    """Send the tip to the log outside, where one is set."""
    if not (address := os.environ.get(SYSLOG_VARIABLE)):
        return
    host, colon, port = address.rpartition(":")
    try:
        handler = logging.handlers.SysLogHandler((host, int(port)) if colon else address)
    except (OSError, ValueError):
        logging.getLogger("blueprint").exception("no line about a signed tip could be sent to %s", address)
        return
    line = f"blueprint: signed tip {canonical(tip.as_json())}"
    handler.handle(logging.LogRecord("blueprint", logging.INFO, __file__, 0, line, None, None))
    handler.close()


def is_genuine(tip: Mapping[str, Any]) -> bool:
    """Whether a signed tip was signed by the key that it names."""
    return is_signed(_text(tip), tip.get("key"), tip.get("signature"))


def lines_of(tips: Iterable[SignedTip | ChainTip]) -> str:
    """Tips as lines of JSON, to be kept elsewhere."""
    return "".join(f"{canonical(tip.as_json())}\n" for tip in tips)


def read_lines(text: str) -> list[dict[str, Any]]:
    """Tips that were kept elsewhere. Raises ``ValueError``."""
    tips = [json.loads(line) for line in text.splitlines() if line.strip()]
    for tip in tips:
        if not isinstance(tip, dict) or not isinstance(tip.get("chain"), str) or type(tip.get("seq")) is not int:
            raise ValueError("not a tip")
        if not isinstance(tip.get("hash"), str):
            raise ValueError("not a tip")
    if not tips:
        raise ValueError("no tip")
    return tips


def against_tips(session: Session, tips: Iterable[Mapping[str, Any]]) -> list[Tampering]:
    """Where the log as it is does not hold a tip that it once had: the end was cut, or the log written anew."""
    found = []
    for tip in tips:
        digest = session.scalar(select(Change.hash).where(Change.chain == tip["chain"], Change.seq == tip["seq"]))
        if digest is None and tip["seq"] > 0:
            found.append(Tampering(tip["chain"], tip["seq"], "cut"))
        elif tip["seq"] > 0 and digest != tip["hash"]:
            found.append(Tampering(tip["chain"], tip["seq"], "rewritten"))
    return found


def not_genuine(tips: Iterable[Mapping[str, Any]]) -> list[Tampering]:
    """Tips kept elsewhere whose signature is not that of a known key, as far as they have one and keys are known here.

    Raises ``StoreError``.
    """
    known = trusted_keys()
    signed_ones = [tip for tip in tips if known and "signature" in tip]
    forged = [tip for tip in signed_ones if tip.get("key") not in known or not is_genuine(tip)]
    return [Tampering(tip["chain"], tip["seq"], "forged_tip") for tip in forged]


def against_signatures(session: Session, tips: Iterable[ChainTip]) -> list[Tampering]:
    """What is wrong with the signed tips of this database, as far as the keys are known here. Raises ``StoreError``.

    A key that is nobody's known one proves nothing. With a key of our own, every chain has a signed tip, and every
    signature of a chair lies before one.
    """
    known = trusted_keys()
    if not known:
        return []
    found, last = [], dict[str, int]()
    for row in session.scalars(select(SignedTip).order_by(SignedTip.chain, SignedTip.seq)):
        if row.key not in known or not is_genuine(row.as_json()):
            found.append(Tampering(row.chain, row.seq, "forged_tip"))
            continue
        last[row.chain] = row.seq
        found += against_tips(session, [row.as_json()])
    if own_key() is None:
        return found
    signatures = select(Change.chain, func.max(Change.seq)).where(Change.kind == "sign_off").group_by(Change.chain)
    must = {tip.chain: 1 for tip in tips if tip.seq} | {row[0]: row[1] for row in session.execute(signatures)}
    found += [Tampering(chain, seq, "unsigned") for chain, seq in must.items() if last.get(chain, 0) < seq]
    return found


def _text(tip: Mapping[str, Any]) -> bytes:
    return canonical({name: tip.get(name) for name in ("chain", "seq", "hash", "at")}).encode()
