import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from record.store import Store
from tests.record.postgres import Cluster, memory, running_cluster
from tests.record.working_group import Group, copied, group_of, make_group_at, make_shape


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each kind: empty, or with what the test asks for besides."""
    wanted = {"store": make_shape, "group": make_group_at}
    make = next((wanted[name] for name in ("group", "store") if name in request.fixturenames), None)
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=memory()) as folder:
            address = f"sqlite:///{folder}/record.db"
            yield copied(address, make) if make else address
    else:
        running: Cluster = request.getfixturevalue("cluster")
        yield running.copied(make.__name__, make) if make else running.url()


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., Store]]:
    """Opens the database, again and again if need be."""
    stores: list[Store] = []

    def open_store(**options: Any) -> Store:
        stores.append(Store(url, **{"wait_seconds": 60, **options}))
        return stores[-1]

    yield open_store
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    return opened()


@pytest.fixture
def group(store: Store) -> Group:
    return group_of(store)
