"""What a score is worth: its interval, the estimate of Kelley, and whether two scores differ (measurement 4.2)."""

import math
from dataclasses import dataclass

from simulator.errors import Invalid
from simulator.measurement.bounds import a_share
from simulator.measurement.normal import NORMAL

_FULL = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreInterval:
    """A score of 0 to 100 with its standard error, and where the true score lies at *z* errors to either side.

    ``estimate`` is the score drawn to the mean of the group (Kelley); None where that mean is not known.
    """

    score: float
    sem: float
    reliability: float
    z: float
    low: float
    high: float
    estimate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two scores beside each other, in points of 100.

    ``lead`` is first less second, ``least`` what a lead must reach to be clear at the z of the first interval.
    ``is_first_ahead`` is the probability (0 to 1) that the first person's true score is the higher one.
    """

    lead: float
    sed: float
    least: float
    is_first_ahead: float

    @property
    def is_clear(self) -> bool:
        """Tell whether the scores differ by more than error; where not, there is no clear difference."""
        return abs(self.lead) > self.least


def standard_error(sd: float, reliability: float) -> float:
    """Return SEM = sd * sqrt(1 - R), in the units of *sd* (Lord and Novick 1968).

    Raises:
        Invalid: *sd* is below 0, or *reliability* not in 0..1.
    """
    if sd < 0:
        raise Invalid(f"A standard deviation cannot be {sd:g}; give 0 or more.")
    return sd * math.sqrt(1 - a_share(reliability, "reliability"))


def kelley(score: float, mean: float, reliability: float) -> float:
    """Return R * score + (1 - R) * mean: the true score that is expected of who scored that (Kelley 1947).

    Raises:
        Invalid: *reliability* is not in 0..1.
    """
    share = a_share(reliability, "reliability")
    return share * score + (1 - share) * mean


def score_interval(
    score: float, *, sem: float, reliability: float, z: float, mean: float | None = None
) -> ScoreInterval:
    """Return *score* (of 100) with score - z*SEM to score + z*SEM, kept inside 0..100.

    Raises:
        Invalid: The score is not in 0..100, an error is below 0, or *reliability* not in 0..1.
    """
    if not 0 <= score <= _FULL or sem < 0 or z < 0:
        raise Invalid(f"Score {score:g}, error {sem:g}, z {z:g}: a score lies in 0 to 100, errors are 0 or more.")
    return ScoreInterval(
        score=score,
        sem=sem,
        reliability=a_share(reliability, "reliability"),
        z=z,
        low=max(0.0, score - z * sem),
        high=min(_FULL, score + z * sem),
        estimate=None if mean is None else kelley(score, mean, reliability),
    )


def compared(first: ScoreInterval, second: ScoreInterval) -> Comparison:
    """Return how two scores of one form stand to each other.

    SED = sqrt(SEM1^2 + SEM2^2); a lead is clear from z * SED on. Both scores are drawn to the same mean before the
    probability is told, P = Phi(sqrt(R) * lead / SED), with the lesser reliability of the two (measurement 4.2).
    """
    lead = first.score - second.score
    sed = math.hypot(first.sem, second.sem)
    drawn = math.sqrt(min(first.reliability, second.reliability)) * lead
    return Comparison(lead=lead, sed=sed, least=first.z * sed, is_first_ahead=_probability(drawn, sed))


def _probability(lead: float, error: float) -> float:
    if error == 0:
        return 0.5 if lead == 0 else float(lead > 0)
    return NORMAL.cdf(lead / error)
