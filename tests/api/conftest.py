"""The machine's door as a server answers, on a record of its own."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import make_app
from record.store import URL_VARIABLE, Store
from tests.servers import free_port


class Door:
    """A running server. ``signing_in`` says whether people sign in at it."""

    def __init__(self, folder: Path) -> None:
        self.signing_in = False
        self.folder = folder
        self.url = f"sqlite:///{folder}/record.db"
        os.environ[URL_VARIABLE] = self.url
        self.store = Store.from_environment()
        self.address = f"http://127.0.0.1:{free_port()}"
        app = make_app(lambda: self.signing_in)
        port = int(self.address.rpartition(":")[2])
        self._server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        self.client = httpx.Client(base_url=self.address, timeout=300)
        while True:
            try:
                self.client.get("/openapi.json")
                break
            except httpx.ConnectError:
                assert self._thread.is_alive(), "the server did not start"

    def files(self) -> list[Path]:
        """All files of the record."""
        return list(self.folder.glob("record.db*"))

    def stop(self) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join()
        self.store.close()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    before = os.environ.get(URL_VARIABLE)
    running = Door(tmp_path_factory.mktemp("door"))
    yield running
    running.stop()
    if before is None:
        del os.environ[URL_VARIABLE]
    else:
        os.environ[URL_VARIABLE] = before
