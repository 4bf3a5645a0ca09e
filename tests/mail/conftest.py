from collections.abc import Iterator

import pytest

from mail.settings import MailSettings
from tests.mail.server import Postbox, listening
from tests.record.conftest import cluster, group, opened, store, url

__all__ = ["cluster", "group", "opened", "store", "url"]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def settings(postbox: Postbox) -> Iterator[MailSettings]:
    """The settings for a mail server that runs."""
    with listening(postbox) as port:
        yield settings_for(port)


def settings_for(port: int) -> MailSettings:
    return MailSettings("127.0.0.1", port, "none", "", "blueprint@example.go.th", "https://blueprint.example.go.th")
