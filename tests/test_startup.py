"""The command line loads only what the command needs: these lists say all that may be imported."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_RUN = """
import runpy, sys
before = set(sys.modules)
try:
    runpy.run_path("cli.py", run_name="__main__")
except SystemExit:
    pass
sys.stderr.write(" ".join(sorted(set(sys.modules) - before)))
"""
HELP = {"typer", "annotated_doc", "shellingham", "cython_runtime", "yaml", "commands", "text"}
DECIDE = HELP | {
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
    "durable",
    "durable_rules_engine",
    "rapidfuzz",
    "flowchart",
    "engine",
    "missions",
}
"""Packages of others and rooms of ours. No numpy, polars, pandas, rich or SQLAlchemy."""


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [(["--help"], HELP), (["--version"], HELP), (["decide", "q1=no"], DECIDE)],
    ids=["help", "version", "decide"],
)
def test_nothing_is_loaded_that_the_command_does_not_need(arguments: list[str], allowed: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments], cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    packages = {name.partition(".")[0] for name in done.stderr.decode().split()}
    foreign = {name for name in packages if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert foreign - allowed == set()
    assert "text" in foreign, done.stdout.decode()
