"""How far scores can be trusted where each person sits a form of the own: claims drawn within the cells of one plan.

Alpha and a table of persons by claims are of people who did the same claims (measurement 1.3). Here claims are nested
in persons, i:p, and lie in strata, the cells, of which every form has as many: what cells differ in is no error, as
nobody's form lacks one (Rajaratnam, Cronbach and Gleser 1965, Psychometrika 30, 39-56; Brennan 2001, chapters 2
and 9).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from simulator.errors import Invalid
from simulator.measurement.bounds import a_count

Form = Mapping[str, Sequence[float]]
"""What one person scored, of 100 a claim, by cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedStudy:
    """What the scores of *people*, each on *claims* of the own, vary by: person, and claim within person and cell.

    How hard a claim is and how it suits a person cannot be told apart, as nobody shares a form; both are error, so
    comparing people and passing a mark have the one coefficient, Phi (squared points; a negative component is 0).
    """

    people: int
    claims: int
    var_person: float
    var_within: float

    @property
    def single_claim(self) -> float:
        """The reliability of one claim, r1 = var_p / (var_p + var_c:p); 0 where nothing varies."""
        return self.absolute(1)

    def absolute(self, claims: int) -> float:
        """Return Phi = var_p / (var_p + var_c:p / n), for *claims* that are spread over the cells as in the plan."""
        whole = self.var_person + self.absolute_error(claims)
        return self.var_person / whole if whole > 0 else 0.0

    def absolute_error(self, claims: int) -> float:
        """Return the squared standard error of a score over *claims*."""
        return self.var_within / a_count(claims)

    def relative_error(self, claims: int) -> float:
        """Return the same as `absolute_error`: the difficulty of the own form is part of every score."""
        return self.absolute_error(claims)


def nested_study(forms: Sequence[Form]) -> NestedStudy:
    """Return the components of *forms*, one a person, that have the same number of claims in every cell.

    var_c:p = sum over cells of n_c / n times the mean over people of the variance within the cell; var_p = variance
    of the persons' means - var_c:p / n. A cell of one claim shows no variance: such cells are taken together, and one
    alone with the least of the others, which can only make the error larger (collapsed strata, Cochran 1977, 5A.12).

    Raises:
        Invalid: There are fewer than two people, or than two claims, or somebody has other cells.
    """
    sizes = {cell: len(scores) for cell, scores in forms[0].items()} if forms else {}
    claims = sum(sizes.values())
    if len(forms) < 2 or claims < 2 or any({c: len(s) for c, s in form.items()} != sizes for form in forms):
        raise Invalid("Scores are needed of at least two people, with two or more claims in the same cells.")
    within = math.fsum(
        sum(sizes[cell] for cell in stratum) / claims * fmean(_within(form, stratum) for form in forms)
        for stratum in _strata(sizes)
    )
    return NestedStudy(
        people=len(forms),
        claims=claims,
        var_person=max(0.0, variance(mean_of(form) for form in forms) - within / claims),
        var_within=within,
    )


def mean_of(form: Form) -> float:
    """Return the score of a form: the mean of its claims."""
    return fmean(score for scores in form.values() for score in scores)


def _strata(sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    single = tuple(sorted(cell for cell, count in sizes.items() if count == 1))
    others = sorted((cell for cell, count in sizes.items() if count > 1), key=lambda cell: (sizes[cell], cell))
    if len(single) == 1:
        single, others = (*single, others[0]), others[1:]
    return [*([single] if single else []), *((cell,) for cell in others)]


def _within(form: Form, stratum: tuple[str, ...]) -> float:
    return variance(score for cell in stratum for score in form[cell])
