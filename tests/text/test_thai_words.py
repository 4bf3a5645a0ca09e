"""Where a line of Thai may end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.thai_words import kept_together, line_pieces, with_joiners


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("องค์การพลังงาน", ["องค์การ", "พลังงาน"]),
        ("อย่างไรจำกัด", ["อย่างไร", "จำกัด"]),
        ("3 มีนาคม", ["มีนาคม"]),
        ("ต่าง ๆ", ["ต่าง ๆ"]),
        ("สำนักงาน ก.พ.ร. และ พ.ศ. 2546", ["สำนักงาน", "ก.พ.ร.", "และ", "พ.ศ."]),
        ("ในการจ้างเหมา", ["ใน", "การ", "จ้างเหมา"]),
        ("โอนถ่าย: มอบอำนาจ", ["โอนถ่าย", "มอบอำนาจ"]),
        ("No Thai here", []),
        ("", []),
    ],
)
def test_each_second_piece_is_a_word(text: str, words: list[str]) -> None:
    pieces = kept_together(text)
    assert "".join(pieces) == text
    assert [piece for piece in pieces[1::2] if piece] == words


def test_letters_that_are_no_word_may_be_cut() -> None:
    nothing = "ฮฮฌฌ" * 20
    assert nothing in kept_together(nothing)[::2]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("วันที่ 3 มีนาคม 2569", "3 มีนาคม"),
        ("วันที่ ๓ มีนาคม ๒๕๖๙", "๓ มีนาคม"),
        ("ตามข้อ 5 และมาตรา 21", "ข้อ 5"),
        ("ภายใน 180 วัน", "180 วัน"),
        ("ตามภาคผนวก พ.ศ. 2546", "พ.ศ. 2546"),
    ],
)
def test_a_number_keeps_to_what_it_counts(text: str, held: str) -> None:
    pieces = line_pieces(text)
    assert "".join(pieces) == text
    assert held in pieces[1::2]
    assert held.replace(" ", "\u00a0") in with_joiners(text)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("ส่วนราชการ", "ส่วน~ราชการ"),  # ICU knows two words where the dictionary has one
        ("ตามพระราชบัญญัติ", "ตามพ~ระ~ราช~บัญญัติ"),  # and has an entry that is no word
        ("องค์การพลังงาน", "องค์การพลังงาน"),  # two words, and a line may end between them
        ("No Thai here", "No Thai here"),
        ("", ""),
    ],
)
def test_joiners_stand_only_where_icu_would_cut_a_word(text: str, joined: str) -> None:
    assert with_joiners(text).replace("\ufeff", "~") == joined


@given(st.text(alphabet="กขนรมงาอำเแะัิี่้ๆฯ .5", max_size=40))
def test_what_is_read_stays_the_same(text: str) -> None:
    unseen = str.maketrans({"\ufeff": None, "\u00a0": " "})
    assert with_joiners(text).translate(unseen) == text
    assert "".join(line_pieces(text)) == text


@pytest.mark.parametrize(
    ("text", "bracket", "kept"),
    [
        ("องค์การ (จ้างเหมา)", "(", True),
        ("ตอบว่า “ใช่”", "“", True),
        ("องค์การ(มหาชน)", "(", False),
        ("ระบบ (GIS) กลาง", "(", False),
    ],
)
def test_a_bracket_that_opens_on_thai_after_a_space_keeps_to_the_word_before_it(
    text: str, bracket: str, *, kept: bool
) -> None:
    assert (f" \ufeff{bracket}" in with_joiners(text)) == kept
