"""Checks of the provisions: every id and printed number once."""

from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import ProvisionKind
from simulator.strict_yaml import Problems


def check_clauses(form: Form, problems: Problems) -> None:
    """Report provisions that share an id or a printed number."""
    ids: set[str] = set()
    numbers: set[str] = set()
    for provision in form.provisions:
        if provision.id in ids:
            problems.add(provision.at, "provisions", f"two provisions have the id {provision.id}")
        elif provision.cite in numbers:
            problems.add(provision.at, "provisions", f"two provisions are numbered {provision.cite}")
        ids.add(provision.id)
        numbers.add(provision.cite)


def uncited_terms(form: Form) -> list[tuple[int, str]]:
    """Return line and number of the terms that no step cites."""
    cited = {step.clause for steps in (*form.heads.values(), form.together) for step in steps}
    return [
        (provision.at, provision.cite)
        for provision in form.provisions
        if provision.kind is ProvisionKind.TERM and provision.id not in cited
    ]
