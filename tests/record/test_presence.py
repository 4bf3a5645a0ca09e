"""Who looks at which mission, as processes tell one another."""

from datetime import UTC, datetime, timedelta

import pytest

from record.members import set_role
from record.presence import called, elsewhere, tell
from record.store import Store
from record.store_error import StoreError
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, STRANGER, Group, of_mission

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_a_process_says_who_is_where_and_others_believe_it_for_a_while(group: Group) -> None:
    store = group.store
    tell(store, "a", {(group.m1, MALEE), (group.m2, CHAIR)}, NOW)
    tell(store, "b", {(group.m1, PRASERT), (10**6, PRASERT), (group.m1, "nobody@example.go.th")}, NOW)
    assert elsewhere(store, "b", NOW) == {(group.m1, MALEE), (group.m2, CHAIR)}
    assert elsewhere(store, "a", NOW) == {(group.m1, PRASERT)}
    tell(store, "a", {(group.m2, MALEE)}, NOW + timedelta(seconds=20))
    assert elsewhere(store, "b", NOW + timedelta(seconds=20)) == {(group.m2, MALEE)}
    later = NOW + timedelta(seconds=50)
    assert elsewhere(store, "c", later) == {(group.m2, MALEE)}, "b said nothing since"
    tell(store, "a", set(), later)
    assert elsewhere(store, "c", later) == frozenset()
    assert group.sound(), "none of it is in the log"


def test_names_are_for_who_may_read_the_mission(group: Group) -> None:
    assert of_mission(lambda read: called(read, {MALEE, CHAIR}), group.store, group.m1, PRASERT) == ["chair", "malee"]
    with pytest.raises(StoreError, match="not_allowed"):
        of_mission(lambda read: called(read, {MALEE}), group.store, group.m1, STRANGER)


def test_someone_who_looks_keeps_nobody_from_being_removed(group: Group, store: Store) -> None:
    tell(store, "a", {(group.m1, MALEE)}, NOW)
    set_role(store, ADMIN, group.review.id, MALEE, None)
    assert group.sound()
