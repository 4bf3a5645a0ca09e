"""Likely duplicates in other agencies."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

import missions.similar as similar
import missions.vectors as vectors
from bench.similar import labelled, quality
from missions.similar import Named, NotInstalledError, likely_duplicates, prepare, scores_of, shared

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


def test_a_chain_of_which_the_ends_are_not_alike_is_no_group() -> None:
    chain = [
        "ตรวจโรงงานและสถานประกอบการ",
        "ตรวจโรงงานและสถานประกอบการด้านแรงงานสัมพันธ์",
        "คุ้มครองสิทธิด้านแรงงานสัมพันธ์",
    ]
    scores = scores_of(chain, meaning=False)
    threshold = float(min(scores[0, 1], scores[1, 2])) - 0.01
    assert scores[0, 2] < threshold, "the ends are not alike"
    missions = [Named(name, "กระทรวง", f"กรมที่ {n}") for n, name in enumerate(chain)]
    assert likely_duplicates(missions, 2, meaning=False, grouped=threshold).groups == ()
    same = [Named(chain[0], "กระทรวง", f"สำนักที่ {n}") for n in range(2)]
    assert likely_duplicates([*missions, *same], 2, meaning=False, grouped=threshold).groups == ((0, 1, 3, 4),)


def test_any_two_names_of_a_group_are_alike() -> None:
    rows = labelled("similar")
    missions = [Named(row["mission"], "", row["department"]) for row in rows]
    for threshold in (0.15, 0.25):
        found = likely_duplicates(missions, 1, meaning=False, grouped=threshold)
        scores = scores_of([row["mission"] for row in rows], meaning=False)
        assert found.groups
        assert min(scores[a, b] for group in found.groups for a in group for b in group) >= threshold


def test_it_is_counted_how_many_more_are_alike() -> None:
    same = [Named("ส่งเสริมการท่องเที่ยวโดยชุมชน", "ก", f"กรมที่ {n}") for n in range(9)]
    found = likely_duplicates([*same, same[0]], 5, places=[0], meaning=False)
    assert len(found.nearest[0]) == 5
    assert found.alike == {0: 8}, "those of its own agency are not counted"


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


def test_a_vector_is_read_from_the_file_when_the_program_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(vectors.VECTORS_VARIABLE, str(tmp_path / "new" / "vectors.db"))
    vectors.forget()
    told: list[int] = []
    texts = ["ออกหนังสือเดินทาง", "เก็บภาษี", "ออกหนังสือเดินทาง"]
    first = vectors.vectors_of(texts, lambda done, _: told.append(done))
    vectors.forget()
    again = vectors.vectors_of(texts, lambda done, _: told.append(done))
    assert told == [2], "the second time there was nothing to do"
    assert (again == first).all()
    assert "หนังสือ".encode() not in (tmp_path / "new" / "vectors.db").read_bytes()


@pytest.mark.parametrize("broken", ["folder", "no database"])
def test_without_a_file_vectors_are_worked_out_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "vectors.db"
    if broken == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"not a database " * 100)
    monkeypatch.setenv(vectors.VECTORS_VARIABLE, str(path))
    vectors.forget()
    assert vectors.vectors_of(["ออกหนังสือเดินทาง"], lambda _done, _all: None).shape == (1, 512)


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
    ("name", "meaning", "first", "average"),
    [
        ("similar", True, 0.95, 0.93),
        ("similar", False, 0.85, 0.85),
        ("similar_held_out", True, 0.95, 0.93),
        ("similar_held_out", False, 0.7, 0.7),
    ],
)
def test_duplicates_of_the_test_sets_are_found(name: str, meaning: bool, first: float, average: float) -> None:
    rows = labelled(name)
    found = quality(scores_of([row["mission"] for row in rows], meaning=meaning), [row["group"] for row in rows])
    assert found[0] >= first
    assert found[1] >= average


def test_who_asks_while_letters_are_worked_out_waits_and_does_not_do_the_same_beside_it() -> None:
    texts = tuple(f"งานทดสอบลำดับที่ {n}" for n in range(3_000))
    before = similar._weighed.cache_info().misses
    begun = Barrier(3)

    def ask() -> object:
        begun.wait()
        return similar._letters(texts)

    with ThreadPoolExecutor(3) as threads:
        first, *others = [asked.result() for asked in [threads.submit(ask) for _ in range(3)]]
    assert all(other is first for other in others)
    assert similar._weighed.cache_info().misses == before + 1


def test_what_is_prepared_is_not_worked_out_again_and_once_for_a_key() -> None:
    vectors.forget()
    key, missions = object(), [Named("งานที่เตรียมไว้ก่อน", "ก"), Named("งานที่เตรียมไว้แล้ว", "ข")]
    thread = prepare(key, lambda: missions)
    assert thread is not None
    thread.join()
    assert prepare(key, lambda: missions) is None
    done: list[str] = []
    assert likely_duplicates(missions, 1, told=lambda stage, _done, _all: done.append(stage)).nearest[0][0].other == 1
    assert "vectors" not in done


def test_a_preparation_that_fails_keeps_nobody_from_comparing() -> None:
    thread = prepare(object(), lambda: [Named(str(1 // 0))])
    assert thread is not None
    thread.join()
    assert likely_duplicates([Named("งานหนึ่ง", "ก"), Named("งานหนึ่ง", "ข")], 1).nearest[0][0].score > 0.99
