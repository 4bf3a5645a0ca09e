"""Writers are killed and disks fail: what was acknowledged is there, and what was not was said."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.record.working_group import Group
from tests.servers import ROOT

KILLS = int(os.environ.get("BLUEPRINT_KILLS", "51"))
"""``make kill`` has 1,000."""


def hard_days(group: Group, what: str, how: object) -> dict[str, Any]:
    url = group.store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.record.hard_days", what, url, str(how)]
    missions = [str(mission.id) for mission in group.missions]
    done = subprocess.run([*command, *missions], cwd=ROOT, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    print(told)  # noqa: T201
    return told


@pytest.mark.slow
def test_writers_that_are_killed_lose_nothing_that_was_acknowledged(group: Group) -> None:
    told = hard_days(group, "kills", KILLS)
    assert told["kills"] >= KILLS
    assert told["acknowledged"] >= KILLS // 3, "of each three that were killed one had saved before"
    assert (told["lost"], told["sound"]) == (0, True)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["writes", "fsyncs"])
def test_each_write_and_each_fsync_of_a_save_fails_once_and_nothing_is_lost(group: Group, what: str) -> None:
    if group.store.dialect != "sqlite":
        pytest.skip("a server of its own writes for PostgreSQL, and has tests of this kind")
    if sys.platform != "linux":
        pytest.skip("only Linux lets the calls of one process fail")
    told = hard_days(group, "faults", what)
    assert told["faults"] >= 2, "it must be met"
    assert set(told["codes"]) <= {"full", "failed", "unavailable"}, "a sentence, and nobody is told that it was saved"
    assert (told["lost"], told["sound"]) == (0, True)
