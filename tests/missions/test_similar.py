"""Likely duplicates in other agencies."""

import pytest

import missions.similar as similar
from bench.similar import labelled, quality
from missions.similar import Named, NotInstalledError, likely_duplicates, scores_of, shared

WATER = [
    Named("ขุดเจาะบ่อบาดาลเพื่อการเกษตร", "กระทรวงทรัพยากร", "กรมทรัพยากรน้ำบาดาล"),
    Named("เจาะบ่อน้ำบาดาลช่วยเหลือเกษตรกร", "กระทรวงเกษตร", "กรมชลประทาน"),
    Named("ขุดเจาะบ่อบาดาลเพื่อการเกษตรกรรม", "กระทรวงกลาโหม", "หน่วยบัญชาการทหารพัฒนา"),
    Named("ออกหนังสือเดินทางแก่คนไทย", "กระทรวงการต่างประเทศ", "กรมการกงสุล"),
    Named("จัดเก็บภาษีมูลค่าเพิ่ม", "กระทรวงการคลัง", "กรมสรรพากร"),
]
BOTH = pytest.mark.parametrize("meaning", [True, False], ids=["letters and meaning", "letters"])


@BOTH
def test_the_likeliest_comes_first_and_is_of_another_agency(meaning: bool) -> None:
    own = Named("ขุดเจาะบ่อบาดาลเพื่อการเกษตร", "กระทรวงทรัพยากร", "กรมทรัพยากรน้ำบาดาล ")
    found = likely_duplicates([*WATER, own], 3, meaning=meaning)
    assert found.meaning is meaning
    assert [each.other for each in found.nearest[0]][:2] == [2, 1]
    for place, likely in found.nearest.items():
        scores = [each.score for each in likely]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert all([*WATER, own][each.other].agency != [*WATER, own][place].agency for each in likely)


@BOTH
def test_the_same_work_in_several_agencies_is_one_group(meaning: bool) -> None:
    same = [Named("ส่งเสริมการท่องเที่ยวโดยชุมชน", "ก", f"กรมที่ {n}") for n in range(5)]
    found = likely_duplicates([WATER[3], *same[:2], WATER[4], *same[2:]], 2, meaning=meaning)
    assert found.groups == ((1, 2, 4, 5, 6),)


def test_the_same_office_of_two_ministries_is_two_agencies() -> None:
    missions = [Named("ตรวจราชการ", ministry, "สำนักงานปลัดกระทรวง") for ministry in ("กระทรวง ก", "กระทรวง ข")]
    assert [each.other for each in likely_duplicates(missions, 5, meaning=False).nearest[0]] == [1]


def test_what_has_no_name_or_no_agency_is_left_out() -> None:
    missions = [Named("", "ก"), Named("ก", "ก"), Named("ตรวจราชการ"), WATER[0], WATER[1]]
    found = likely_duplicates(missions, 5, meaning=False)
    assert (sorted(found.nearest), found.left_out) == ([3, 4], 3)
    assert likely_duplicates(missions[:4], 5, meaning=False).nearest == {}


def test_small_blocks_find_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = likely_duplicates(WATER, 4, meaning=False)
    monkeypatch.setattr(similar, "_CELLS", 1)
    parts: list[int] = []
    assert likely_duplicates(WATER, 4, meaning=False, told=lambda _, done, __: parts.append(done)) == whole
    assert parts == [1, 2, 3, 4, 5]


def test_a_few_asked_for_are_compared_with_all() -> None:
    whole = likely_duplicates(WATER, 2, meaning=False)
    few = likely_duplicates(WATER, 2, places=[1, 3], meaning=False)
    assert few.nearest == {place: whole.nearest[place] for place in (1, 3)}


def test_a_text_gets_its_vector_once() -> None:
    told: list[tuple[str, int]] = []
    missions = [Named(f"{each.name} ครั้งเดียว", each.ministry, each.department) for each in WATER]
    for _ in range(2):
        likely_duplicates(missions, 1, meaning=True, told=lambda stage, done, _: told.append((stage, done)))
    assert told == [("vectors", 5), ("compared", 5), ("compared", 5)]


def test_digits_spaces_and_capitals_make_no_difference() -> None:
    assert scores_of(["ตั้งศูนย์ OTOP ๕ แห่ง", "ตั้งศูนย์ otop  5 แห่ง"], meaning=False)[0, 1] == pytest.approx(1)


def test_without_the_package_of_vectors_letters_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "meaning_installed", lambda: False)
    assert likely_duplicates(WATER, 1).meaning is False


def test_without_any_package_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "installed", lambda: False)
    with pytest.raises(NotInstalledError):
        likely_duplicates(WATER, 1)


def test_words_that_both_have_are_told_and_empty_ones_are_not() -> None:
    parts = shared("ขุดเจาะบ่อบาดาลเพื่อการเกษตร", "ตรวจบ่อบาดาลและการเดินเรือ")
    assert "".join(text for text, _ in parts) == "ขุดเจาะบ่อบาดาลเพื่อการเกษตร"
    assert [text for text, same in parts if same] == ["บ่อบาดาล"]
    english = shared("Register companies for the public", "COMPANIES and for the courts")
    assert [text for text, same in english if same] == ["companies"]
    assert shared("", "ก") == ()


@pytest.mark.parametrize(
    ("meaning", "first", "average"), [(True, 0.95, 0.93), (False, 0.85, 0.85)], ids=["both", "letters"]
)
def test_duplicates_of_the_test_set_are_found(meaning: bool, first: float, average: float) -> None:
    rows = labelled()
    found = quality(scores_of([row["mission"] for row in rows], meaning=meaning), [row["group"] for row in rows])
    assert found[0] >= first
    assert found[1] >= average
