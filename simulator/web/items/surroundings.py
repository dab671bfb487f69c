"""What stands around a claim and does not change while it is worked on; kept in memory by exercise and language."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup, escape

from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.provisions import Provision, ProvisionKind
from simulator.coverage.rules import added_rows, sheet_offs
from simulator.desk.filing import on_file
from simulator.desk.sending import queues_of
from simulator.domain.claim import ClaimFile
from simulator.domain.exercise import Exercise
from simulator.domain.papers import RECORD, Paper, pinned
from simulator.domain.text import Text
from simulator.domain.values import ValueType, from_text
from simulator.services.shifts import Desk
from simulator.web.formats import PageFormats
from simulator.web.items.parties import holder_words
from simulator.web.papers import Drawing, drawn, lighter, the_record

_MOST = 256
_kept: OrderedDict[tuple[str, ...], "Surroundings"] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose: its value, its words, and what explains it."""

    value: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A row of the sheet that comes off the whole claim, or that adds to it."""

    id: str
    label: str
    cite: str
    adds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Papers, wording and lists of choices of one exercise in one language. None of it depends on the answer."""

    language: str
    formats: PageFormats
    papers: tuple[Drawing, ...]
    details: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]
    payee: str
    wording: str
    cites: Mapping[str, str]
    offs: tuple[Off, ...]
    ground_options: Markup
    provision_options: Markup
    ask_options: Mapping[str, Markup]
    paper_choices: tuple[Choice, ...]
    holder_choices: tuple[Choice, ...]
    why_choices: tuple[Choice, ...]
    queue_choices: tuple[Choice, ...]
    brief_choices: tuple[Choice, ...]
    authority: str
    wording_title: str
    currency: str

    def words(self, pin: str) -> tuple[str, str]:
        """Return what a pin says, and its paper and field."""
        paper_id, _field = pinned(pin)
        for one in self.papers:
            if one.id == paper_id:
                return one.words.get(pin, pin), one.source(pin)
        return pin, paper_id

    def wording_for(self, cites: Iterable[str], *, is_open: bool) -> Markup:
        """Return the wording with *cites* ticked."""
        html = self.wording
        for one in cites:
            html = html.replace(f"name=cite value={escape(one)}>", f"name=cite value={escape(one)} checked>")
        done = html if is_open else html.replace("name=cite ", "disabled ")
        return Markup(done)  # noqa: S704 - rendered by our own template

    def choice(self, part: str, chosen: str) -> Markup:
        """Return the options of a part of a request (paper, holder or why) with one chosen."""
        return _with_chosen(self.ask_options[part], chosen)

    def grounds(self, chosen: str) -> Markup:
        """Return the options of the provisions that can refuse, with one chosen."""
        return _with_chosen(self.ground_options, chosen)

    def provisions(self, chosen: str) -> Markup:
        """Return the options of all provisions, with one chosen."""
        return _with_chosen(self.provision_options, chosen)

    def kind(self, name: str) -> str:
        """Return what a kind of paper is called."""
        return _words(self.paper_choices, name)

    def holder(self, name: str) -> str:
        """Return what a holder of papers is called."""
        return _words(self.holder_choices, name)

    def fact(self, name: str) -> str:
        """Return what a fact is called."""
        return _words(self.why_choices, name) if name else ""

    def queue(self, name: str) -> str:
        """Return what a queue is called."""
        return _words(self.queue_choices, name)

    def brief_words(self, part: str) -> str:
        """Return a part of a brief in words."""
        kind, _colon, name = part.partition(":")
        return self.cites.get(name, name) if kind == "provision" else _words(self.brief_choices, f"brief.{part}")


def surroundings(desk: Desk, language: str) -> Surroundings:
    """Return what stands around the claim on *desk*, from memory where it was made before."""
    came = (f"{paper} {letter.amount or ''}" for letter in desk.state.letters for paper in letter.papers)
    key = (desk.exercise_hash, language, desk.form.content_hash, desk.rules.guide.content_hash, *came)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    _kept[key] = made = _make(desk, language)
    if len(_kept) > _MOST:
        _kept.popitem(last=False)
    return made


def _make(desk: Desk, language: str) -> Surroundings:
    exercise, file, form, guide = desk.exercise, desk.state.file, desk.form, desk.rules.guide
    formats = PageFormats(language=language, currency=form.currency)
    papers = tuple(drawn(paper, file, form, guide, language) for paper in (*on_file(file), *the_record(file)))
    kinds = {**guide.documents, **form.documents}
    asked = {
        "paper": tuple(Choice(value=name, words=_first(kind.label, language)) for name, kind in kinds.items()),
        "holder": tuple(_holders(kinds, exercise)),
        "why": tuple(_whys(kinds, {**guide.facts, **form.facts}, language)),
    }
    cites = {one.id: one.cite for one in form.provisions}
    return Surroundings(
        language=language,
        formats=formats,
        papers=papers,
        details={**{paper.id: _detail(paper, formats) for paper in file.papers}, RECORD: _("Keyed into the system")},
        facts=tuple(_bar(exercise, form, formats)),
        payee=_stated(exercise.file, "policyholder") or exercise.holders.get("claimant", ""),
        wording=lighter(render_template("items/wording.html", provisions=form.provisions)),
        cites=cites,
        offs=tuple(_offs(form, cites, language)),
        ground_options=_options(_grounds(form), language),
        provision_options=_options(form.provisions, language),
        ask_options={part: _listed(choices) for part, choices in asked.items()},
        paper_choices=asked["paper"],
        holder_choices=asked["holder"],
        why_choices=asked["why"],
        queue_choices=tuple(_queues(guide, language)),
        brief_choices=tuple(_brief(desk, language)),
        authority=_authority(desk, formats),
        wording_title=form.title.in_(language),
        currency=form.currency,
    )


