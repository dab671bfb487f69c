"""Papers between which a comparison finds what it looks for (COVERAGE_LANGUAGE, section 2.3)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from simulator.coverage.inversion.wants import Draft
from simulator.coverage.language.facts import PaperComparison
from simulator.coverage.language.forms import Form
from simulator.domain.papers import Paper

_Pair = Iterator[tuple[str, dict[str, str]]]


def compared_papers(form: Form, draft: Draft, as_of: datetime) -> list[Paper]:
    """Return the papers that make each finding of the draft that is yes."""
    papers = []
    for name, value in draft.facts.items():
        fact = form.facts.get(name)
        if fact is None or fact.compare is None or value is not True:
            continue
        for at, (kind, fields) in enumerate(_WRITERS[fact.compare.word](fact.compare, form)):
            paper_id = f"{kind}_{name}_{at + 1}"
            papers.append(Paper(id=paper_id, kind=kind, sender="claimant", received_at=as_of, fields=fields))
    return papers


def compared_record(form: Form, draft: Draft) -> Mapping[str, str]:
    """Return the keyed record that disagrees with the papers where the draft says that it does."""
    found = (form.facts.get(name) for name, value in draft.facts.items() if value is True)
    compares = (fact.compare for fact in found if fact is not None and fact.compare is not None)
    return {compare.field: "keyed wrongly" for compare in compares if compare.word == "record_differs"}


def _same_twice(compare: PaperComparison, form: Form) -> _Pair:
    for _ in range(2):
        yield compare.kind, dict.fromkeys(compare.by, "417")


def _wrong_sum(compare: PaperComparison, form: Form) -> _Pair:
    yield (
        _first_kind(compare),
        {**dict.fromkeys(compare.parts, "100"), compare.total: str(100 * len(compare.parts) + 10)},
    )


def _differing(compare: PaperComparison, form: Form) -> _Pair:
    for at, kind in enumerate(compare.kinds[:2] if len(compare.kinds) > 1 else compare.kinds * 2):
        yield kind, {compare.field: f"stated {at + 1}"}


def _too_early(compare: PaperComparison, form: Form) -> _Pair:
    yield _first_kind(compare), {compare.field: form.in_use_from.isoformat()}
    yield compare.other, {compare.of: form.in_use_from.replace(day=28).isoformat()}


def _unnamed(compare: PaperComparison, form: Form) -> _Pair:
    yield _first_kind(compare), {compare.field: "stated nowhere", compare.among[0]: "stated here"}


def _first_kind(compare: PaperComparison) -> str:
    return next(iter(compare.kinds), compare.kind)


def _wrong_record(compare: PaperComparison, form: Form) -> _Pair:
    kind = next((kind.name for kind in form.documents.values()), "")
    yield kind, {compare.field: "stated on paper"}


_WRITERS: Mapping[str, Callable[[PaperComparison, Form], _Pair]] = {
    "same_paper_twice": _same_twice,
    "does_not_add_up": _wrong_sum,
    "differs": _differing,
    "earlier_than": _too_early,
    "record_differs": _wrong_record,
    "named_nowhere": _unnamed,
}
