"""Hard days of a record, in a process of its own that has no threads and may fork: killed writers, failing disks.

``python -m tests.record.hard_days kills URL N`` kills writers N times, ``… faults URL writes|fsyncs`` lets each write,
or each fsync, of a save fail in turn. Prints one line of JSON.
"""

import ctypes
import json
import os
import platform
import random
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import event

from record.answering import answers_of, save_answer
from record.audit import verify
from record.store import Store
from record.store_error import StoreError
from tests.record.working_group import MALEE, of_mission

QUESTION, ANSWERS = "necessary", ("yes", "no")
_WRITERS = 3
_ARCHITECTURES = {"x86_64": (0xC000003E, (74, 75)), "aarch64": (0xC00000B7, (82, 83))}
"""For the system's filter of calls: what names the machine, and its fsync and fdatasync."""


def number_of(store: Store, mission: int) -> int:
    """The number that the last save that is kept has as its reason."""
    answer = of_mission(answers_of, store, mission).get(QUESTION)
    return int(answer.reason or 0) if answer else 0


def save(store: Store, mission: int, number: int) -> None:
    """Save the next number."""
    answer = of_mission(answers_of, store, mission).get(QUESTION)
    version = answer.version if answer else 0
    save_answer(store, MALEE, mission, QUESTION, ANSWERS[number % 2], str(number), expected_version=version)


def kills(store: Store, missions: list[int], most: int) -> dict[str, Any]:
    """Kill writers, three at a time and at random moments; count what was acknowledged, and lost."""
    chance = random.Random(2569)  # noqa: S311  the same moments each time, as far as a machine has them
    killed = lost = 0
    acknowledged = dict.fromkeys(missions, 0)
    while killed < most:
        receiving, sending = os.pipe()
        writers = [_forked(partial(_write, store, mission, sending)) for mission in missions[:_WRITERS]]
        os.close(sending)
        told = os.read(receiving, 1 << 16)  # somebody is in the middle of it
        threading.Event().wait(chance.random() * 0.03)
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
        for writer in writers:
            os.waitpid(writer, 0)
            killed += 1
        while piece := os.read(receiving, 1 << 16):
            told += piece
        os.close(receiving)
        for mission, number in struct.iter_unpack("=ii", told):
            acknowledged[mission] = max(acknowledged[mission], number)
        for mission in missions[:_WRITERS]:
            kept = number_of(store, mission)
            lost += not acknowledged[mission] <= kept <= acknowledged[mission] + 1
            acknowledged[mission] = kept  # one that was kept and not acknowledged any more
    return {"kills": killed, "acknowledged": sum(acknowledged.values()), "lost": lost, "sound": verify(store).sound}


def _write(store: Store, mission: int, sending: int) -> NoReturn:
    """Save one number after the other, and say so after each."""
    number = number_of(store, mission)
    while True:
        number += 1
        save(store, mission, number)
        os.write(sending, struct.pack("=ii", mission, number))


def faults(store: Store, mission: int, fail: Callable[[Store, int], None]) -> dict[str, Any]:
    """Save with the first, the second, … write or fsync failing, until a save meets none."""
    n = lost = 0
    codes: set[str] = set()
    save(store, mission, 1)
    kept = 1
    while True:
        receiving, sending = os.pipe()
        child = _forked(partial(_save_with, store, mission, kept + 1, fail, n, sending))
        os.close(sending)
        said = os.read(receiving, 100).decode()
        os.close(receiving)
        os.waitpid(child, 0)
        found = number_of(store, mission)
        lost += found != kept + 1 if said == "saved" else found not in (kept, kept + 1)
        kept = found
        n += 1
        save(store, mission, kept + 1)  # and it goes on, as soon as the disk does
        kept += 1
        lost += number_of(store, mission) != kept
        if said == "saved":
            break
        codes.add(said)
    return {"faults": n - 1, "codes": sorted(codes), "lost": lost, "sound": verify(store).sound}


def _save_with(
    store: Store, mission: int, number: int, fail: Callable[[Store, int], None], n: int, sending: int
) -> NoReturn:
    number_of(store, mission)  # what is read first is not what fails
    fail(store, n)
    try:
        save(store, mission, number)
        said = "saved"
    except StoreError as error:
        said = error.code
    os.write(sending, said.encode())
    os._exit(0)


def fail_writes(store: Store, n: int) -> None:
    """Let the files grow by so many halves of a frame of SQLite's log and no more: a write is cut, then refused."""
    ahead = Path(f"{store.engine.url.database}-wal")
    limit = ahead.stat().st_size + n * 2_060
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def fail_fsyncs(store: Store, n: int) -> None:
    """Let each fsync and fdatasync of this process fail from the n-th statement of the save on."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        if seen == n:
            _filter_fsync()
        seen += 1

    for name in ("before_cursor_execute", "commit"):
        event.listen(store.engine, name, count)


def _filter_fsync() -> None:
    """Have the system refuse these calls with an error of the disk, for good."""
    machine, calls = _ARCHITECTURES[platform.machine()]
    load, equal, give = 0x20, 0x15, 0x06  # of BPF: load a word, jump if equal, return
    program = [(load, 0, 0, 4), (equal, 1, 0, machine), (give, 0, 0, 0x7FFF0000), (load, 0, 0, 0)]
    program += [(equal, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    program += [(give, 0, 0, 0x7FFF0000), (give, 0, 0, 0x00050005)]  # let it be; else EIO
    code = b"".join(struct.pack("=HBBI", *each) for each in program)
    kept = ctypes.create_string_buffer(code)
    filters = struct.pack("=HxxxxxxQ", len(program), ctypes.addressof(kept))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(38, 1, 0, 0, 0) or library.prctl(22, 2, ctypes.create_string_buffer(filters), 0, 0):
        os._exit(3)


def _forked(work: Callable[[], NoReturn]) -> int:
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(1)
    return child


def main() -> None:
    """Do what the command line says."""
    what, url, how, *ids = sys.argv[1:]
    store, missions = Store(url), [int(id_) for id_ in ids]
    if what == "kills":
        told = kills(store, missions, int(how))
    else:
        told = faults(store, missions[0], {"writes": fail_writes, "fsyncs": fail_fsyncs}[how])
    store.close()
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
