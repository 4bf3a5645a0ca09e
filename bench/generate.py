"""Missions as ministries send them: Thai names, answers as often as in the bundled real missions, a few odd words."""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flowchart.chart import Chart
from missions.mission import SAMPLE

_DOING = ("การพัฒนา", "การกำกับดูแล", "การส่งเสริมและสนับสนุน", "การตรวจสอบและรับรอง", "การบริหารจัดการ", "การให้บริการ", "การจัดทำ")
_WHAT = ("มาตรฐานสินค้าเกษตร", "ระบบทะเบียนและใบอนุญาต", "แหล่งน้ำขนาดเล็ก", "ข้อมูลภูมิสารสนเทศ", "ศูนย์ฝึกอบรมอาชีพ", "เครื่องมือแพทย์")
_WHO = ("สำหรับเกษตรกรรายย่อย", "แก่ผู้ประกอบการ", "เพื่อประชาชนในพื้นที่ห่างไกล", "ร่วมกับองค์กรปกครองส่วนท้องถิ่น", "ในส่วนภูมิภาค")
_ODD = ("ไม่แน่ใจ", "บางส่วน", "ใช่บางกรณี", "รอผลการศึกษา", "x")
_STOPPED = 0.05  # missions whose review has not come to an end
_ODD_SHARE = 0.01  # answers in words of the agency's own


def write_missions(chart: Chart, path: Path, rows: int, seed: int) -> None:
    """Write ``rows`` missions as a CSV file with Thai headings and answers."""
    questions = chart.questions.values()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["รหัสภารกิจ", "กระทรวง", "กรม", "ชื่อภารกิจ", *(q.short["th"] for q in questions)])
        draw = random.Random(seed)
        owners = sorted({(row["ministry_th"], row["department_th"]) for row in _sample()})
        for n, answers in enumerate(patterns(chart, rows, seed), 1):
            name = f"{draw.choice(_DOING)}{draw.choice(_WHAT)}{draw.choice(_WHO)} ระยะที่ {n % 97 + 1}"
            words = [q.answers[answers[q.id]].label["th"] if q.id in answers else "" for q in questions]
            odd = [draw.choice(_ODD) if word and draw.random() < _ODD_SHARE else word for word in words]
            writer.writerow([f"M{n:07}", *draw.choice(owners), name, *odd])


def patterns(chart: Chart, rows: int, seed: int) -> Iterator[dict[str, str]]:
    """The answers of ``rows`` missions: only those that the chart asks for, so that most are blank after an exit."""
    draw = random.Random(seed)
    given: dict[str, Counter[str]] = {id_: Counter(dict.fromkeys(q.answers, 1)) for id_, q in chart.questions.items()}
    for row in _sample():
        for question, counts in given.items():
            counts.update([row[question]] if row.get(question) in counts else [])
    weights = {question: (list(counts), list(counts.values())) for question, counts in given.items()}
    for _ in range(rows):
        answers: dict[str, str] = {}
        node = chart.start.id
        while node in chart.questions and draw.random() >= _STOPPED / len(chart.main):
            answers[node] = draw.choices(*weights[node])[0]
            node = chart.edge(node, answers[node]).to
        yield answers


def _sample() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
