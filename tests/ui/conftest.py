"""A record with a review of three missions, for pages that are run without a browser."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from record.store import URL_VARIABLE, Store
from tests.record.working_group import Group, copied, group_of, make_group_at


@pytest.fixture(autouse=True)
def _main_module_restored() -> Iterator[None]:
    """Running a page puts the page in the place of the main program, which a process started later would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    """The record that the pages open."""
    monkeypatch.setenv(URL_VARIABLE, copied(f"sqlite:///{tmp_path}/record.db", make_group_at))
    store = Store.from_environment()
    yield group_of(store)
    store.close()
