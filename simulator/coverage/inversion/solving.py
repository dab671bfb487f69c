"""Solving: a few hundred tries to find facts that meet all wants while everything else stays neutral."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from simulator.coverage.evidence import Evidence
from simulator.coverage.inversion.authority import Limits, keep_within, reach
from simulator.coverage.inversion.checking import Verdicts, evidence_of, faults, verdicts_in
from simulator.coverage.inversion.drafting import drafted
from simulator.coverage.inversion.drawing import Drawing, draw
from simulator.coverage.inversion.grounds import Ground
from simulator.coverage.inversion.moving import Oracle
from simulator.coverage.inversion.paths import Target
from simulator.coverage.inversion.plans import Plan, rounds
from simulator.coverage.inversion.searching import Search, search_for
from simulator.coverage.inversion.thresholds import place
from simulator.coverage.inversion.wants import BeyondAuthority, Crossing, Draft, LinePlan, Preference, Unreachable, Want
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules
from simulator.domain.dice import Dice
from simulator.domain.values import Value
from simulator.phrases import phrase, words_of

_TRIES = 200
_DRAWS_A_PLAN = 4
_BRANCHINGS = 120
_BLOCKED = 8
_STEP_TRIES = 40
_EXACT_TRIES = 12
_THRIFTIEST = 8
_HOPELESS = 24


@dataclass(frozen=True, slots=True)
class Pace:
    """How much one try asks for, and whose authority counts.

    ``strict``: twins neutral elsewhere too; ``neat``: evidence that is not plain touches the target alone; ``exact``:
    thresholds met exactly; ``ceiling`` and ``thrift``: how far sums of money are kept small.
    """

    strict: bool
    neat: bool
    exact: bool
    thrift: int
    ceiling: Fraction | None
    role: str


def solve(
    rules: Rules,
    form: Form,
    wants: Sequence[Want],
    *,
    dice: Dice,
    lines: Sequence[LinePlan],
    fixed: Mapping[str, Value] | None = None,
    prefer: Mapping[str, Preference] | None = None,
    role: str = "trainee",
) -> Draft:
    """Return facts that meet all *wants* and leave every other provision, trigger and the authority neutral.

    ``fixed`` values hold exactly; ``prefer`` values are kept where the tests allow, else moved as little as needed.

    Raises:
        Unreachable: A few hundred tries found nothing, or dozens met the same reason: the commonest is given.
    """
    search = search_for(rules, form, wants, lines, fixed or {}, prefer or {})
    wishes = _by_key(prefer or {}, [(line.prefer, at, line.id) for at, line in enumerate(lines)])
    reasons, lenient = Counter[str](), Counter[str]()
    tries = _STEP_TRIES if search.steps else _TRIES
    thrift, ceiling = 0, _ceiling(search, role)
    for attempt, (variant, strict, neat) in enumerate(_turns(search, dice, tries)):
        pace = Pace(strict, neat, attempt < _EXACT_TRIES, thrift, ceiling, role)
        try:
            return _tried(rules, search, variant, dice, wishes, pace)
        except Unreachable as met:
            reason = words_of(met)
            reasons[reason] += 1
            if isinstance(met, BeyondAuthority) and thrift < _THRIFTIEST:
                thrift += 2 if search.steps else 1
            lenient[reason] += not strict
            if lenient == {reason: _HOPELESS}:
                break
    reason = reasons.most_common(1)[0][0] if reasons else search.contradiction
    names = ", ".join(want.provision for want in wants)
    raise Unreachable(phrase("target not reachable: %(names)s: %(reason)s", names=names, reason=reason))


def _ceiling(search: Search, role: str) -> Fraction | None:
    """Return how much each line may come to so that the role may decide the claim alone, unless more is wanted."""
    authority = search.ground.guide.authority
    if authority is None or search.authority:
        return None
    limits = [table[role] for table in (authority.may_pay, authority.may_refuse) if role in table]
    return min(limits) / len(search.ground.heads) if limits else None


def _turns(search: Search, dice: Dice, tries: int) -> Iterator[tuple[int, bool, bool]]:
    """Yield the plans to try, whether strictly and whether neatly.

    Each decisive test has one neat try, if evidence is not plain; then half of the tries are strict, if any plan can be
    met so.
    """
    every = rounds(search.targets)
    first = dice.whole(0, every - 1)
    if any(target.want.evidence != "known" for target in search.targets):
        neat = ((first + turn) % every for turn in range(every))
        yield from ((variant, True, True) for variant in neat if search.is_possible(variant))
    for variant in islice(_variants(search, first), tries // 2):
        if search.plan(variant).lets_twins_stand_alone:
            yield variant, True, False
        elif variant >= every + _BLOCKED:
            break
    yield from ((variant, False, False) for variant in islice(_variants(search, first), tries // 2))


def _variants(search: Search, first: int) -> Iterator[int]:
    """Yield plans to try, each a few times: first every decisive test, from *first* on, then other branches."""
    every = rounds(search.targets)
    for turn in range(every + _BRANCHINGS):
        variant = (first + turn) % every if turn < every else turn
        if search.is_possible(variant):
            yield from (variant for _ in range(_DRAWS_A_PLAN))


def _tried(
    rules: Rules,
    search: Search,
    variant: int,
    dice: Dice,
    wishes: Mapping[str, Preference],
    pace: Pace,
) -> Draft:
    plan, here = search.plan(variant), search.ground
    drawing = draw(
        plan,
        here,
        dice,
        fixed=search.fixed,
        prefer=wishes,
        strict=pace.strict,
        thrift=pace.thrift,
        ceiling=pace.ceiling,
    )
    draft = drafted(plan, drawing)
    evidence = evidence_of(rules, here, draft)
    wanted = search.expected(variant)
    found = faults(verdicts_in(here, evidence), wanted, only=_checked(plan, neat=pace.neat))
    if found:
        raise Unreachable(phrase("the engine disagrees: %(what)s", what=found[0]))
    placed: tuple[Crossing, ...] = ()
    if search.steps or here.guide.authority is not None:
        oracle = Oracle(here, evidence)
        placed = _placed(search, plan, drawing, oracle, dice, pace)
        if oracle.evidence is not evidence:
            draft, evidence = drafted(plan, drawing), oracle.evidence
    if draft.evidence:
        evidence = evidence_of(rules, here, replace(draft, evidence=()))
    crossings = tuple(one for one in draft.crossings if _flips(one, evidence, here, plan, wanted))
    return replace(draft, crossings=(*crossings, *placed))


def _placed(
    search: Search, plan: Plan, drawing: Drawing, oracle: Oracle, dice: Dice, pace: Pace
) -> tuple[Crossing, ...]:
    """Move amounts to the thresholds and limits that are wanted; else keep the claim within the role's authority."""
    crossings = [place(target, plan, drawing, oracle, search.fixed, dice, exact=pace.exact) for target in search.steps]
    placed = {f"{one.line}.{one.fact}" if one.line else one.fact: one.value for one in crossings}
    limits = Limits(plan, drawing, oracle, pace.role, {**search.fixed, **placed})
    for want in search.authority:
        crossing = reach(want, limits, dice, lines_only=pace.exact) if want.side != "any" else None
        crossings += [crossing] if crossing else []
    if search.steps and not search.authority and limits.excess() > 0:
        raise BeyondAuthority(
            phrase("the amounts of these steps are above the authority of a %(role)s", role=pace.role)
        )
    if not search.steps and not search.authority:
        keep_within(limits, dice)
    return tuple(crossings)


