"""Checks of evidence: what is needed can be proved, and papers say what they may say."""

from collections.abc import Iterator, Mapping

from simulator.coverage.language.facts import DocumentKind, Fact, PaperComparison
from simulator.coverage.language.forms import Form
from simulator.coverage.language.loading.checks.walking import read_by_provision, read_by_settlement
from simulator.strict_yaml import Problems, did_you_mean


def check_documents(
    documents: Mapping[str, DocumentKind], facts: Mapping[str, Fact], problems: Problems, *, of_guide: bool = False
) -> None:
    """Report papers that cannot carry what they prove, trust in papers that do not prove, comparisons of no paper.

    A guide compares papers of forms that it does not know, so there the last is not asked.
    """
    for kind in documents.values():
        _check_kind(kind, facts, problems)
    for fact in facts.values():
        _check_trust(fact, documents, problems)
        _check_stated(fact, problems)
        if fact.compare is not None and not of_guide:
            _check_comparison(fact, fact.compare, documents, problems)


def _check_kind(kind: DocumentKind, facts: Mapping[str, Fact], problems: Problems) -> None:
    key = f"documents.{kind.name}"
    for name in kind.proves:
        if name in facts and facts[name].line and not kind.lines:
            problems.add(kind.at, key, f"proves line fact {name} and has no lines", "write lines: yes")
    for name in kind.fields:
        if name not in kind.proves and name not in kind.states:
            problems.add(kind.at, f"{key}.fields", f"{name} is neither proved nor stated by it")
    for name in set(kind.proves) & set(kind.states):
        problems.add(kind.at, f"{key}.states", f"{name} is proved by it too", "keep it in proves")


def _check_trust(fact: Fact, documents: Mapping[str, DocumentKind], problems: Problems) -> None:
    for name in fact.trust:
        if name not in documents or fact.name not in documents[name].proves:
            problems.add(fact.at, f"facts.{fact.name}", f"trust names {name}, which does not prove {fact.name}")


def _check_stated(fact: Fact, problems: Problems) -> None:
    worked_out = "is" if fact.derived is not None else "compare" if fact.compare is not None else ""
    if worked_out and fact.silent is not None:
        problems.add(
            fact.at, f"facts.{fact.name}", f"has {worked_out} and silent", "what is worked out is not presumed"
        )
    if worked_out and fact.trust:
        problems.add(fact.at, f"facts.{fact.name}", f"has {worked_out} and trust", "what is worked out has no papers")


def _check_comparison(
    fact: Fact, comparison: PaperComparison, documents: Mapping[str, DocumentKind], problems: Problems
) -> None:
    for kind in comparison.papers:
        if kind not in documents:
            key = f"facts.{fact.name}.compare.{comparison.word}"
            problems.add(fact.at, key, f"{kind} is no document{did_you_mean(kind, documents)}")


def check_evidence(form: Form, problems: Problems) -> None:
    """Report facts that judging or settling needs and that no paper proves and no presumption fills."""
    proved = {name for kind in form.documents.values() for name in kind.proves}
    reported: set[str] = set()
    for where, name in _uses(form):
        fact = form.facts.get(name)
        if fact is None or name in proved or name in reported or not _is_asked_for(fact):
            continue
        reported.add(name)
        problems.add(
            fact.at, f"facts.{name}", f"no document proves {name} (used by {where}) and it has no silent value"
        )


def _uses(form: Form) -> Iterator[tuple[str, str]]:
    for provision in form.provisions:
        for name in sorted(read_by_provision(provision, form.facts)):
            yield provision.cite, name
    for name in sorted(read_by_settlement(form)):
        yield "the settlement", name


def _is_asked_for(fact: Fact) -> bool:
    return fact.silent is None and fact.derived is None and fact.compare is None
