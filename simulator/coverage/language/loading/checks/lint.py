"""Lint of shipped forms: nothing that makes files noisy, no dead text, dated figures from the first day."""

from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.loading.checks.clauses import uncited_terms
from simulator.coverage.language.loading.checks.walking import read_by_provision, read_by_settlement
from simulator.coverage.language.provisions import ProvisionKind
from simulator.domain.values import ValueType
from simulator.strict_yaml import Problems

_RAISED = frozenset({ProvisionKind.EXCLUSION, ProvisionKind.CONDITION, ProvisionKind.MISREPRESENTATION})


def lint(form: Form, problems: Problems) -> None:
    """Report what a shipped form should not have."""
    for at, cite in uncited_terms(form):
        problems.add(at, "provisions", f"term {cite} is cited by no step", "write clause: at the step, or take it out")
    _presumptions(form, problems)
    for name, rate in form.rates.items():
        if rate.rows and rate.rows[0][0] > form.in_use_from:
            problems.add(0, f"rates.{name}", f"has no value on {form.in_use_from}")


def _presumptions(form: Form, problems: Problems) -> None:
    needed, raised = read_by_settlement(form), set[str]()
    for provision in form.provisions:
        names = read_by_provision(provision, form.facts)
        if provision.kind in _RAISED:
            raised |= names
        else:
            needed |= names
    for name in sorted(raised - needed):
        fact = form.facts.get(name)
        if fact is not None and _would_be_asked_for(fact):
            message = "only an exclusion, a duty or a misrepresentation needs it, and it would be asked for each time"
            problems.add(fact.at, f"facts.{name}", message, "give silent: a presumption, or ask_why: {en, et}")


def _would_be_asked_for(fact: Fact) -> bool:
    """When something happened cannot be presumed, so days and moments may be asked for."""
    stated = fact.derived is None and fact.compare is None
    dated = fact.type in (ValueType.DATE, ValueType.MOMENT)
    return stated and not dated and fact.silent is None and fact.ask_why is None
