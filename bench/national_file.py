"""A realistic file of a whole country's missions, the same for the same seed."""

import csv
import io
import random
from pathlib import Path

from flowchart import charts
from flowchart.chart import Chart
from missions.mission import sample_missions

YES = ("ใช่", "ใช่", "ใช่", "ได้", "มี", "yes", "1")
NO = ("ไม่ใช่", "ไม่ใช่", "ไม่ใช่", "ไม่ได้", "ไม่มี", "no", "0")
MISSPELT = ("ไช่", "บางส่วน", "x", "ไม่ใช", "ใช่?")
PLACES = ("ในเขตพื้นที่ชายแดนภาคใต้", "ระดับจังหวัดและกลุ่มจังหวัด", "ตามแผนแม่บทภายใต้ยุทธศาสตร์ชาติ", "สำหรับประชาชนในพื้นที่ห่างไกล")
_TAILS = 20_000


def write_file(path: Path, rows: int, seed: int = 2568) -> None:
    """Write a CSV of ``rows`` missions: id, ministry, department, name, seven answers and five follow-ups.

    One row in ten stops at a question, one in twenty has an answer too many, one in 500 a word that is no answer,
    one name in fifty holds a comma and one in 200 begins with a dash.
    """
    chance = random.Random(seed)
    chart = charts.default()
    tails = [_tail(chart, chance) for _ in range(_TAILS)]
    missions = list(sample_missions(charts.default()).values())
    stems = [(f"{m.ministry_th},{m.department_th}", f"{m.name_th}{place}"[:52]) for m in missions for place in PLACES]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(["id", "ministry", "department", "name", *chart.questions]) + "\r\n")
        for start in range(1, rows + 1, 10_000):
            lines = []
            for number in range(start, min(start + 10_000, rows + 1)):
                owner, name = stems[chance.randrange(len(stems))]
                kind = chance.random()
                if kind < 0.02:
                    name = f'"{name}, {number}"'
                elif kind < 0.025:
                    name = f"- {name} {number}"
                else:
                    name = f"{name} {number}"
                lines.append(f"M{number:08d},{owner},{name},{tails[chance.randrange(_TAILS)]}\r\n")
            file.write("".join(lines))


def _tail(chart: Chart, chance: random.Random) -> str:
    """The answers of one mission as the end of a line."""
    words: dict[str, str] = {}
    node = chart.start.id
    until = chance.choice([1, 2, 3, 4, 5]) if chance.random() < 0.1 else 99
    while node in chart.questions and len(words) < until:
        edges = chart.edges_from(node)
        edge = (
            chance.choice([e for e in edges if e.to in chart.questions] or edges)
            if chance.random() < 0.5
            else chance.choice(edges)
        )
        words[node] = _word(edge.answer, chance)
        node = edge.to
    if chance.random() < 0.05:
        extra = chance.choice([q for q in chart.questions if q not in words] or list(chart.questions))
        words.setdefault(extra, _word(chance.choice(list(chart.questions[extra].answers)), chance))
    if chance.random() < 0.002:
        words[chance.choice(list(words))] = chance.choice(MISSPELT)
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([words.get(q, "") for q in chart.questions])
    return line.getvalue()


def _word(answer: str, chance: random.Random) -> str:
    return chance.choice({"yes": YES, "no": NO}.get(answer, (answer,)))
