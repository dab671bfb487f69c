"""Solving: a few hundred tries to find facts that meet all wants while everything else stays neutral."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from simulator.coverage.evidence import Evidence
from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.authority import Limits, keep_within, reach
from simulator.coverage.inversion.checking import Verdicts, evidence_of, expected, faults, verdicts_in
from simulator.coverage.inversion.drafting import drafted, split_key
from simulator.coverage.inversion.drawing import Drawing, draw
from simulator.coverage.inversion.grounds import Ground, Heads, ground
from simulator.coverage.inversion.moving import Oracle
from simulator.coverage.inversion.paths import Target, target_of
from simulator.coverage.inversion.plans import Demand, Plan, plan_for, rounds
from simulator.coverage.inversion.thresholds import StepTarget, conditions_of, place, step_target
from simulator.coverage.inversion.trees import Node, grow
from simulator.coverage.inversion.wants import AUTHORITY, Crossing, Draft, LinePlan, Preference, Unreachable, Want
from simulator.coverage.language.conditions import Compare
from simulator.coverage.language.expressions import Const
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules
from simulator.domain.dice import Dice
from simulator.domain.values import Value

_TRIES = 240
_DRAWS_A_PLAN = 4
_BRANCHINGS = 120
_STEP_TRIES = 24
_EXACT_TRIES = 4
_KEPT = 512

_grounds: dict[tuple[int, Heads], Ground] = {}
_searches: dict[object, "Search"] = {}


@dataclass(slots=True, eq=False)
class Search:
    """The plans for some wants on a ground, each made when it is first tried; an error where choices contradict."""

    ground: Ground
    targets: tuple[Target, ...]
    fixed: World
    also: tuple[Demand, ...]
    wished: tuple[str, ...]
    free: frozenset[str]
    steps: tuple[StepTarget, ...]
    authority: tuple[Want, ...]
    plans: dict[int, Plan | Unreachable] = field(default_factory=dict)
    verdicts: dict[int, Verdicts] = field(default_factory=dict)
    contradiction: str = ""

    def plan(self, variant: int) -> Plan:
        """Return the plan of that variant.

        Raises:
            Unreachable: Its choices contradict each other.
        """
        found = self.plans.get(variant)
        if found is None:
            found = self.plans[variant] = self._made(variant)
        if isinstance(found, Unreachable):
            raise found
        return found

    def expected(self, variant: int) -> Verdicts:
        """Return the verdicts that the plan of that variant leads to."""
        if variant not in self.verdicts:
            plan = self.plan(variant)
            self.verdicts[variant] = expected(self.ground, plan.targets, plan.paths)
        return self.verdicts[variant]

    def is_possible(self, variant: int) -> bool:
        """Tell whether the choices of that variant go together."""
        try:
            self.plan(variant)
        except Unreachable as contradiction:
            self.contradiction = self.contradiction or str(contradiction)
            return False
        return True

    def _made(self, variant: int) -> Plan | Unreachable:
        try:
            return plan_for(
                self.ground,
                self.targets,
                variant,
                fixed=self.fixed,
                also=self.also,
                wished=self.wished,
                free=self.free,
            )
        except Unreachable as contradiction:
            return contradiction


@dataclass(frozen=True, slots=True)
class Pace:
    """How much one try asks for: twins neutral elsewhere too, thresholds met exactly; and whose authority counts."""

    strict: bool
    exact: bool
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
        Unreachable: A few hundred tries found nothing; the reason is the last one met.
    """
    search = search_for(rules, form, wants, lines, fixed or {}, prefer or {})
    wishes = _by_key(prefer or {}, [(line.prefer, at, line.id) for at, line in enumerate(lines)])
    reasons: Counter[str] = Counter()
    tries = _STEP_TRIES if search.steps else _TRIES
    for attempt, variant in zip(range(tries), _variants(search, dice), strict=False):
        try:
            pace = Pace(strict=attempt < tries * 2 // 3, exact=attempt < _EXACT_TRIES, role=role)
            return _tried(rules, search, variant, dice, wishes, pace)
        except Unreachable as met:
            reasons[str(met)] += 1
    reason = reasons.most_common(1)[0][0] if reasons else search.contradiction
    raise Unreachable(f"target not reachable: {', '.join(want.provision for want in wants)}: {reason}")


def _variants(search: Search, dice: Dice) -> Iterator[int]:
    """Yield plans to try, each a few times: first every decisive test, from a random one on, then other branches."""
    every = rounds(search.targets)
    first = dice.whole(0, every - 1)
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
    drawing = draw(plan, here, dice, fixed=search.fixed, prefer=wishes, strict=pace.strict)
    draft = drafted(plan, drawing)
    evidence = evidence_of(rules, here, draft)
    wanted = search.expected(variant)
    found = faults(verdicts_in(here, evidence), wanted, only=_checked(plan))
    if found:
        raise Unreachable(f"the engine disagrees: {found[0]}")
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
    if not search.authority:
        keep_within(limits, dice)
    return tuple(crossings)


def _checked(plan: Plan) -> frozenset[str] | None:
    """Return the only provisions to check; where evidence is not plain, others may hang on the same fact."""
    if all(target.want.evidence == "known" for target in plan.targets):
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
        return not faults(verdicts_in(here, beyond), {**wanted, **flipped})
    if faults(verdicts_in(here, beyond, frozenset({target.subject.id})), flipped):
        raise Unreachable(f"{crossing.fact} can cross its line without a change of the verdict")
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


def search_for(
    rules: Rules,
    form: Form,
    wants: Sequence[Want],
    lines: Sequence[LinePlan],
    fixed: Mapping[str, Value],
    prefer: Mapping[str, Preference],
) -> Search:
    """Return the search for *wants* on these lines; equal ones are made once."""
    heads = tuple((line.id or f"L{at + 1}", line.head) for at, line in enumerate(lines))
    here = _ground(rules, form, heads)
    pinned = {
        **fixed,
        **{f"{heads[at][0]}.{name}": v for at, line in enumerate(lines) for name, v in line.fixed.items()},
    }
    wished = (*prefer, *(f"{heads[at][0]}.{name}" for at, line in enumerate(lines) for name in line.prefer))
    key = (id(here), tuple(wants), tuple(sorted(pinned.items(), key=lambda item: item[0])), wished)
    search = _searches.get(key)
    if search is None:
        if len(_searches) >= _KEPT:
            _searches.clear()
        search = _searches[key] = _search(here, wants, pinned, wished)
    return search


def _ground(rules: Rules, form: Form, heads: Heads) -> Ground:
    compiled = next(one for one in rules.compiled if one.form.edition == form.edition)
    key = (id(compiled), heads)
    found = _grounds.get(key)
    if found is None:
        if len(_grounds) >= _KEPT:
            _grounds.clear()
            _searches.clear()
        found = _grounds[key] = ground(compiled, rules.guide, heads)
    return found


def _search(here: Ground, wants: Sequence[Want], pinned: Mapping[str, Value], wished: tuple[str, ...]) -> Search:
    steps = tuple(step_target(want, here) for want in wants if want.step)
    authority = tuple(want for want in wants if want.provision == AUTHORITY)
    plain = (want for want in wants if not want.step and want not in authority and want.side != "any")
    targets = tuple(target_of(want, here) for want in plain)
    fixed: World = {}
    also: list[Demand] = [(node, True) for target in steps for node in conditions_of(target, here)]
    for key, value in pinned.items():
        if key in here.facts:
            fixed[key] = value
        else:
            also.append((derived_as(key, value, here), True))
    free = frozenset(want.provision for want in wants if want.side == "any")
    return Search(here, targets, fixed, tuple(also), wished, free, steps, authority)


def derived_as(key: str, value: Value, here: Ground) -> Node:
    """Return the tree that is true when the derived fact of *key* has that value."""
    line, fact = split_key(key)
    scope = here.scopes.get(line)
    if scope is None or scope.fact(fact) is None:
        raise Unreachable(f"{key} is no fact of these lines, so it cannot be fixed")
    return grow(Compare(fact=fact, word="is", against=Const(value)), scope)
