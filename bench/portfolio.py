"""How long the numbers of a large review take, first and after a write: ``python -m bench.portfolio``."""

import argparse
import random
import tempfile
import time
from datetime import date

from bench.load import ADMIN
from bench.similar import SETS, invented, labelled
from flowchart import charts
from flowchart.paths import Step, paths_of
from missions.files.rows import MissionRow
from missions.sensitivity import sensitivity_of
from record.answering import save_answer
from record.members import add_member, set_role
from record.mission_status import mission_statuses, progress
from record.reviews import create_review, missions_of
from record.store import Store

MEMBER = "member@example.go.th"


def large_review(store: Store, count: int) -> tuple[int, list[int]]:
    """A review of many missions that go on from the first question, with a member; its number and its missions."""
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    add_member(store, ADMIN, MEMBER, "สมาชิก")
    chart, chance = charts.default(), random.Random(1)
    answer = next(iter(chart.start.answers))
    paths = [path for path in paths_of(chart) if path.steps[:1] == (Step(chart.start.id, answer),)]
    named = invented(labelled(SETS[0]), count)
    rows = [
        MissionRow(
            f"M{n:05}",
            {"name_th": mission.name, "ministry": mission.ministry, "department": mission.department},
            {step.question: step.answer for step in chance.choice(paths).steps},
        )
        for n, mission in enumerate(named)
    ]
    review = create_review(
        store,
        ADMIN,
        chart=chart,
        ministry="กระทรวง",
        title_th=f"รอบที่มี {count} ภารกิจ",
        title_en="",
        started=date.today(),
        rows=rows,
    )
    set_role(store, ADMIN, review.id, MEMBER, "member")
    with store.read_review(ADMIN, review.id) as read:
        return review.id, [mission.id for mission in missions_of(read)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missions", type=int, default=5_000)
    count, chart = parser.parse_args().missions, charts.default()
    answer = next(iter(chart.start.answers))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/record.db")
        review, missions = large_review(store, count)

        def read(what: str) -> None:
            begun, used = time.perf_counter(), time.process_time()
            with store.read_review(MEMBER, review) as seen:
                progress(mission_statuses(seen))
            wall, processor = time.perf_counter() - begun, time.process_time() - used
            print(f"{count:,} missions, {what}: {wall:.3f} s ({processor:.3f} s of the processor)")

        read("first in this process")
        read("again")
        save_answer(store, MEMBER, missions[0], chart.start.id, answer, "เพราะ", expected_version=1)
        read("after a write")
        with store.read_review(MEMBER, review) as seen:
            statuses = mission_statuses(seen)
        begun, used = time.perf_counter(), time.process_time()
        sensitivity_of(chart, [row.answers for row in statuses], [row.mission.department for row in statuses])
        wall, processor = time.perf_counter() - begun, time.process_time() - used
        print(f"{count:,} missions, what they hang on: {wall:.3f} s ({processor:.3f} s of the processor)")
        store.close()


if __name__ == "__main__":
    main()