def _checked(plan: Plan, *, neat: bool) -> frozenset[str] | None:
    """Return the only provisions to check; where evidence is not plain, others may hang on the same fact."""
    if neat or all(target.want.evidence == "known" for target in plan.targets):
        return None
    return frozenset(target.subject.id for target in plan.targets)


def _flips(crossing: Crossing, evidence: Evidence, here: Ground, plan: Plan, wanted: Verdicts) -> bool:
    """Tell whether the verdict changes across the line.

    Raises:
        Unreachable: It does not, although the want asks for a case on the line.
    """
    target = next(one for one in plan.targets if crossed_by(one, crossing))
    beyond = evidence.supposing({(crossing.fact, crossing.line): crossing.across})
    flipped = {(target.subject.id, line): "passes" if target.bites else "bites" for line in target.subject.lines}
    if target.want.near != "line":
        key = f"{crossing.line}.{crossing.fact}" if crossing.line else crossing.fact
        moved = here.readers(key)
        return not faults(verdicts_in(here, beyond, moved), {**wanted, **flipped}, only=moved)
    if faults(verdicts_in(here, beyond, frozenset({target.subject.id})), flipped):
        raise Unreachable(phrase("%(fact)s can cross its line without a change of the verdict", fact=crossing.fact))
    return True


def crossed_by(target: Target, crossing: Crossing) -> bool:
    """Tell whether *crossing* belongs to *target*."""
    return target.subject.id == crossing.provision and target.want.line == crossing.target_line


def _by_key(
    claim: Mapping[str, Preference], lines: Sequence[tuple[Mapping[str, Preference], int, str]]
) -> dict[str, Preference]:
    """Return values of claim and lines in one mapping by key."""
    own = {f"{line_id or f'L{at + 1}'}.{name}": value for names, at, line_id in lines for name, value in names.items()}
    return {**claim, **own}
