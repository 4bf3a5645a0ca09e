"""Views of a review's list that a member keeps under a name, for themselves alone."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from record.limits import checked_text
from record.models import SavedView
from record.row import Json, canonical, storable
from record.store import READERS, ReviewRead, Store
from record.store_error import StoreError

MOST = 50
"""Views that a member keeps for one review."""
_LONGEST = 10_000
"""Characters of the filters of a view."""

Filters = Mapping[str, Sequence[str]]
"""The values of each filter, as the address of the list writes them."""


def save_view(store: Store, by: str, review_id: int, name: str, filters: Filters) -> SavedView:
    """Keep filters under a name, in place of those of that name. By whoever may read the review.

    Raises ``StoreError``.
    """
    name = " ".join(checked_text("view_name", name, needed=True).split())
    values: dict[str, Json] = {str(key): [str(value) for value in found] for key, found in filters.items()}
    written = canonical(values)
    if len(written) > _LONGEST or not storable(written):
        raise StoreError("filters")
    with store.review(by, review_id, READERS, closed=True) as write:
        mine = select(func.count()).select_from(SavedView).filter_by(review_id=review_id, email=by)
        known = write.session.get(SavedView, (review_id, by, name))
        if known is None and (write.session.scalar(mine) or 0) >= MOST:
            raise StoreError("too_many_views", most=MOST)
        return write.session.merge(SavedView(review_id=review_id, email=by, name=name, filters=values))


def delete_view(store: Store, by: str, review_id: int, name: str) -> None:
    """Forget a view of one's own. Raises ``StoreError``."""
    with store.review(by, review_id, READERS, closed=True) as write:
        known = write.session.get(SavedView, (review_id, by, str(name)))
        if known is not None:
            write.session.delete(known)


def views_of(read: ReviewRead) -> dict[str, Filters]:
    """The reader's own views of the review by name, in the order of the names."""
    found = read.session.scalars(select(SavedView).filter_by(review_id=read.review.id, email=read.reader))
    return {view.name: view.filters for view in sorted(found, key=lambda view: view.name)}
