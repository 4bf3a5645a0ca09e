import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.agreement import FEWEST_SUBJECTS, Agreement, agreement

# J. L. Fleiss (1971), table 1: 30 patients, 6 psychiatrists, 5 diagnoses. He reports kappa = .430.
DIAGNOSES = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
# The worked example of Wikipedia's article on Fleiss' kappa: 10 subjects, 14 raters, 5 categories; kappa = .210.
SUBJECTS = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)


def ratings(counts: tuple[int, ...]) -> list[int]:
    return [category for category, count in enumerate(counts) for _ in range(count)]


def test_the_example_that_fleiss_published() -> None:
    found = agreement([ratings(tuple(map(int, row))) for row in DIAGNOSES.split()])
    assert found.subjects == 30
    assert found.kappa == pytest.approx(0.430, abs=0.0005)


def test_another_worked_example() -> None:
    found = agreement([ratings(row) for row in SUBJECTS])
    assert found.kappa == pytest.approx(0.210, abs=0.0005)


def test_what_cannot_be_said() -> None:
    assert agreement([]) == agreement([["yes"], []]) == Agreement(0, 0, None)
    assert agreement([["yes", "yes"], ["no", "no", "no"], ["no"], ["yes", "no"]]) == Agreement(3, 2, None)
    assert agreement([["yes", "yes"]] * FEWEST_SUBJECTS) == Agreement(FEWEST_SUBJECTS, FEWEST_SUBJECTS, None)


def test_below_ten_missions_there_is_no_kappa() -> None:
    mixed = [["yes", "yes"], ["no", "no"], ["yes", "no"]] * 4
    assert agreement(mixed[:9]).kappa is None
    assert agreement(mixed[:10]).kappa is not None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=6), max_size=20))
def test_bounds(subjects: list[list[str]]) -> None:
    found = agreement(subjects)
    assert 0 <= found.alike <= found.subjects <= len(subjects)
    assert found.kappa is None or found.kappa <= 1 + 1e-9
    assert agreement([*reversed(subjects)]).kappa == pytest.approx(found.kappa)
