"""Searches: the plans by which some wants may be met on a ground, made as they are tried and kept for equal wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.coverage.inversion.amounts import World
from simulator.coverage.inversion.checking import Verdicts, expected
from simulator.coverage.inversion.drafting import split_key
from simulator.coverage.inversion.grounds import Ground, Heads, ground
from simulator.coverage.inversion.making_way import StepTarget
from simulator.coverage.inversion.paths import Target, target_of
from simulator.coverage.inversion.plans import Demand, Plan, plan_for
from simulator.coverage.inversion.thresholds import conditions_of, step_target
from simulator.coverage.inversion.trees import Node, grow
from simulator.coverage.inversion.wants import AUTHORITY, LinePlan, Preference, Unreachable, Want
from simulator.coverage.language.conditions import Compare
from simulator.coverage.language.expressions import Const
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules
from simulator.domain.values import Value
from simulator.phrases import phrase, words_of

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
            self.contradiction = self.contradiction or words_of(contradiction)
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
    here = ground_of(rules, form, heads)
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


def ground_of(rules: Rules, form: Form, heads: Heads) -> Ground:
    """Return the ground of *form* for lines of these heads; equal ones are made once."""
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
        raise Unreachable(phrase("%(fact)s is no fact of these lines, so it cannot be fixed", fact=key))
    return grow(Compare(fact=fact, word="is", against=Const(value)), scope)
