"""Rules: the editions of a form under a guide, compiled once (COVERAGE_LANGUAGE, sections 2 and 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from simulator.coverage.comparing import compile_comparison
from simulator.coverage.compiling import Compiler
from simulator.coverage.dates import as_day
from simulator.coverage.evidence import Evidence, FactState, Finding, Knowledge, State, knowledge
from simulator.coverage.language.expressions import Name
from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import AlternativeRule, Authority, Guide, Stage, Trigger
from simulator.coverage.language.steps import Pot, Step
from simulator.coverage.overlays import overlaid
from simulator.coverage.rounding import smallest_unit
from simulator.coverage.settling.hands import CompiledPot
from simulator.coverage.settling.settle import Sheet, comes_off
from simulator.coverage.settling.steps import compile_step
from simulator.coverage.smallest import smallest_guide
from simulator.coverage.verdicts import JUDGED, CompiledProvision, compile_provision
from simulator.domain.claim import ClaimFile
from simulator.domain.text import Text
from simulator.domain.values import ValueType

if TYPE_CHECKING:
    from simulator.coverage.compiling import Evaluate, Judge

__all__ = ["CompiledForm", "Rules", "added_rows", "compile_rules", "sheet_offs", "smallest_guide"]

EVERYTHING = "claim_form"
FILE_NOTE = "file_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledGuide:
    """The parts of a guide that judge, compiled for one form."""

    checks: tuple[tuple[Stage, Judge], ...]
    triggers: tuple[tuple[Trigger, Judge], ...]
    alternatives: tuple[tuple[AlternativeRule, Judge], ...]
    authority: Authority | None
    measure: Evaluate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledForm:
    """One edition under the guide: its facts, its provisions by stage, its settlement sheet."""

    form: Form
    knowledge: Knowledge
    stages: tuple[tuple[Stage, tuple[CompiledProvision, ...]], ...]
    sheet: Sheet
    guide: CompiledGuide
    compiler: Compiler
    off_names: tuple[str, ...]
    tests: dict[str, list[Any]] = field(default_factory=dict)
    walked: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All editions of a form for one market under one guide, in order of their first day."""

    editions: tuple[Form, ...]
    guide: Guide
    compiled: tuple[CompiledForm, ...]

    def form_for(self, file: ClaimFile) -> Form:
        """Return the edition by which *file* is judged; the file's own where the date that decides it is open."""
        return self.compiled_for(file).form

    def compiled_for(self, file: ClaimFile) -> CompiledForm:
        """Return the compiled edition by which *file* is judged."""
        found, _ = self.choose(Evidence(self.compiled[-1].knowledge, file))
        if found is not None:
            return found
        return next((one for one in self.compiled if one.form.edition == file.edition), self.compiled[-1])

    def choose(self, evidence: Evidence) -> tuple[CompiledForm | None, FactState | None]:
        """Return the edition in use on the date that decides, or the open state of that date."""
        if len(self.compiled) == 1:
            return self.compiled[0], None
        state = evidence.state(self.compiled[-1].form.edition_by)
        days = state.values if state.state in (State.CONFLICT, State.KNOWN, State.PRESUMED) else ()
        found = {at: one for day in days if isinstance(day, date) for at, one in [self._in_use(day)]}
        return (next(iter(found.values())), None) if len(found) == 1 else (None, state)

    def _in_use(self, day: date) -> tuple[int, CompiledForm]:
        """Return the edition in use on *day*; before the first edition the first, after the last the last."""
        begun = [(at, one) for at, one in enumerate(self.compiled) if one.form.in_use_from <= as_day(day)]
        return begun[-1] if begun else (0, self.compiled[0])


def compile_rules(editions: Sequence[Form], guide: Guide) -> Rules:
    """Return *editions* of one form under *guide*, compiled, with the guide's overlays in the provisions.

    Raises:
        InvalidContent: A condition or expression names what is neither a fact nor a figure.
    """
    ordered = sorted(editions, key=lambda form: form.in_use_from)
    compiled = tuple(_compile_form(_ready(form, guide), guide) for form in ordered)
    return Rules(editions=tuple(one.form for one in compiled), guide=guide, compiled=compiled)


def sheet_offs(form: Form) -> tuple[tuple[str, str, Text], ...]:
    """Return the rows that come off the whole claim: id, clause and label of each step across heads that can."""
    rows = [(step, name) for step, name in zip(form.together, off_names(form.together), strict=True) if name]
    labels = [_off_label(step, form) for step, _ in rows]
    return tuple(
        (name, step.clause, label if labels.count(label) == 1 else _told_apart(step, label, form))
        for (step, name), label in zip(rows, labels, strict=True)
    )


def added_rows(form: Form) -> frozenset[str]:
    """Return the ids of the rows that add to the claim instead of taking off; what they add counts as less than 0."""
    names = off_names(form.together)
    return frozenset(name for step, name in zip(form.together, names, strict=True) if name and step.word == "add")


def off_names(steps: Sequence[Step]) -> list[str]:
    """Return the id of the row of each step: its code or its word, numbered where it stands twice; or nothing."""
    names: list[str] = []
    for step in steps:
        name = (step.reason or step.word) if comes_off(step) else ""
        twice = sum(1 for other in names if name and (other == name or other.startswith(f"{name}_")))
        names.append(f"{name}_{twice + 1}" if twice else name)
    return names


def _off_label(step: Step, form: Form) -> Text:
    titles = {provision.id: provision.title for provision in form.provisions}
    return (
        form.row_labels.get(step.reason)
        or titles.get(step.clause)
        or _OFF_LABELS.get(step.word)
        or Text(step.word, step.word)
    )


