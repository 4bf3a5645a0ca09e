"""The process that does the jobs that wait, one after the other, while no other does so on this computer."""

import logging
import os
import time

from missions.bulk.order import JobProgress, Outcome, carry_out, failed
from missions.bulk.stream import StoppedError
from missions.files.problems import FileError
from record.jobs import LEASE, Claim, claim, finish, renew
from record.store import Store
from record.store_error import StoreError
from record.working_process import WorkingProcess

_NICE = 15


def main() -> None:
    """Work while a job waits."""
    if hasattr(os, "nice"):
        os.nice(_NICE)  # whoever waits for a page comes first
    store = Store.from_environment(made=True)
    process = WorkingProcess.this()
    while mine := claim(store, process):
        store.close()  # what is forked to read the file has no connection to the record
        finish(store, mine, _outcome(store, mine))


def _outcome(store: Store, mine: Claim) -> Outcome | None:
    renewed = time.monotonic()

    def report(progress: JobProgress) -> None:
        """Hold on to the job. A record that cannot be reached for a while is no reason to stop."""
        nonlocal renewed
        try:
            if not renew(store, mine, progress):
                raise StoppedError
            renewed = time.monotonic()
        except StoreError:
            if time.monotonic() - renewed > LEASE.total_seconds():
                raise StoppedError from None

    try:
        if mine.order is None:
            return failed(FileError("unexpected"))
        mine.folder.mkdir(mode=0o700)
        return carry_out(mine.order, mine.source, mine.size, mine.folder, report)
    except StoppedError:
        return None
    except OSError:
        logging.getLogger("blueprint").exception("no folder for the result of a job")
        return failed(FileError("no_room"))


if __name__ == "__main__":
    main()
