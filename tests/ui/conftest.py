import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _main_module_restored() -> Iterator[None]:
    """Running a page puts the page in the place of the main program, which a process started later would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
