"""The version of this program, which is written in ``pyproject.toml`` only."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """The version, as ``major.minor.patch``."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