def _offs(form: Form, cites: Mapping[str, str], language: str) -> Iterable[Off]:
    added = added_rows(form)
    for name, clause, label in sheet_offs(form):
        yield Off(id=name, label=label.in_(language), cite=cites.get(clause, clause), adds=name in added)


def _detail(paper: Paper, formats: PageFormats) -> str:
    sender = _("Our files") if paper.sender == "department" else holder_words(paper.sender)
    return f"{sender} · {formats.day(paper.received_at)}"


def _bar(exercise: Exercise, form: Form, formats: PageFormats) -> Iterable[tuple[str, str]]:
    """Yield what the claim bar says: what the system has on record, else what the papers first say."""
    file = exercise.file
    names = (
        (_("Policyholder"), "policyholder"),
        (_("Policy"), "policy_number"),
        (_("Date of loss"), "occurred_on"),
        (_("Reported"), "reported_on"),
    )
    for label, name in names:
        if text := file.record.get(name) or _stated(file, name):
            yield label, _dated(text, formats) if name.endswith("_on") else text
    yield _("Claimed"), formats.money(sum((line.claimed for line in file.lines), Decimal(0)))
    if text := file.record.get("deductible") or _stated(file, "deductible"):
        declared = form.declarations.get("deductible")
        label = _first(declared.label, formats.language) if declared else _("Deductible")
        yield label, formats.money(Fraction(text))


def _dated(text: str, formats: PageFormats) -> str:
    day = from_text(text, ValueType.DATE)
    return formats.date(day)  # type: ignore[arg-type]


def _stated(file: ClaimFile, name: str) -> str:
    for kind in ("declarations", "first_notice"):
        for paper in file.papers:
            statement = paper.fields.get(name) if paper.kind == kind else None
            if isinstance(statement, str):
                return statement
    return ""


def _first(text: Text, language: str) -> str:
    words = text.in_(language)
    return words[:1].upper() + words[1:]


def _grounds(form: Form) -> Iterable[Provision]:
    """Yield the provisions that can refuse a line: all but definitions and terms, unless a step names one for that."""
    named = {step.clause for steps in (*form.heads.values(), form.together) for step in steps if step.nil == "reject"}
    quiet = (ProvisionKind.DEFINITION, ProvisionKind.TERM)
    return (one for one in form.provisions if one.kind not in quiet or one.id in named)


def _options(provisions: Iterable[Provision], language: str) -> Markup:
    option = Markup("<option value={}>{} {}")
    return Markup().join(option.format(one.id, one.cite, one.title.in_(language)) for one in provisions)


def _listed(choices: Iterable[Choice]) -> Markup:
    option = Markup("<option value={}>{}")
    words = ((one.value, f"{one.words} – {one.hint}" if one.hint else one.words) for one in choices)
    return Markup().join(option.format(value, text) for value, text in words)


def _with_chosen(options: Markup, chosen: str) -> Markup:
    if not chosen:
        return options
    done = str(options).replace(f"value={escape(chosen)}>", f"value={escape(chosen)} selected>")
    return Markup(done)  # noqa: S704 - made of escaped parts


def _holders(kinds: Mapping[str, DocumentKind], exercise: Exercise) -> Iterable[Choice]:
    for holder in dict.fromkeys(kind.holder for kind in kinds.values()):
        name = exercise.holders.get(holder, "")
        yield Choice(value=holder, words=holder_words(holder), hint="" if name == holder else name)


def _whys(kinds: Mapping[str, DocumentKind], facts: Mapping[str, Fact], language: str) -> Iterable[Choice]:
    """Yield every fact that some paper proves, in the order of the alphabet, so that the list tells nothing."""
    proved = {name for kind in kinds.values() for name in kind.proves if name in facts}
    choices = [Choice(value=name, words=_first(facts[name].label, language)) for name in proved]
    return sorted(choices, key=lambda choice: choice.words)


def _queues(guide: Guide, language: str) -> Iterable[Choice]:
    for name in queues_of(guide):
        text = guide.queues.get(name)
        yield Choice(value=name, words=text.in_(language) if text else name.replace("_", " ").capitalize())


def _brief(desk: Desk, language: str) -> Iterable[Choice]:
    guide = desk.rules.guide
    if guide.authority is not None:
        yield Choice(value="brief.authority", words=str(_("It is over my authority")))
    for name, text in guide.sends_on.items():
        words = text.in_(language) if text else name.replace("_", " ").capitalize()
        yield Choice(value=f"brief.trigger:{name}", words=words)


def _authority(desk: Desk, formats: PageFormats) -> str:
    authority = desk.rules.guide.authority
    limit = authority.may_pay.get("trainee") if authority else None
    return formats.money(limit) if limit is not None else ""


def _words(choices: Iterable[Choice], value: str) -> str:
    return next((choice.words for choice in choices if choice.value == value), value)
