"""How far people agree: the share of agreeing pairs, and Fleiss' kappa."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Ratings = Sequence[Sequence[Hashable]]
"""For each subject the category that each rater put it in; raters need not be the same, nor as many, each time."""


@dataclass(frozen=True)
class Agreement:
    """How far the raters of ``subjects`` subjects agree; ``subjects`` counts those with two ratings or more.

    ``percent`` is 0 to 100, None without such a subject. ``kappa`` is at most 1, and 0 where agreement is as by
    chance; None as well when all ratings are the same, as chance alone would then agree too.
    """

    subjects: int
    percent: float | None
    kappa: float | None


def percent_agreement(ratings: Sequence[Hashable]) -> float:
    """The percentage of pairs of raters that agree on one subject (Fleiss 1971, P_i). Needs two ratings or more."""
    n = len(ratings)
    return 100 * sum(count * (count - 1) for count in Counter(ratings).values()) / (n * (n - 1))


def agreement(ratings: Ratings) -> Agreement:
    """Percent agreement and Fleiss' kappa.

    J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971) 378-382:
    kappa = (P - P_e) / (1 - P_e), P the mean of P_i over subjects, P_e the sum of squares of the categories' shares.
    Where subjects have unequal numbers of ratings a category's share is the mean of its shares in each subject
    (K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, chapter 2); with equal numbers that is Fleiss' own.
    """
    rated = [subject for subject in ratings if len(subject) > 1]
    if not rated:
        return Agreement(0, None, None)
    observed = sum(map(percent_agreement, rated)) / len(rated)
    shares: dict[Hashable, float] = {}
    for subject in rated:
        for category, count in Counter(subject).items():
            shares[category] = shares.get(category, 0.0) + count / len(subject) / len(rated)
    chance = sum(share * share for share in shares.values())
    kappa = None if len(shares) == 1 else (observed / 100 - chance) / (1 - chance)
    return Agreement(len(rated), observed, kappa)


@dataclass(frozen=True)
class ReviewAgreement:
    """Agreement over a review: on the disposition that each member's own opinions lead to, and question by question."""

    dispositions: Agreement
    questions: Mapping[str, Agreement]
