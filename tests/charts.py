"""A small sound chart as text, and how to load a chart from text."""

from pathlib import Path

from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import load_chart

SAMPLES = Path(__file__).parents[1] / "missions" / "samples"
SAMPLE = SAMPLES / "blueprint.csv"
"""The bundled missions of the chart that tests use unless they say otherwise."""

SMALL = """\
id: small
version: 1.0.0
title: {th: ผังเล็ก, en: Small chart}
caution: {th: เป็นตัวอย่าง, en: An example}
principle: {th: ทำเท่าที่จำเป็น, en: Do what is needed}
documents:
  S1: {file: s1.txt, title: {th: เอกสาร, en: A document}}
questions:
  needed:
    number: 1
    start: true
    aliases: [q1]
    text: {th: ยังจำเป็น หรือไม่, en: "Is it still needed?"}
    short: {th: ยังจำเป็น, en: Still needed}
    lines:
      th: [ยังจำเป็น, หรือไม่]
      en: [Is it, "still needed?"]
    guidance: {th: ดูกฎหมาย, en: See the law}
    answers:
      yes: {label: {th: ใช่, en: Yes}}
      no: {label: {th: ไม่ใช่, en: No}}
    source: {cite: {th: สไลด์, en: The slide}, place: "S1:7", checked: seen}
  ready:
    number: 2
    aliases: [q2]
    text: {th: มีผู้รับงานหรือไม่, en: "Is a receiver ready?"}
    short: {th: มีผู้รับ, en: Receiver ready}
    guidance: {th: ถามผู้รับ, en: Ask the receiver}
    answers:
      yes: {label: {th: มี, en: Yes}}
      no: {label: {th: ไม่มี, en: No}}
    source: {cite: {th: สไลด์, en: The slide}, checked: known}
  extent:
    aliases: [f2]
    default_disposition: hand_over
    text: {th: มอบงานเพียงใด, en: "How much is handed over?"}
    short: {th: ขอบเขต, en: Extent}
    guidance: {th: ดูความพร้อม, en: See who is ready}
    answers:
      whole: {label: {th: ทั้งหมด, en: All of it}}
      nothing: {label: {th: ยังมอบไม่ได้, en: Nothing yet}}
    source: {cite: {th: สไลด์, en: The slide}, checked: known}
edges:
  - {question: needed, answer: yes, to: ready, provenance: slide, note: {th: แน่ชัด, en: Certain}}
  - {question: needed, answer: no, to: stop, provenance: slide, note: {th: แน่ชัด, en: Certain}}
  - {question: ready, answer: yes, to: extent, box: giving, provenance: slide, note: {th: แน่ชัด, en: Certain}}
  - {question: ready, answer: no, to: keep, provenance: inferred, note: {th: ตีความ, en: Inferred}}
  - {question: extent, answer: whole, to: hand_over, provenance: slide, note: {th: แน่ชัด, en: Certain}}
  - {question: extent, answer: nothing, to: keep, provenance: extension, note: {th: ส่วนเพิ่ม, en: Added}}
boxes:
  giving: {text: {th: มอบงาน, en: Hand over}}
dispositions:
  stop:
    label: {th: หยุด, en: Stop}
    meaning: {th: เลิกทำ, en: Stop doing it}
    instruments: []
    tasks: []
  hand_over:
    label: {th: มอบ, en: Hand over}
    meaning: {th: ให้ผู้อื่นทำ, en: Others do it}
    instruments:
      - {text: {th: บันทึกข้อตกลง, en: An agreement}, source: {cite: {th: กฎหมาย, en: Law}}, sub_forms: [whole]}
    tasks: []
  keep:
    label: {th: ทำต่อ, en: Keep}
    meaning: {th: ทำเองต่อไป, en: Keep doing it}
    instruments: []
    tasks: []
evidence:
  needed:
    - id: E1.1
      kind: evidence
      supports: [yes]
      text: {th: ตัวบทกฎหมาย, en: The law itself}
      expected: {th: เลขมาตรา, en: The section}
      source: {cite: {th: สไลด์, en: The slide}, checked: known}
"""


ODD = """\
id: odd
version: 0.0.1
title: {th: ผังแปลก, en: An odd chart}
questions:
  path:
    start: true
    text: {th: มาทางใด, en: "Which way?"}
    short: {th: ทาง, en: Way}
    answers:
      name: {label: {th: โดยชื่อ, en: By name}}
      status: {label: {th: โดยสถานะ, en: By status}}
  name:
    text: {th: ชื่อใด, en: "Which name?"}
    short: {th: ชื่อ, en: Name given}
    answers:
      old: {label: {th: ชื่อเก่า, en: Old one}}
      new: {label: {th: ชื่อใหม่, en: New one}}
      other: {label: {th: ชื่ออื่น, en: Another}}
  status:
    text: {th: สถานะใด, en: "Which status?"}
    short: {th: สถานะ, en: Status}
    answers:
      decided: {label: {th: ตัดสินแล้ว, en: Decided}}
      incomplete: {label: {th: ไม่ครบ, en: Not complete}}
edges:
  - {question: path, answer: name, to: name, provenance: slide}
  - {question: path, answer: status, to: status, provenance: slide}
  - {question: name, answer: old, to: problems, provenance: slide}
  - {question: name, answer: new, to: chart, provenance: inferred}
  - {question: name, answer: other, to: status, provenance: extension}
  - {question: status, answer: decided, to: chart, provenance: slide}
  - {question: status, answer: incomplete, to: problems, provenance: slide}
dispositions:
  problems: {label: {th: มีปัญหา, en: Problems}, meaning: {th: มีปัญหา, en: It has problems}}
  chart: {label: {th: ทำผัง, en: Draw it}, meaning: {th: ทำผัง, en: A chart is drawn}, counterpart: receiver}
"""
"""A valid chart without a number, a yes or a no, whose ids are names of columns and of results."""
ODD_MISSIONS = """\
code,ภารกิจ,กระทรวง,path,name,status,budget
A,งานหนึ่ง,หนึ่ง,by name,old one,,1000
B,งานสอง,สอง,โดยชื่อ,ชื่อใหม่,,2.50
C,งานสาม,หนึ่ง,name,other,Decided,
D,งานสี่,สอง,status,,,
"""
"""Missions for it, answered in its own words."""
EVERY_CHART = (*(chart.key for chart in charts.all_charts()), "odd")
"""The bundled charts, and one that is in no folder of the program."""


def chart_and_missions(name: str, folder: Path) -> tuple[Chart, bytes]:
    """One of ``EVERY_CHART`` as this process knows it, and a file of missions for it."""
    if name != "odd":
        chart = charts.named(name)
        return chart, SAMPLE.with_name(f"{chart.id}.csv").read_bytes()
    path = folder / "odd.yaml"
    path.write_text(ODD, encoding="utf-8")
    return charts.load(path), ODD_MISSIONS.encode()


def changed(text: str, *changes: tuple[str, str]) -> str:
    """``text`` with each old part, which must occur exactly once, replaced by a new one."""
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} occurs {text.count(old)} times")
        text = text.replace(old, new)
    return text


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which the only occurrence of ``part`` starts."""
    before, _, after = text.partition(part)
    if part in after or before == text:
        raise ValueError(f"{part!r} does not occur exactly once")
    return before.count("\n") + 1


def chart_from(folder: Path, text: str) -> Chart:
    """The chart that ``text`` describes, loaded from a file in ``folder``."""
    path = folder / "chart.yaml"
    path.write_text(text, encoding="utf-8")
    return load_chart(path)
