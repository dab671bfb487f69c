"""What every shipped form and guide is held to: it is tried by cases on all sides, and complete in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from simulator import paths
from simulator.coverage.assessing import Assessment, assess
from simulator.coverage.cases import Case, read_cases
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.evidence import DECLARATIONS, HEARSAY, Evidence
from simulator.coverage.language.expressions import Const, Worn
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.provisions import PARTS, Provision
from simulator.coverage.language.steps import Step, WorkOut
from simulator.coverage.library import Library
from simulator.coverage.rules import CompiledForm
from simulator.coverage.verdicts import JUDGED, Finding, Verdict
from simulator.coverage.walking import names_in, parts_of
from simulator.domain.papers import RECORD
from simulator.domain.text import LANGUAGES, Text
from simulator.domain.values import number_text
from simulator.generation.content import Content

DETERMINATIONS = Path(__file__).parent / "determinations"
SCENARIOS = paths.scenarios_folder()
LIBRARY = Library.read(SCENARIOS)
FORMS = [edition for editions in LIBRARY.forms.values() for edition in editions]
GUIDES = list(LIBRARY.guides.values())
MOST_OF_A_BRIEF = 70
OWN_PARTS = tuple(part for part in PARTS if part not in ("when", "must"))


class Tried(NamedTuple):
    """A case on a shipped form: its rules, what was assessed before triggers and authority, what was determined."""

    case: Case
    compiled: CompiledForm
    assessment: Assessment
    determination: Determination

    def findings(self, provision: str) -> list[Finding]:
        judged = (one.finding for view in self.assessment.lines for one in view.judged)
        return [finding for finding in judged if finding.provision.id == provision]


@cache
def every_case() -> tuple[Tried, ...]:
    found = []
    for path in sorted(DETERMINATIONS.glob("**/*.yaml")):
        for case in read_cases(path, lambda: LIBRARY):
            compiled = case.rules.compiled_for(case.claim)
            if name_of(compiled.form) in {name_of(form) for form in FORMS}:
                assessment = assess(compiled, Evidence(compiled.knowledge, case.claim))
                found.append(Tried(case, compiled, assessment, determine(case.rules, case.claim, role=case.role)))
    return tuple(found)


def name_of(one: Form | Guide) -> str:
    edition = f" {one.edition} {one.content_hash}" if isinstance(one, Form) else ""
    return f"{one.name} {one.market}{edition}"


def shown(one: Form | Guide) -> str:
    return f"{one.name} {one.market}{f' {one.edition}' if isinstance(one, Form) else ''}"


@cache
def cases_of(name: str) -> tuple[Tried, ...]:
    return tuple(one for one in every_case() if name in (name_of(one.compiled.form), name_of(one.case.rules.guide)))


def each_provision(*kinds: object) -> list[object]:
    return [
        pytest.param(form, provision, id=f"{shown(form)}: {provision.cite} {provision.id}")
        for form in FORMS
        for provision in form.provisions
        if not kinds or provision.kind in kinds
    ]


def verdicts(form: Form, provision: Provision) -> set[Verdict]:
    return {found.verdict for one in cases_of(name_of(form)) for found in one.findings(provision.id)}


@pytest.mark.parametrize(("form", "provision"), each_provision(*JUDGED))
def test_every_provision_bites_passes_and_is_open_in_some_case(form: Form, provision: Provision) -> None:
    assert verdicts(form, provision) >= {Verdict.BITES, Verdict.PASSES, Verdict.OPEN}


@pytest.mark.parametrize(("form", "provision"), each_provision(*JUDGED))
def test_every_exception_excuse_and_test_of_effect_saves_in_some_case(form: Form, provision: Provision) -> None:
    had, saving = set(), set()
    for one in cases_of(name_of(form)):
        for finding in one.findings(provision.id):
            had.update(part for part in OWN_PARTS if getattr(finding.provision, part) is not None)
            if finding.verdict is Verdict.PASSES and finding.engaged:
                saving.add(finding.parts[-1].part)
    assert saving == had


@pytest.mark.parametrize(("form", "provision"), each_provision(*JUDGED))
def test_every_rule_is_tried_without_proof(form: Form, provision: Provision) -> None:
    """The burden of proof decides in some case: a fact of the provision was asked for in vain."""
    unproved = {fact for one in cases_of(name_of(form)) for _, fact in one.case.claim.unproved}
    papers = {f"on_file:{kind}" for one in cases_of(name_of(form)) for kind in one.case.claim.closed}
    derived = {name: set(names_in(fact.derived)) for name, fact in form.facts.items() if fact.derived is not None}
    rests = {name for part in PARTS for name in names_in(getattr(provision, part))}
    rests |= {base for name in rests & derived.keys() for base in derived[name]}
    assert rests & (unproved | papers)


def each_step() -> list[object]:
    return [
        pytest.param(form, step, id=f"{shown(form)}: {head or 'together'} {at} {step.word} {step.clause}")
        for form in FORMS
        for head, steps in (*form.heads.items(), ("", form.together))
        for at, step in enumerate(steps, 1)
    ]


@pytest.mark.parametrize(("form", "step"), each_step())
def test_every_step_changes_something_in_some_case(form: Form, step: Step) -> None:
    if isinstance(step.act, WorkOut):
        assert set(step.act.names) <= set(names_in((form.heads, form.together)))
        return
    taken = (
        one for tried in cases_of(name_of(form)) if tried.assessment.settled for one in tried.assessment.settled.taken
    )
    assert any(one.step is step and one.now != one.was for one in taken)


@pytest.mark.parametrize("form", FORMS, ids=shown)
def test_the_printed_numbers_stand_once_and_in_order(form: Form) -> None:
    cites = [tuple(int(number) for number in re.findall(r"\d+", provision.cite)) for provision in form.provisions]
    assert all(cites)
    assert cites == sorted(set(cites))


def texts(node: object, at: str) -> Iterator[tuple[str, Text]]:
    """Yield every text inside *node* with the place where it stands."""
    if isinstance(node, Text):
        yield at, node
    elif isinstance(node, (tuple, list)):
        for inner in node:
            yield from texts(inner, f"{at} {getattr(inner, 'id', '')}".rstrip())
    elif hasattr(node, "items"):
        for name, inner in node.items():
            yield from texts(inner, f"{at} {name}")
    elif is_dataclass(node):
        for field in fields(node):
            yield from texts(getattr(node, field.name), f"{at} {field.name}")


def numbers(text: Text, language: str) -> Counter[str]:
    """Return the numbers of a text, written alike: English 2,500 and 0.20, Estonian 2500 or 2 500 and 0,20.

    Times of day and the number of the emergency centre are words of their language.
    """
    words = re.sub(r"\b\d{1,2}:\d\d\b|\bkell \d{1,2}[.:]\d\d\b|\b911\b", "", text.in_(language))
    if language == "en":
        plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)
    else:
        plain = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", words).replace(",", ".")
    return Counter(number_text(Fraction(found)) for found in re.findall(r"\d+(?:\.\d+)?", plain))


@pytest.mark.parametrize("shipped", [*FORMS, *GUIDES], ids=shown)
def test_every_text_is_there_in_both_languages(shipped: Form | Guide) -> None:
    found = dict(texts(shipped, shown(shipped)))
    assert found
    assert [at for at, text in found.items() for language in LANGUAGES if not text.in_(language).strip()] == []


@pytest.mark.parametrize("shipped", [*FORMS, *GUIDES], ids=shown)
def test_a_number_in_one_language_stands_in_the_other(shipped: Form | Guide) -> None:
    found = texts(shipped, shown(shipped))
    assert {at: text for at, text in found if numbers(text, "en") != numbers(text, "et")} == {}


def figures(node: object) -> set[str]:
    """Return the numbers that a rule turns on, shares as percentages; 0 and 1 are words of the rule."""
    found = set()
    worn = {id(part.life) for part in parts_of(node) if isinstance(part, Worn)}
    for part in parts_of(node):
        if isinstance(part, Const) and isinstance(part.value, Fraction) and id(part) not in worn and part.value > 0:
            found.add(part.value)
    return {number_text(value) for value in found if value != 1}


def is_said(figure: str, said: Counter[str]) -> bool:
    return figure in said or number_text(Fraction(figure) * 100) in said


@pytest.mark.parametrize(("form", "provision"), each_provision(*JUDGED))
def test_the_figures_of_a_rule_stand_in_its_text(form: Form, provision: Provision) -> None:
    rule = [getattr(provision, part) for part in (*PARTS, "applies", "effect")]
    said = numbers(provision.text, "en")
    assert {figure for figure in figures(rule) if not is_said(figure, said)} == set()


@pytest.mark.parametrize(("form", "step"), each_step())
def test_the_figures_of_a_step_stand_in_the_clause_it_cites(form: Form, step: Step) -> None:
    if step.clause:
        said = numbers(form.provision(step.clause).text, "en")
        assert {figure for figure in figures(step.act) if not is_said(figure, said)} == set()


@pytest.mark.parametrize(("form", "step"), each_step())
def test_the_figures_on_which_a_step_is_taken_stand_in_some_clause(form: Form, step: Step) -> None:
    said = sum((numbers(provision.text, "en") for provision in form.provisions), Counter[str]())
    assert {figure for figure in figures((step.when, step.lines)) if not is_said(figure, said)} == set()


@cache
def content() -> Content:
    return Content.read(SCENARIOS, LIBRARY)


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
@pytest.mark.parametrize("form", FORMS, ids=shown)
def test_the_world_knows_every_paper_of_the_form_and_of_the_guide(form: Form, guide: Guide) -> None:
    if form.market == guide.market:
        world = content().world(LIBRARY.rules(form.name, form.market, guide.name))
        assert {*form.documents, *guide.documents, DECLARATIONS} <= world.papers.keys()


def test_every_template_of_a_paper_serves_a_paper() -> None:
    kinds = {kind for shipped in (*FORMS, *GUIDES) for kind in shipped.documents}
    kinds |= {DECLARATIONS, HEARSAY, RECORD, "generic"}
    drawn = {path.stem for path in (paths.templates_folder() / "documents").glob("*.html")}
    assert "generic" in drawn  # whatever kind has no template of its own
    assert drawn <= kinds


# Guides.


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
def test_every_trigger_of_a_guide_sends_some_claim_and_leaves_another(guide: Guide) -> None:
    sent = Counter(one.determination.because_of for one in cases_of(name_of(guide)))
    assert {trigger.id for trigger in guide.triggers} <= sent.keys()
    assert sent["authority"] > 0
    assert sent[""] > 0


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_names_what_sends_a_claim_on_in_a_few_words(guide: Guide, language: str) -> None:
    for trigger in guide.triggers:
        words = guide.sends_on[trigger.id]
        assert words is not None
        assert 0 < len(words.in_(language)) <= MOST_OF_A_BRIEF, trigger.id


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
def test_every_alternative_of_a_guide_is_offered_in_some_case(guide: Guide) -> None:
    offered = {
        (one.worth, one.amount_within) for tried in cases_of(name_of(guide)) for one in tried.determination.alternatives
    }
    assert {(rule.worth, rule.amount_within) for rule in guide.alternatives} == offered


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
def test_every_stage_of_a_guide_refuses_some_claim(guide: Guide) -> None:
    stages = {stage.name for stage in guide.stages if stage.kinds}
    refusing = set()
    for tried in cases_of(name_of(guide)):
        for view in tried.assessment.lines:
            refusing.update(one.stage.name for one in view.judged if one.finding.provision.id in view.grounds)
    assert refusing == stages


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
def test_every_overlay_of_a_guide_changes_some_rule(guide: Guide) -> None:
    added = {name for one in cases_of(name_of(guide)) for p in one.compiled.form.provisions for name in p.overlays}
    assert added == {overlay.id for overlay in guide.overlays}
