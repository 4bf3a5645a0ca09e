"""A letter about a notice: to whom, about what, and one link. It says who, where and how many, and quotes nobody."""

import unicodedata
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlencode, urlsplit

from mail.settings import MailSettings, words
from record.outbox import Claimed
from record.waiting import KINDS
from text.words import Lang

_NAME, _TITLE = 80, 160
"""Characters of a name and of a title that a letter shows."""


class NoLetterError(Exception):
    """No letter can be written to the member's address."""


def letter(claimed: Claimed, settings: MailSettings) -> EmailMessage:
    """The letter that tells a member of a notice. Raises ``NoLetterError``."""
    notice, lang = claimed.notice, claimed.lang
    told = _told(claimed)
    lines = [
        words("letter.dear", lang, name=one_line(claimed.names.get(notice.email, ""), _NAME)),
        "",
        words(f"letter.{notice.kind}", lang, **told),
    ]
    if notice.kind == "digest":
        lines += [f"- {line}" for line in _counts(notice.facts.get("kinds"), lang)]
    elif claimed.mission:
        lines.append(words("letter.mission", lang, **told))
    if claimed.review:
        lines.append(words("letter.review", lang, **told))
    lines += ["", link(claimed, settings), "", words("letter.foot", lang)]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words(f"subject.{notice.kind}", lang, **told)
    message["From"] = Address(words("letter.from", lang), addr_spec=settings.sender)
    try:
        message["To"] = Address(addr_spec=notice.email)
    except (ValueError, IndexError):
        raise NoLetterError from None
    message["Date"] = format_datetime(notice.made)
    message["Message-ID"] = f"<{notice.uid}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines))
    return message


def link(claimed: Claimed, settings: MailSettings) -> str:
    """The one link of a letter: to the question, to what changed, or to what waits."""
    notice = claimed.notice
    query: dict[str, object] = {}
    place = "waiting"
    if claimed.mission:
        place, query = ("check" if notice.kind == "reopened" else "walk"), {"mission": claimed.mission.id}
        if notice.kind == "mention":
            query["question"] = notice.facts["question"]
    if claimed.lang == "en":
        query["lang"] = "en"
    return f"{settings.public_url}/{place}" + (f"?{urlencode(query)}" if query else "")


def one_line(text: str, longest: int) -> str:
    """``text`` on one line and of bounded length, without controls and marks that turn the writing round.

    A name may hold anything that was typed: a line break in it must not begin another header.
    """
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    line = " ".join("".join(c for c in spaced if unicodedata.category(c) not in ("Cf", "Cs")).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _told(claimed: Claimed) -> dict[str, object]:
    """What the sentences of a letter fill in."""
    facts, by = claimed.notice.facts, str(claimed.notice.facts.get("by", ""))
    n = facts.get("missions", 0)
    if isinstance(facts.get("kinds"), Mapping):
        n = facts.get("total", 0)
    return {
        "by": one_line(claimed.names.get(by, by), _NAME),
        "n": n,
        "code": one_line(claimed.mission.code, _NAME) if claimed.mission else "",
        "mission": one_line(claimed.mission.name(claimed.lang), _TITLE) if claimed.mission else "",
        "review": one_line(claimed.review.title(claimed.lang), _TITLE) if claimed.review else "",
    }


def _counts(kinds: object, lang: Lang) -> list[str]:
    counted = kinds if isinstance(kinds, Mapping) else {}
    return [words(f"digest.{kind}", lang, n=counted[kind]) for kind in KINDS if counted.get(kind)]
