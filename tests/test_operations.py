"""The drill of docs/operations.md restores what was lost, command by command."""

import os
import re
import subprocess
import sys
from pathlib import Path

from record.reviews import reviews
from record.store import URL_VARIABLE, Store
from tests.record.working_group import ADMIN, make_group

ROOT = Path(__file__).parents[1]


def test_the_drill_restores_what_was_lost(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/record.db")
    group = make_group(store)
    store.close()
    document = (ROOT / "docs" / "operations.md").read_text("utf-8")
    found = re.search(r"^```sh drill\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    assert found
    drill = found[1].replace("python cli.py", f"'{sys.executable}' '{ROOT / 'cli.py'}'")
    drill = drill.replace("python -c", f"'{sys.executable}' -c")
    environment = {name: value for name, value in os.environ.items() if name != URL_VARIABLE}
    done = subprocess.run(
        ["bash", "-euc", drill], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert group.review.title_th in done.stdout
    again = Store(f"sqlite:///{tmp_path}/record.db")
    assert [review.uid for review in reviews(again, ADMIN)] == [group.review.uid]
    again.close()
