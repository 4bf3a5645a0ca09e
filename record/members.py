"""The people of the working groups: who they are and what they may do in which review."""

from sqlalchemy import select

from record.limits import checked_choice, checked_email, checked_text
from record.models import ROLES, ChainTip, Member, Membership, Role, is_program, of_people
from record.store import (
    ADMINISTRATORS,
    OPERATOR,
    Read,
    ReviewRead,
    Roles,
    Store,
    Write,
    get_review,
    own_row,
    roles_of,
)
from record.store_error import StoreError


def add_member(store: Store, by: str, email: str, name: str, *, administrator: bool = False) -> Member:
    """Add a member. By an administrator; the first member of a record adds themselves and is its administrator.

    To add again who is there under that name changes nothing. Raises ``StoreError``.
    """
    email, name = checked_email(email), checked_text("name", name, needed=True)
    if is_program(email):
        raise StoreError("program_address", value=email)
    with store.office(by, operator=True, first=by == email) as write:
        if present := write.session.get(Member, email):
            if present.name != name or (administrator and not present.administrator):
                raise StoreError("member_exists", value=email)
            return present
        nobody = write.session.scalar(select(Member.email).limit(1)) is None
        member = Member(email=email, name=name, administrator=bool(administrator) or nobody)
        write.add(member, "member", email)
    return member


def edit_member(
    store: Store, by: str, email: str, name: str | None = None, *, administrator: bool | None = None
) -> Member:
    """Change a member's name or whether they administer (one must); None leaves it. By an administrator.

    Raises ``StoreError``.
    """
    email = checked_email(email)
    if name is not None:
        checked_text("name", name, needed=True)
    with store.office(by, operator=True) as write:
        member = write.session.get(Member, email)
        if member is None:
            raise StoreError("no_member", value=email)
        before = member.as_json()
        member.name = member.name if name is None else name
        member.administrator = member.administrator if administrator is None else bool(administrator)
        if write.session.scalar(select(Member.email).where(Member.administrator).limit(1)) is None:
            raise StoreError("last_administrator")
        if member.as_json() != before:
            write.change("member", email, before, member.as_json())
    return member


def set_role(store: Store, by: str, review_id: int, email: str, role: Role | None) -> None:
    """Give a member a role in a review, another one, or (None) none. By an administrator. Raises ``StoreError``."""
    if role is not None:
        checked_choice("role", role, ROLES)
    email = checked_email(email)
    with store.review(by, review_id, ADMINISTRATORS, closed=True) as write:
        if write.session.get(Member, email) is None:
            raise StoreError("no_member", value=email)
        write_role(write, write.tip, review_id, email, role)


def write_role(write: Write, tip: ChainTip, review_id: int, email: str, role: Role | None) -> None:
    """Give a role in a review, or (None) take it, with this write; ``tip`` is the end of the review's chain."""
    membership = write.session.get(Membership, (review_id, email))
    before = membership.as_json() if membership else None
    if role is None:
        if membership is None:
            return
        write.session.delete(membership)
        write.change("membership", email, before, None, tip=tip)
        return
    if membership is None:
        membership = Membership(review_id=review_id, email=email, role=role)
        write.session.add(membership)
    membership.role = role
    if membership.as_json() != before:
        write.change("membership", email, before, membership.as_json(), tip=tip)


def members(read: Read) -> list[Member]:
    """Every person who may sign in, by name; programs stand with their tokens."""
    return list(read.session.scalars(select(Member).where(of_people(Member.email)).order_by(Member.name, Member.email)))


def names_of(read: Read) -> dict[str, str]:
    """What every member is called, by e-mail address; programs too."""
    rows = read.session.execute(select(Member.email, Member.name).order_by(Member.name, Member.email))
    return {email: name for email, name in rows}  # noqa: C416


def find_member(store: Store, email: str) -> Member | None:
    """The member of that e-mail address, in lower case; None for a stranger."""
    with store.read(OPERATOR) as read:
        return own_row(read.session, email)


def members_of(read: ReviewRead) -> list[tuple[Member, Role]]:
    """The people of a review with their roles, by name."""
    rows = read.session.execute(
        select(Member, Membership.role)
        .join(Membership, Membership.email == Member.email)
        .where(Membership.review_id == read.review.id, of_people(Membership.email))
        .order_by(Member.name, Member.email)
    )
    return [(member, role) for member, role in rows]


def roles_in(store: Store, email: str, review_id: int | None = None) -> Roles:
    """What the person may act as now, in a review or (None) anywhere: roles, ``administrator``; none for a stranger."""
    with store.read(OPERATOR) as read:
        return roles_of(read.session, email, None if review_id is None else get_review(read.session, review_id))
