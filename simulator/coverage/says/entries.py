"""A sentence for each kind of entry of the trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from simulator.coverage.explain import Words, explain, money_text
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.provisions import Provision
from simulator.coverage.says.facts import NOTHING, fact_says, joined, sentence
from simulator.domain.text import Text

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Reader:
    form: Form
    guide: Guide | None
    words: Words

    def provision(self, name: str) -> Provision | None:
        return next((one for one in self.form.provisions if one.id == name), None)

    def cited(self, name: str) -> Text:
        found = self.provision(name)
        return (
            Text(name, name)
            if found is None
            else Text(f"{found.cite} {found.title.en}", f"{found.cite} {found.title.et}")
        )

    def money(self, text: str) -> Text:
        return money_text(Fraction(text), self.form.currency)

    def facts(self, rests: list[Entry]) -> Text:
        return joined([fact_says(rest, self.words) for rest in rests], "; ", "; ")


def says(entry: Entry, form: Form, guide: Guide | None = None) -> Text:
    """Return the sentence of an entry of the trace; *form* is the edition of ``Rules.form_for``, overlays included."""
    reader = _Reader(form, guide, Words.of(form, guide))
    return sentence(_SAYERS[entry["about"]](entry, reader))


def _edition(entry: Entry, reader: _Reader) -> Text:
    if entry["edition"] is None:
        facts = reader.facts(entry["rests_on"])
        return Text(f"the edition cannot be chosen yet: {facts.en}", f"redaktsiooni ei saa veel valida: {facts.et}")
    return Text(f"edition {entry['edition']} applies", f"kehtib redaktsioon {entry['edition']}")


def _error(entry: Entry, reader: _Reader) -> Text:
    label = reader.words.label(entry["of"].rpartition(".")[2])
    places = ", ".join(entry["pins"])
    if entry["on_record"]:
        return Text(f"keyed wrongly: {label.en} ({places})", f"valesti sisestatud: {label.et} ({places})")
    return Text(f"error on the file: {label.en} ({places})", f"viga toimikus: {label.et} ({places})")


def _provision(entry: Entry, reader: _Reader) -> Text:
    cited, facts = reader.cited(entry["provision"]), reader.facts(entry["rests_on"])
    rule = _rule(entry, reader)
    found = _TRUTHS[entry["truth"]]
    therefore = _VERDICTS[entry["verdict"]]
    return Text(
        f"{cited.en}: {rule.en}{found.en}{f' ({facts.en})' if facts.en else ''}. Therefore {therefore.en}",
        f"{cited.et}: {rule.et}{found.et}{f' ({facts.et})' if facts.et else ''}. Seega {therefore.et}",
    )


def _rule(entry: Entry, reader: _Reader) -> Text:
    """Return what the part tests, led in by what the part is for."""
    provision = reader.provision(entry["provision"])
    condition = getattr(provision, entry["part"], None) if entry["part"] != "effect" else None
    lead = _PARTS.get(entry["part"], NOTHING)
    if condition is None:
        return Text(f"{lead.en}: ", f"{lead.et}: ")
    said = explain(condition, reader.form, reader.guide)
    return Text(f"{lead.en} – {said.en}: ", f"{lead.et} – {said.et}: ")


_PARTS = {
    "applies": Text("whether it is concerned", "kas punkt puudutab seda juhtumit"),
    "when": Text("the test", "tingimus"),
    "must": Text("the duty", "kohustus"),
    "unless": Text("the exception", "erand"),
    "excused_if": Text("the excuse", "vabandus"),
    "only_if": Text("only if", "ainult siis, kui"),
    "effect": Text("what follows", "tagajärg"),
}
_TRUTHS = {
    "true": Text("this is so", "nii on"),
    "false": Text("this is not so", "nii ei ole"),
    "unknown": Text("this is open", "see on lahtine"),
}
_VERDICTS = {
    "not_concerned": Text("the clause is not concerned", "ei puutu see punkt siia"),
    "passes": Text("the clause does not stand in the way", "ei takista see punkt hüvitamist"),
    "bites": Text("the clause applies", "kohaldub see punkt"),
    "open": Text("the clause cannot be decided yet", "ei saa selle punkti üle veel otsustada"),
}


def _line(entry: Entry, reader: _Reader) -> Text:
    head = reader.words.heads.get(entry["head"], Text(entry["head"], entry["head"]))
    verdict = _LINES[entry["verdict"]]
    grounds = joined([reader.cited(ground) for ground in entry["grounds"]])
    named = Text(f" ({grounds.en})", f" ({grounds.et})") if entry["grounds"] else NOTHING
    return Text(
        f"line {entry['line']}, {head.en}: {verdict.en}{named.en}",
        f"rida {entry['line']}, {head.et}: {verdict.et}{named.et}",
    )


_LINES = {
    "refused": Text("refused", "hüvitist ei maksta"),
    "open": Text("open", "lahtine"),
    "refer": Text("for the supervisor", "juhendajale"),
    "payable": Text("payable", "makstav"),
}


def _step(entry: Entry, reader: _Reader) -> Text:
    if entry["step"] == "work_out":
        clause = _clause(entry, reader)
        return Text(f"worked out{clause.en}", f"arvutatud{clause.et}")
    clause = _clause(entry, reader)
    word = _WORDS[entry["step"]]
    was, now = reader.money(entry["was"]), reader.money(entry["now"])
    held = _held(entry, reader)
    if entry["was"] == entry["now"]:
        return Text(
            f"{word.en}{clause.en}: {now.en}, unchanged{held.en}", f"{word.et}{clause.et}: {now.et}, muutmata{held.et}"
        )
    uses = _uses(entry, reader)
    return Text(
        f"{word.en}{clause.en}: {was.en} becomes {now.en}{uses.en}{held.en}",
        f"{word.et}{clause.et}: {was.et} asemel {now.et}{uses.et}{held.et}",
    )


def _clause(entry: Entry, reader: _Reader) -> Text:
    if not entry["clause"]:
        return NOTHING
    cited = reader.cited(entry["clause"])
    return Text(f" ({cited.en})", f" ({cited.et})")


def _held(entry: Entry, reader: _Reader) -> Text:
    if "held" not in entry:
        return NOTHING
    later = reader.money(entry["held"])
    return Text(f"; {later.en} can be paid later", f"; {later.et} võib maksta hiljem")


def _uses(entry: Entry, reader: _Reader) -> Text:
    said = [_use(name, use, reader) for name, use in entry["uses"].items() if use["value"]]
    if not said:
        return NOTHING
    used = joined(said, "; ", "; ")
    return Text(f" – {used.en}", f" – {used.et}")


def _use(name: str, use: Entry, reader: _Reader) -> Text:
    line, _, fact = name.rpartition(".")
    return fact_says({"fact": fact, "line": line, "state": "known", "values": [use["value"]]}, reader.words)


_WORDS = {
    "value": Text("value", "väärtus"),
    "work_out": Text("worked out", "arvutatud"),
    "cap": Text("limit", "hüvitispiir"),
    "floor": Text("minimum", "miinimum"),
    "less": Text("taken off", "maha arvatud"),
    "times": Text("share", "osakaal"),
    "proportion": Text("proportion", "proportsioon"),
    "franchise": Text("franchise", "frantsiis"),
    "bear_at_most": Text("most that you bear", "suurim enda kanda jääv osa"),
    "add": Text("added", "lisatud"),
    "reduce": Text("reduction for breach of duty", "hüvitise vähendamine kohustuse rikkumise tõttu"),
    "contribute": Text("other insurance", "teine kindlustus"),
    "hold_back": Text("held back", "kinni peetud"),
    "round": Text("rounding", "ümardamine"),
}


def _check(entry: Entry, reader: _Reader) -> Text:
    stages = reader.guide.stages if reader.guide else ()
    text = next((stage.text for stage in stages if stage.name == entry["stage"] and stage.text), None)
    return _judged(text or Text(entry["stage"], entry["stage"]), entry, reader)


def _trigger(entry: Entry, reader: _Reader) -> Text:
    triggers = reader.guide.triggers if reader.guide else ()
    text = next((trigger.text for trigger in triggers if trigger.id == entry["trigger"] and trigger.text), None)
    return _judged(text or Text(entry["trigger"], entry["trigger"]), entry, reader)


def _judged(text: Text, entry: Entry, reader: _Reader) -> Text:
    found, facts = _TRUTHS[entry["truth"]], reader.facts(entry["rests_on"])
    return Text(
        f"{text.en.rstrip('.')}: {found.en}{f' ({facts.en})' if facts.en else ''}",
        f"{text.et.rstrip('.')}: {found.et}{f' ({facts.et})' if facts.et else ''}",
    )


def _what_if(entry: Entry, reader: _Reader) -> Text:
    if not entry["matter"]:
        return Text(
            "whatever the open facts are, the outcome is the same: nothing need be asked",
            "lahtised asjaolud tulemust ei muuda: midagi pole vaja küsida",
        )
    labels = joined([_label(name, reader) for name in entry["matter"]])
    return Text(f"the outcome turns on: {labels.en}", f"tulemus sõltub sellest: {labels.et}")


def _label(name: str, reader: _Reader) -> Text:
    line, _, fact = name.rpartition(".")
    label = reader.words.paper(fact.partition(":")[2]) if ":" in fact else reader.words.label(fact)
    return Text(f"{label.en} ({line})", f"{label.et} ({line})") if line else label


def _authority(entry: Entry, reader: _Reader) -> Text:
    amount = reader.money(entry["refused"] if entry["measure"] is None else entry["measure"])
    if entry["over"]:
        return Text(f"{amount.en} is above your authority", f"{amount.et} ületab sinu volituste piiri")
    return Text(f"{amount.en} is within your authority", f"{amount.et} jääb sinu volituste piiresse")


def _result(entry: Entry, reader: _Reader) -> Text:
    result = _DISPOSITIONS[entry["disposition"]]
    if entry["disposition"] == "approve":
        amount = reader.money(entry["payable"])
        return Text(f"{result.en}: {amount.en}", f"{result.et}: {amount.et}")
    if entry["disposition"] == "reject" and entry["lead"]:
        lead = reader.cited(entry["lead"])
        return Text(f"{result.en}: {lead.en}", f"{result.et}: {lead.et}")
    papers = joined([reader.words.paper(request["paper"]) for request in entry["requests"]])
    return Text(f"{result.en}: {papers.en}", f"{result.et}: {papers.et}") if entry["requests"] else result


_DISPOSITIONS = {
    "approve": Text("approve", "hüvitada"),
    "reject": Text("reject", "hüvitamisest keelduda"),
    "request_information": Text("request information", "küsida lisateavet"),
    "escalate": Text("escalate", "suunata edasi"),
}

_SAYERS: dict[str, Callable[[Entry, _Reader], Text]] = {
    "edition": _edition,
    "error": _error,
    "check": _check,
    "trigger": _trigger,
    "provision": _provision,
    "line": _line,
    "step": _step,
    "what_if": _what_if,
    "authority": _authority,
    "result": _result,
}