def _told_apart(step: Step, label: Text, form: Form) -> Text:
    """Return *label* with what the step takes, where another row of the sheet has the same label."""
    amount = getattr(step.act, "amount", None)
    known = {**form.declarations, **form.facts}
    if isinstance(amount, Name) and amount.name in known:
        what = known[amount.name].label
    elif step.word in _OFF_LABELS:
        what = _OFF_LABELS[step.word]
    else:
        return label
    return Text(f"{label.en}: {what.en[:1].lower()}{what.en[1:]}", f"{label.et}: {what.et[:1].lower()}{what.et[1:]}")


_OFF_LABELS = {
    "add": Text("Added", "Lisandub"),
    "reduce": Text("Reduction for breach of duty", "Hüvitise vähendamine kohustuse rikkumise tõttu"),
    "less": Text("Taken off", "Maha arvatud"),
    "cap": Text("Above the limit", "Üle hüvitispiiri"),
    "hold_back": Text("Paid later, on proof", "Makstakse hiljem, tõendamisel"),
    "contribute": Text("Paid by other insurers", "Maksavad teised kindlustusandjad"),
}


def _ready(form: Form, guide: Guide) -> Form:
    """Return *form* with the guide's overlays, and with a paper that proves everything if it names none."""
    provisions = tuple(overlaid(provision, guide, form.market) for provision in form.provisions)
    documents = form.documents or {EVERYTHING: _everything(EVERYTHING, "claimant", form.facts)}
    return replace(form, provisions=provisions, documents=documents)


def _everything(name: str, holder: str, facts: Mapping[str, Fact]) -> DocumentKind:
    stated = tuple(fact.name for fact in facts.values() if fact.derived is None and fact.compare is None)
    return DocumentKind(name=name, label=Text(name, name), proves=stated, holder=holder, lines=True)


def _compile_form(form: Form, guide: Guide) -> CompiledForm:
    facts = {**guide.facts, **form.facts}
    known = knowledge(facts, form.declarations, _documents(form, guide, facts), _findings(facts))
    compiler = Compiler(form, known.facts)
    judged = [compile_provision(one, compiler) for one in form.provisions if one.kind in JUDGED]
    stages = tuple(
        (stage, tuple(one for one in judged if one.provision.kind in stage.kinds))
        for stage in guide.stages
        if stage.kinds
    )
    return CompiledForm(
        form=form,
        knowledge=known,
        stages=stages,
        sheet=_sheet(form, compiler),
        guide=_compile_guide(guide, compiler),
        compiler=compiler,
        off_names=tuple(off_names(form.together)),
    )


def _documents(form: Form, guide: Guide, facts: Mapping[str, Fact]) -> dict[str, DocumentKind]:
    """Return the paper kinds of form and guide; a fact of the guide that none proves stands on a note on the file."""
    documents = {**guide.documents, **form.documents}
    for name, kind in guide.documents.items():
        if name in form.documents:
            own = form.documents[name]
            proves = tuple(dict.fromkeys((*own.proves, *kind.proves)))
            documents[name] = replace(own, proves=proves, fields={**kind.fields, **own.fields})
    ordered = {name: documents[name] for name in (*form.documents, *guide.documents)}
    proved = {fact for kind in ordered.values() for fact in kind.proves}
    loose = {name: fact for name, fact in guide.facts.items() if name not in proved and name in facts}
    if loose:
        ordered[FILE_NOTE] = _everything(FILE_NOTE, "department", loose)
    return ordered


def _findings(facts: Mapping[str, Fact]) -> dict[str, Finding]:
    return {name: compile_comparison(fact.compare) for name, fact in facts.items() if fact.compare is not None}


def _sheet(form: Form, compiler: Compiler) -> Sheet:
    return Sheet(
        heads={head: tuple(compile_step(step, head, compiler) for step in steps) for head, steps in form.heads.items()},
        together=tuple(compile_step(step, "", compiler) for step in form.together),
        pots={name: _pot(pot, compiler) for name, pot in form.pots.items()},
        reductions=form.reductions,
        unit=smallest_unit(form.currency),
        order=_line_order(form, compiler),
    )


def _pot(pot: Pot, compiler: Compiler) -> CompiledPot:
    compiler.where = f"pots.{pot.name}"
    per = tuple(compiler.name(name) for name in pot.per if name in compiler.facts)
    used = compiler.name(pot.used) if pot.used else None
    return CompiledPot(pot.name, compiler.expression(pot.opens), used, per)


def _line_order(form: Form, compiler: Compiler) -> Evaluate | None:
    """Return the reader of the date by which lines are put in order: the first date that lines have."""
    dated = (ValueType.DATE, ValueType.MOMENT)
    names = [fact.name for fact in form.facts.values() if fact.line and fact.type in dated]
    if form.edition_by in names:
        names.insert(0, form.edition_by)
    return compiler.name(names[0]) if names else None


def _compile_guide(guide: Guide, compiler: Compiler) -> CompiledGuide:
    compiler.where = f"guide {guide.name}"
    authority = guide.authority
    return CompiledGuide(
        checks=tuple(
            (stage, compiler.condition(stage.when, False)) for stage in guide.stages if stage.when is not None
        ),
        triggers=tuple((trigger, compiler.condition(trigger.when, False)) for trigger in guide.triggers),
        alternatives=tuple((rule, compiler.condition(rule.when, False)) for rule in guide.alternatives),
        authority=authority,
        measure=compiler.expression(authority.measure) if authority else None,
    )
