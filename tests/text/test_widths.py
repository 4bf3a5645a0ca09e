"""Where a text is cut into lines when there is no browser to ask."""

from text.widths import fitting, width, wrap, wrap_label


def test_thai_is_cut_at_spaces_and_slashes_and_set_a_little_smaller_when_that_is_not_enough() -> None:
    run = "วิเคราะห์ความเป็นไปได้ในการแปรสภาพ/จ้างเหมา"
    lines = wrap(run, 14, 215)
    assert lines == ["วิเคราะห์ความเป็นไปได้ในการแปรสภาพ/", "จ้างเหมา"]
    size = fitting(lines, 14, 215)
    assert 11 < size < 14
    assert max(width(line, size) for line in lines) <= 215.1


def test_vowels_and_tones_above_and_below_take_no_room() -> None:
    assert width("ที่นี่", 14) == width("ทน", 14)


def test_a_run_of_thai_that_would_become_unreadable_is_cut_before_leading_vowels() -> None:
    run = "องค์กรอาสาสมัครดำเนินการโดยได้รับเงินอุดหนุนจากรัฐบาลในต่างประเทศ"
    lines = wrap(run, 14, 150)
    assert "".join(lines) == run
    assert len(lines) > 1
    assert all(line[0] in "เแโใไ" for line in lines[1:])
    assert fitting(lines, 14, 150) > fitting([run], 14, 150) * 1.5
    assert not any(line.startswith(("เนิน", "เทศ")) for line in lines), "a word is not cut after an open short syllable"


def test_a_run_that_can_be_cut_nowhere_else_is_cut_after_an_open_short_syllable() -> None:
    assert wrap("รวมกับงานลักษณะเดียวกันของกระทรวงอื่น", 14, 140) == ["รวมกับงานลักษณะ", "เดียวกันของกระทรวงอื่น"]


def test_a_run_is_not_cut_where_little_is_gained() -> None:
    assert wrap("ปรับวิธีทำงานของหน่วยงานเอง", 14, 100) == ["ปรับวิธีทำงานของหน่วยงานเอง"]


def test_english_is_cut_between_words_only() -> None:
    assert wrap("Internationalisation of rivers", 14, 60) == ["Internationalisation", "of rivers"]


def test_a_label_stays_on_one_line_where_a_little_smaller_is_enough() -> None:
    assert wrap_label("Result: Commercialise", 14, 130) == ["Result: Commercialise"]
    assert wrap_label("Result: Commercialise outside", 14, 145) == ["Result: Commercialise", "outside"]
    assert wrap_label("", 14, 130) == []
