import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from record.store import Store
from tests.record.postgres import Cluster, memory, running_cluster
from tests.record.working_group import Group, make_group


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database, of each kind."""
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=memory()) as folder:
            yield f"sqlite:///{folder}/record.db"
    else:
        running: Cluster = request.getfixturevalue("cluster")
        yield running.url()


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., Store]]:
    """Opens the database, again and again if need be."""
    stores: list[Store] = []

    def open_store(**options: Any) -> Store:
        stores.append(Store(url, **options))
        return stores[-1]

    yield open_store
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    return opened()


@pytest.fixture
def group(store: Store) -> Group:
    return make_group(store)
