"""How far people agree over many missions: in how many all gave the same answer, and Fleiss' kappa."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Ratings = Sequence[Sequence[Hashable]]
"""For each subject the category that each rater put it in; raters need not be the same, nor as many, each time."""

FEWEST_SUBJECTS = 10
"""Below so many subjects with two raters, kappa says more about chance than about people, and is not given."""


@dataclass(frozen=True)
class Agreement:
    """How far the raters agree. ``subjects`` counts those with two ratings or more, ``alike`` those of one category.

    ``kappa`` is at most 1, and 0 where agreement is as by chance; None below ``FEWEST_SUBJECTS`` subjects, and when
    all ratings are the same, as chance alone would then agree too.
    """

    subjects: int
    alike: int
    kappa: float | None


def agreement(ratings: Ratings) -> Agreement:
    """The number of subjects on which all agree, and Fleiss' kappa.

    J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971) 378-382:
    kappa = (P - P_e) / (1 - P_e), P the mean over subjects of the share of agreeing pairs, P_e the sum of squares of
    the categories' shares. Where subjects have unequal numbers of ratings a category's share is the mean of its shares
    in each subject (K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, chapter 2); with equal numbers that
    is Fleiss' own.
    """
    rated = [subject for subject in ratings if len(subject) > 1]
    alike = sum(len(set(subject)) == 1 for subject in rated)
    if len(rated) < FEWEST_SUBJECTS:
        return Agreement(len(rated), alike, None)
    observed = sum(map(_agreeing_pairs, rated)) / len(rated)
    shares: dict[Hashable, float] = {}
    for subject in rated:
        for category, count in Counter(subject).items():
            shares[category] = shares.get(category, 0.0) + count / len(subject) / len(rated)
    chance = sum(share * share for share in shares.values())
    return Agreement(len(rated), alike, None if len(shares) == 1 else (observed - chance) / (1 - chance))


def _agreeing_pairs(ratings: Sequence[Hashable]) -> float:
    """The share of pairs of raters that agree on one subject (Fleiss 1971, P_i). Needs two ratings or more."""
    n = len(ratings)
    return sum(count * (count - 1) for count in Counter(ratings).values()) / (n * (n - 1))


@dataclass(frozen=True)
class ReviewAgreement:
    """Agreement over a review: on the disposition that each member's own opinions lead to, and question by question."""

    dispositions: Agreement
    questions: Mapping[str, Agreement]
