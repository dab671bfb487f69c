"""What a report prints of a score: how sure it is, on which side of the cut, and whether planned or observed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from simulator.measurement.bounds import a_count
from simulator.measurement.classification import Classification, at_the_cut, livingston_lewis
from simulator.measurement.cuts import Band, Cut, band_of, error_at, passes
from simulator.measurement.nested import Form, NestedStudy, mean_of, nested_study
from simulator.measurement.reliability import (
    Alpha,
    GStudy,
    Scores,
    TooFew,
    alpha,
    g_study,
    spearman_brown,
)
from simulator.measurement.rules import Rules
from simulator.measurement.scores import ScoreInterval, score_interval, standard_error
from simulator.measurement.true_scores import Moments, moments_of


class Basis(StrEnum):
    """What a reliability rests on: planning values, or the people who have sat this form."""

    PLANNED = "planned"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How reliable a score over *claims* is, 0 to 1. ``at_best`` is the upper planning value, None where observed.

    ``people`` have sat the form, whether they were enough to observe it or not.
    """

    value: float
    basis: Basis
    claims: int
    people: int
    at_best: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the scores of the people on one form, or on forms of one plan, tell, each part from as many as it needs.

    ``alpha`` is None where no score varies, and where people sat forms of their own, for which there is none.
    """

    people: int
    claims: int
    study: GStudy | NestedStudy | TooFew
    alpha: Alpha | TooFew | None
    moments: Moments | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A score as a report prints it, in points of 100; probabilities are 0 to 1.

    ``error`` is that of the distance from the cut, ``passes`` the probability that the true score reaches the cut;
    ``classification`` is of the form at this cut, ``is_consistent`` whether that is as good as hiring asks for.
    """

    interval: ScoreInterval
    reliability: Reliability
    cut: Cut
    error: float
    band: Band
    passes: float
    classification: Classification
    is_consistent: bool


def observed(scores: Scores, rules: Rules) -> Observed:
    """Return what *scores* (a row a person, a column a claim, 0 to 100) tell of their form.

    Raises:
        Invalid: There are people enough, but fewer than two claims, or a row is not as long as the others.
    """
    people = len(scores)
    is_enough = people >= rules.people_for_reliability
    return Observed(
        people=people,
        claims=len(scores[0]) if scores else 0,
        study=g_study(scores) if is_enough else TooFew(found=people, least=rules.people_for_reliability),
        alpha=alpha(scores, z=rules.interval_z)
        if people >= rules.people_for_alpha
        else TooFew(found=people, least=rules.people_for_alpha),
        moments=moments_of([fmean(row) for row in scores]) if is_enough else None,
    )


def observed_by_plan(people: int, forms: Sequence[Form], rules: Rules) -> Observed:
    """Return what *forms* (scores of 100 by cell, one a person) tell of the plan that each was drawn from.

    *people* is how many have sat it; *forms* is read only where they are enough, and may be empty before.

    Raises:
        Invalid: There are people enough, but fewer than two claims, or somebody has other cells.
    """
    if people < rules.people_for_reliability:
        study = TooFew(found=people, least=rules.people_for_reliability)
        return Observed(people=people, claims=0, study=study, alpha=None, moments=None)
    nested = nested_study(forms)
    moments = moments_of([mean_of(form) for form in forms])
    return Observed(people=nested.people, claims=nested.claims, study=nested, alpha=None, moments=moments)


def measured(score: float, claims: int, *, cut: Cut, rules: Rules, seen: Observed | None = None) -> Measured:
    """Return what a report prints of *score* (of 100, over that many *claims*) beside *cut*.

    Where enough people have sat the form (*seen*), reliability is Phi of their scores, SEM its absolute error, and
    the classification Livingston and Lewis'. Before that the lower planning value of one claim is stepped up by
    Spearman and Brown, SEM follows from the planned spread, and the classification is that of a group whose mean lies
    at the cut (measurement 2.7, 4.1 to 4.3).

    Raises:
        Invalid: There is no claim, or the score is not in 0..100.
    """
    a_count(claims)
    study = seen.study if seen is not None else None
    if seen is not None and isinstance(study, GStudy | NestedStudy) and seen.moments is not None:
        return _from_people(score, claims, cut, rules, study, seen.moments)
    return _planned(score, claims, cut, rules, seen.people if seen is not None else 0)


def _planned(score: float, claims: int, cut: Cut, rules: Rules, people: int) -> Measured:
    share = spearman_brown(rules.single_low, claims)
    reliability = Reliability(
        value=share,
        basis=Basis.PLANNED,
        claims=claims,
        people=people,
        at_best=spearman_brown(rules.single_high, claims),
    )
    sem = standard_error(math.sqrt(rules.var_person / share), share)
    interval = score_interval(score, sem=sem, reliability=share, z=rules.interval_z)
    return _beside(cut, interval, reliability, at_the_cut(share), rules)


def _from_people(
    score: float, claims: int, cut: Cut, rules: Rules, study: GStudy | NestedStudy, moments: Moments
) -> Measured:
    share = study.absolute(claims)
    reliability = Reliability(value=share, basis=Basis.OBSERVED, claims=claims, people=study.people)
    sem = math.sqrt(study.absolute_error(claims))
    interval = score_interval(score, sem=sem, reliability=share, z=rules.interval_z, mean=moments.mean)
    spread = moments if claims == study.claims else _restated(moments, study, claims)
    return _beside(cut, interval, reliability, livingston_lewis(spread, share, cut.mark), rules)


def _restated(moments: Moments, study: GStudy | NestedStudy, claims: int) -> Moments:
    """Return mean and spread as they would be over another number of *claims*."""
    most = math.sqrt(moments.mean * (100 - moments.mean))
    sd = math.sqrt(study.var_person + study.relative_error(claims))
    return Moments(mean=moments.mean, sd=min(sd, most))


def _beside(
    cut: Cut, interval: ScoreInterval, reliability: Reliability, classification: Classification, rules: Rules
) -> Measured:
    return Measured(
        interval=interval,
        reliability=reliability,
        cut=cut,
        error=error_at(cut, interval.sem),
        band=band_of(interval.score, cut, sem=interval.sem, errors=rules.band_errors),
        passes=passes(interval.score, cut, sem=interval.sem),
        classification=classification,
        is_consistent=classification.consistency >= rules.consistency_wanted,
    )
