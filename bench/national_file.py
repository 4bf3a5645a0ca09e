"""Realistic files of a whole country's missions, the same for the same seed, in every dialect that offices send."""

import csv
import io
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flowchart import charts
from flowchart.chart import Chart
from missions.mission import sample_missions

YES = ("ใช่", "ใช่", "ใช่", "ได้", "มี", "yes", "1")
NO = ("ไม่ใช่", "ไม่ใช่", "ไม่ใช่", "ไม่ได้", "ไม่มี", "no", "0")
MISSPELT = ("ไช่", "บางส่วน", "x", "ไม่ใช", "ใช่?")
PLACES = ("ในเขตพื้นที่ชายแดนภาคใต้", "ระดับจังหวัดและกลุ่มจังหวัด", "ตามแผนแม่บทภายใต้ยุทธศาสตร์ชาติ", "สำหรับประชาชนในพื้นที่ห่างไกล")
_TAILS = 20_000
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Kind:
    """How a file is written, and what is odd in it. ``dirt``: the share of rows with a warning or a misspelt answer."""

    name: str
    separator: str = ","
    quotes_all: bool = False
    line_end: str = "\r\n"
    encoding: str = "utf-8"
    dirt: float = 0.002
    at_random: bool = False
    """Whether every question has a random answer, which leaves warnings in most rows."""


BENCH = Kind("bench file", encoding="utf-8-sig")
KINDS = (
    BENCH,
    Kind("every field quoted", quotes_all=True, line_end="\n"),
    Kind("LF", line_end="\n"),
    Kind("CRLF"),
    Kind("semicolon", separator=";"),
    Kind("tab", separator="\t", line_end="\n"),
    Kind("cp874", encoding="cp874"),
    Kind("UTF-16", encoding="utf-16"),
    Kind("a third with warnings", dirt=0.33),
    Kind("answers at random", at_random=True),
)


def write_file(path: Path, rows: int, kind: Kind = BENCH, seed: int = 2568) -> None:
    """Write ``rows`` missions: id, ministry, department, name, seven answers and five follow-ups.

    One row in ten stops at a question, one in twenty has an answer too many. One name in fifty holds a comma, one in
    200 begins with a dash, one in 200 holds quotation marks and one in 500 a line break.
    """
    chance = random.Random(seed)
    chart = charts.default()
    sample = sample_missions(chart).values()
    tails = [_line(_tail(chart, chance, kind), kind) for _ in range(_TAILS)]
    owners = [_line([mission.ministry_th, mission.department_th], kind) for mission in sample]
    names = [[f"{mission.name_th}{place}"[:52] for place in PLACES] for mission in sample]
    with path.open("w", encoding=kind.encoding, errors="replace", newline="") as file:
        file.write(_line(["id", "ministry", "department", "name", *chart.questions], kind) + kind.line_end)
        for start in range(1, rows + 1, _ROWS_AT_ONCE):
            lines = []
            for number in range(start, min(start + _ROWS_AT_ONCE, rows + 1)):
                n = chance.randrange(len(owners))
                odd = chance.random()
                repeated = kind.dirt > 0.1 and odd > 1 - kind.dirt / 4
                mission = [f"M{number - repeated:08d}", f"{names[n][number % len(PLACES)]} {number}"]
                cells = _odd(mission, odd, kind) if odd < 0.032 else mission
                if kind.quotes_all or odd < 0.032:
                    id_, name = (_line([cell], kind) for cell in cells)
                else:
                    id_, name = cells
                tail = tails[chance.randrange(_TAILS)]
                lines.append(kind.separator.join((id_, owners[n], name, tail)) + kind.line_end)
            file.write("".join(lines))


def _odd(mission: list[str], odd: float, kind: Kind) -> list[str]:
    id_, name = mission
    if odd < 0.02:
        return [id_, f"{name}, ระยะที่ 2"]
    if odd < 0.025:
        return [id_, f"- {name}"]
    return [id_, f'{name} "นำร่อง"'] if odd < 0.03 else [id_, f"{name}{kind.line_end}(ต่อ)"]


def _line(cells: list[str], kind: Kind) -> str:
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if kind.quotes_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=kind.separator, quoting=quoting, lineterminator=kind.line_end).writerow(cells)
    return text.getvalue().removesuffix(kind.line_end)


def _tail(chart: Chart, chance: random.Random, kind: Kind) -> list[str]:
    """The answers of one mission."""
    if kind.at_random:
        return [_word(chance.choice(list(q.answers)), chance) for q in chart.questions.values()]
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
    if chance.random() < max(0.05, kind.dirt / 2):
        extra = chance.choice([q for q in chart.questions if q not in words] or list(chart.questions))
        words.setdefault(extra, _word(chance.choice(list(chart.questions[extra].answers)), chance))
    if chance.random() < kind.dirt / 2:
        words[chance.choice(list(words))] = chance.choice(MISSPELT)
    return [words.get(q, "") for q in chart.questions]


def _word(answer: str, chance: random.Random) -> str:
    return chance.choice({"yes": YES, "no": NO}.get(answer, (answer,)))
