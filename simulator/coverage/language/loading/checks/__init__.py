"""Checks of a whole form or guide: what only shows when all of it was read."""

from simulator.coverage.language.forms import Form
from simulator.coverage.language.loading.checks.clauses import check_clauses
from simulator.coverage.language.loading.checks.derivations import check_derivations
from simulator.coverage.language.loading.checks.evidence import check_documents, check_evidence
from simulator.coverage.language.loading.checks.lint import lint
from simulator.coverage.language.loading.checks.settlement import check_settlement
from simulator.strict_yaml import Problems


def check_form(form: Form, problems: Problems, *, inline: bool) -> None:
    """Report what is wrong with *form* as a whole; an inline form is spared the lint of shipped ones."""
    check_clauses(form, problems)
    check_derivations(form.facts, problems)
    check_documents(form.documents, form.facts, problems)
    check_evidence(form, problems)
    check_settlement(form, problems)
    if not inline:
        lint(form, problems)
