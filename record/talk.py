"""Talk about a question of a mission: comments with replies, whom they call, and whether they are resolved."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from record.chart_versions import chart_to_answer
from record.limits import checked_question, checked_text
from record.models import ROLES, Comment, Member, Membership, Mission, Review, of_people
from record.outbox import put
from record.store import CHAIR, MissionWrite, Roles, Store, roles_of
from record.store_error import StoreError

TALKERS: Roles = frozenset(ROLES)
"""Who may comment: the group and its secretariat. Whoever reads a review reads the comments."""


@dataclass(frozen=True)
class Thread:
    """A comment and the replies to it, in the order of the log."""

    first: Comment
    replies: tuple[Comment, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is not resolved."""
        return self.first.resolved_at is None

    @property
    def called(self) -> frozenset[str]:
        """The e-mails of those whom it calls and who said nothing in it since."""
        calls = {email: said.seq for said in self.comments for email in said.mentions}
        spoke = {said.by: said.seq for said in self.comments}
        return frozenset(email for email, seq in calls.items() if spoke.get(email, -1) < seq)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """All comments of it."""
        return (self.first, *self.replies)


def comment(
    store: Store,
    by: str,
    mission_id: int,
    question: str,
    text: str,
    *,
    to: Collection[str] = (),
    reply_to: str | None = None,
) -> Comment:
    """Comment on a question, or reply to the comment of the uid ``reply_to``. By chair, member or secretariat.

    It calls the members of the review that ``to`` gives by e-mail and those that follow an @ in the text. Each of
    them, but for the writer, is to be told by e-mail. Raises ``StoreError``, ``resolved`` for a reply to what is.
    """
    with store.mission(by, mission_id, TALKERS) as write:
        question = checked_question(chart_to_answer(write.review), question)
        text = checked_text("comment", text, needed=True)
        people = _people(write)
        for email in to:
            if email not in people:
                raise StoreError("no_member", value=email)
        if reply_to is not None:
            first = _first(write, reply_to)
            question = first.question
            if first.resolved_at is not None:
                raise StoreError("resolved")
        said = Comment(uid=uuid4().hex, mission_id=mission_id, question=question, reply_to=reply_to, text=text)
        said.mentions = sorted({*to, *named(text, people)})
        said.by, said.at, said.seq = by, write.at, write.tip.seq + 1
        write.add(said, "comment", said.uid, mission=write.mission.code)
        for email in said.mentions:
            if email != by:
                put(write, "mention", email, mission=write.mission, facts={"by": by, "question": question})
    return said


def resolve(store: Store, by: str, mission_id: int, uid: str, *, resolved: bool = True) -> Comment:
    """Say that a comment is resolved, or open again. By who wrote it, or the chair. Raises ``StoreError``."""
    with store.mission(by, mission_id, TALKERS) as write:
        first = _first(write, uid)
        if first.by != by and not roles_of(write.session, by, write.review) & CHAIR:
            raise StoreError("not_yours")
        if (first.resolved_at is not None) != resolved:
            before = first.as_json()
            first.resolved_by, first.resolved_at = (by, write.at) if resolved else (None, None)
            write.record("comment", uid, before, first.as_json())
    return first


def called_in(session: Session, review: Review) -> dict[int, dict[str, str]]:
    """For each mission of a review whom its open comments call, and at which question.

    Whoever commented there after being called is not called any more.
    """
    query = select(Comment).join(Mission, Mission.id == Comment.mission_id).where(Mission.review_id == review.id)
    found: dict[int, dict[str, str]] = {}
    for thread in threads(session.scalars(query.order_by(Comment.seq))):
        if thread.open:
            for email in thread.called:
                found.setdefault(thread.first.mission_id, {}).setdefault(email, thread.first.question)
    return found


def named(text: str, people: Mapping[str, str]) -> set[str]:
    """The e-mails of those whose name, or first name that no other has, follows an @; ``people`` gives the names.

    Thai is written without spaces, so a name ends where the longest one that fits ends.
    """
    return {email for _, email in _calls(text, people) if email}


def unknown_names(text: str, people: Mapping[str, str]) -> list[str]:
    """The words after an @ that are the name of none of ``people``."""
    return [word for word, email in _calls(text, people) if not email and word]


def _calls(text: str, people: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The word after each @ that is not within an e-mail address, and whom it calls ("" for nobody)."""
    names = _names(people)
    folded = _fold(text)
    for at in (n for n, letter in enumerate(folded) if letter == "@"):
        if at and folded[at - 1].isascii() and folded[at - 1].isalnum():
            continue
        after = folded[at + 1 :]
        fitting = [name for name in names if _begins(after, name)]
        yield after.partition(" ")[0], names[max(fitting, key=len)] if fitting else ""


def _names(people: Mapping[str, str]) -> dict[str, str]:
    """What each of ``people`` may be called, when it is nobody else's name: by name the e-mail."""
    whole = [(_fold(name), email) for email, name in people.items()]
    first = [(name.split()[0], email) for name, email in whole if len(name.split()) > 1]
    count = Counter(name for name, _ in (*whole, *first))
    return {name: email for name, email in (*whole, *first) if name and count[name] == 1}


def _begins(text: str, name: str) -> bool:
    """Whether ``text`` begins with the name and not with a longer word."""
    after = text[len(name) : len(name) + 1]
    goes_on = unicodedata.category(after)[0] == "M" or (after.isascii() and after.isalnum()) if after else False
    return text.startswith(name) and not goes_on


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def threads(comments: Iterable[Comment]) -> list[Thread]:
    """Comments in the order of the log, each reply with the comment that it answers."""
    replies: dict[str, list[Comment]] = {}
    first: list[Comment] = []
    for each in comments:
        (first if each.reply_to is None else replies.setdefault(each.reply_to, [])).append(each)
    return [Thread(each, tuple(replies.get(each.uid, ()))) for each in first]


def _people(write: MissionWrite) -> Mapping[str, str]:
    """The names of the members of the review, by e-mail."""
    query = select(Member.email, Member.name).join(Membership, Membership.email == Member.email)
    rows = write.session.execute(query.where(Membership.review_id == write.review.id, of_people(Member.email))).all()
    return {email: name for email, name in rows}  # noqa: C416


def _first(write: MissionWrite, uid: object) -> Comment:
    query = select(Comment).filter_by(mission_id=write.mission.id, uid=str(uid), reply_to=None)
    found = write.session.scalar(query)
    if found is None:
        raise StoreError("not_found")
    return found
