"""Reading a world file."""

import hashlib
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.scenario import Fixed, OnFile, Target
from simulator.domain.text import Text
from simulator.generation.worlds import specs
from simulator.generation.worlds.model import KEYED, Captions, Job, LineMix, PaperPlan, Pattern, Premium, When, World
from simulator.generation.worlds.overlays import laid_over
from simulator.generation.worlds.reading import Curves, pair, spec_of
from simulator.generation.worlds.specs import Spec
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar, number, read
from simulator.strict_yaml.fields import words

_KEYS = (
    "world", "market", "number", "kind", "amount", "labour", "facts", "roles", "severities", "proposes", "then",
    "prefers", "mix", "seasons", "jobs", "papers", "events", "complications", "premium", "brings",
    "most_papers", "record", "differing",
)  # fmt: skip
_PAPER = ("received", "when", "fields", "lines", "heads", "captions", "silent_on", "speaks_of")
_PREMIUM = ("of", "per_mille", "charged", "owed", "young_under", "young_percent", "instalments")
_JOB = ("head", "when", "work", "label", "zones", "hours", "quantity", "least")


def read_world(path: Path) -> World:
    """Return the world of the file at *path*; ``form.market.yaml`` is laid over ``form.yaml`` beside it.

    Raises:
        InvalidContent: It breaks the rules of world files; every problem is listed.
    """
    base = path.with_name(f"{path.name.partition('.')[0]}.yaml")
    under = base.read_text("utf-8") if base != path else ""
    return load_world(path.read_text("utf-8"), file=f"worlds/{path.name}", under=under)


def load_world(text: str, *, file: str, under: str = "") -> World:
    """Return the world that *text* describes, laid over that of the text *under*; *file* names it in messages."""
    problems, node = Problems(file), _node(text, file)
    base = _node(under, f"{file.partition('.')[0]}.yaml") if under else None
    if isinstance(base, Entries) and isinstance(node, Entries):
        node = laid_over(base, node)
    top = Fields(node, problems, "", _KEYS)
    curves = _curves(top, problems)
    bound, only_when = _bindings(top, problems)
    kind, mix = (
        Fields(top.need("kind"), problems, "kind", ("text", "by")),
        Fields(top.node("mix"), problems, "mix", ("by", "of")),
    )
    world = World(
        form=top.needed_text("world"),
        market=top.text("market"),
        prefix=top.needed_text("number"),
        kind=_words(kind.need("text"), problems, "kind.text"),
        kind_by=kind.text("by"),
        amount=top.text("amount"),
        most_papers=top.whole("most_papers"),
        labour=top.number("labour") if "labour" in top else None,
        facts=bound,
        only_when=only_when,
        roles={name: _role(node, problems, f"roles.{name}") for name, node in top.pairs("roles")},
        proposes=_specs(top.pairs("proposes"), problems, "proposes", curves),
        then=_specs(top.pairs("then"), problems, "then", curves),
        prefers=_prefers(top, problems, curves),
        mix_by=mix.text("by"),
        seasons={name: _months(node, problems) for name, node in _spread(top.pairs("seasons"))},
        mixes={name: _mixes(node, problems, curves) for name, node in _spread(mix.pairs("of"))},
        jobs=tuple(_job(node, problems) for node in top.items("jobs")),
        papers={kind: _paper(kind, node, problems, curves) for kind, node in top.pairs("papers")},
        events=tuple(_event(node, problems, curves) for node in top.items("events")),
        complications={name: _pattern(node, problems, name) for name, node in top.pairs("complications")},
        brings={kind: _when(node, problems, f"brings.{kind}") for kind, node in top.pairs("brings")},
        premium=_premium(top.node("premium"), problems),
        record=top.words("record") or KEYED,
        differing={name: words(node) for name, node in top.pairs("differing")},
        content_hash=hashlib.sha256(f"{under}{text}".encode()).hexdigest(),
    )
    problems.raise_if_any()
    return world


@lru_cache(maxsize=2)
def _node(text: str, file: str) -> Node:
    """Return the parsed text; the world of all markets is laid under that of each, and parsed once."""
    return read(text, file)


def _words(node: Node | None, problems: Problems, key: str) -> Text:
    return text_of(node, problems, key) or Text("", "")


def _names(fields: Fields, key: str) -> dict[str, str]:
    return {name: node.text for name, node in fields.pairs(key) if isinstance(node, Scalar)}


def _bindings(top: Fields, problems: Problems) -> tuple[dict[str, str], dict[str, When]]:
    """``fact: attribute``, or ``fact: {is: attribute, when: {..}}`` where it is proposed only then."""
    bound, only_when = _names(top, "facts"), {}
    for name, node in top.pairs("facts"):
        if isinstance(node, Entries):
            fields = Fields(node, problems, f"facts.{name}", ("is", "when"))
            bound[name] = fields.needed_text("is")
            only_when[name] = _when(fields.need("when"), problems, f"facts.{name}.when")
    return bound, only_when


def _spread(pairs: tuple[tuple[str, Node], ...]) -> list[tuple[str, Node]]:
    """``fire, hail: ..`` stands for both."""
    return [(name.strip(), node) for names, node in pairs for name in names.split(",")]


def _specs(pairs: tuple[tuple[str, Node], ...], problems: Problems, key: str, curves: Curves) -> dict[str, Spec]:
    return {name: spec_of(node, problems, f"{key}.{name}", curves) for name, node in pairs}


def _curves(top: Fields, problems: Problems) -> Curves:
    curves: Curves = {}
    for name, node in top.pairs("severities"):
        fields = Fields(node, problems, f"severities.{name}", ("source", "curve"))
        fields.needed_text("source")
        rows = [_row(item) for item in fields.items("curve") if isinstance(item, Listing)]
        if len(rows) < 2 or rows[0][0] != 0 or rows[-1][0] != 10000:
            problems.add(node, f"severities.{name}", "the curve must run from 0 to 10000")
        curves[name] = tuple(rows)
    return curves


def _row(item: Listing) -> tuple[int, Fraction]:
    at, amount = (number(cell) for cell in item)
    return int(at), amount


def _role(node: Node, problems: Problems, key: str) -> tuple[str, dict[str, str]]:
    fields = Fields(node, problems, key, ("by", "of"))
    return fields.needed_text("by"), _names(fields, "of")


def _prefers(top: Fields, problems: Problems, curves: Curves) -> dict[str, dict[str, Spec]]:
    return {
        head: _specs(Fields(node, problems, f"prefers.{head}", _keys(node)).entries.items(), problems, head, curves)
        for head, node in top.pairs("prefers")
    }


def _keys(node: Node) -> tuple[str, ...]:
    return node.keys() if isinstance(node, Entries) else ()


def _months(node: Node, problems: Problems) -> frozenset[int]:
    months = {str(month) for month in range(3, 12)}  # a loss is drawn from the tenth of February to the end of November
    named = words(node)
    if not set(named) & months:
        problems.add(node, "seasons", "no month from 3 to 11 is named", "write hail: [5, 6, 7]")
    return frozenset(int(month) for month in named if month in months)


def _mixes(node: Node, problems: Problems, curves: Curves) -> tuple[LineMix, ...]:
    if not isinstance(node, Listing):
        problems.add(node, "mix.of", "a list must stand here")
        return ()
    return tuple(_mix(item, problems, curves) for item in node)


def _mix(node: Node, problems: Problems, curves: Curves) -> LineMix:
    fields = Fields(node, problems, "mix.of", ("often", "lines"))
    lines = []
    for item in fields.items("lines"):
        entries = dict(Fields(item, problems, "mix.of.lines", _keys(item)).entries.items())
        head = entries.pop("head", None)
        if not isinstance(head, Scalar):
            problems.add(item, "mix.of.lines", "head missing", "write head: ..")
            continue
        lines.append((head.text, _specs(tuple(entries.items()), problems, "mix.of.lines", curves)))
    return LineMix(often=fields.whole("often", 1), lines=tuple(lines))


def _when(node: Node | None, problems: Problems, key: str) -> When:
    if node is None:
        return ()
    pairs = Fields(node, problems, key, _keys(node)).entries.items()
    return tuple((name, frozenset(words(item))) for name, item in pairs)


def _job(node: Node, problems: Problems) -> Job:
    fields = Fields(node, problems, "jobs", _JOB)
    work = _words(fields.need("work"), problems, "jobs.work")
    label = fields.node("label")
    return Job(
        head=fields.needed_text("head"),
        when=_when(fields.node("when"), problems, "jobs.when"),
        work=work,
        label=_words(label, problems, "jobs.label") if label is not None else work,
        zones=fields.words("zones"),
        hours=pair(fields, "hours") if "hours" in fields else (0, 0),
        quantity=fields.whole("quantity", 1),
        least=fields.whole("least"),
    )


def _paper(kind: str, node: Node, problems: Problems, curves: Curves) -> PaperPlan:
    key = f"papers.{kind}"
    fields = Fields(node, problems, key, _PAPER)
    received = Fields(fields.need("received"), problems, f"{key}.received", ("on", "at"))
    return PaperPlan(
        kind=kind,
        received_on=spec_of(received.need("on"), problems, f"{key}.received.on", curves),
        received_at=spec_of(received.need("at"), problems, f"{key}.received.at", curves),
        when=_when(fields.node("when"), problems, f"{key}.when"),
        fields=_specs(fields.pairs("fields"), problems, f"{key}.fields", curves),
        lines=_specs(fields.pairs("lines"), problems, f"{key}.lines", curves),
        heads=fields.words("heads"),
        captions=_captions(fields.node("captions"), problems, key, curves),
        silent_on=frozenset(fields.words("silent_on")),
        speaks_of={name: _when(item, problems, f"{key}.speaks_of.{name}") for name, item in fields.pairs("speaks_of")},
    )


def _captions(node: Node | None, problems: Problems, key: str, curves: Curves) -> Captions | None:
    if node is None:
        return None
    fields = Fields(node, problems, f"{key}.captions", ("of", "field", "says"))
    return Captions(
        of=fields.needed_text("of"),
        field=fields.needed_text("field"),
        says=_specs(fields.pairs("says"), problems, f"{key}.captions.says", curves),
    )


def _event(node: Node, problems: Problems, curves: Curves) -> tuple[str, Spec]:
    fields = Fields(node, problems, "events", ("at", "text"))
    return fields.needed_text("at"), specs.words(_words(fields.need("text"), problems, "events.text"))


def _pattern(node: Node, problems: Problems, name: str) -> Pattern:
    key = f"complications.{name}"
    fields = Fields(node, problems, key, ("label", "targets", "fix", "papers", "plants"))
    return Pattern(
        targets=tuple(_target(item, problems, key) for item in fields.items("targets")),
        fix={fact: _fixed(item, problems, f"{key}.fix.{fact}") for fact, item in fields.pairs("fix")},
        papers={kind: OnFile(word) for kind, word in _names(fields, "papers").items()},
        label=text_of(fields.node("label"), problems, f"{key}.label"),
        plants=tuple(_place(word, problems, node, f"{key}.plants") for word in fields.words("plants")),
    )


def _place(word: str, problems: Problems, node: Node, key: str) -> tuple[str, str]:
    kind, _, field = word.partition(".")
    if not field:
        problems.add(node, key, f"{word} names no field", f"write {word}.field")
    return kind, field


def _target(node: Node, problems: Problems, key: str) -> Target:
    fields = Fields(node, problems, key, ("provision", "side", "near", "evidence"))
    return Target(
        provision=fields.needed_text("provision"),
        side=fields.text("side", "inside"),
        near=fields.text("near", "any"),
        evidence=fields.text("evidence", "known"),
    )


def _fixed(node: Node, problems: Problems, key: str) -> Fixed:
    if isinstance(node, Scalar):
        return Fixed(low=node.text, at=node.line)
    fields = Fields(node, problems, key, ("from", "to"))
    return Fixed(low=fields.needed_text("from"), high=fields.needed_text("to"), at=node.line)


def _premium(node: Node | None, problems: Problems) -> Premium | None:
    if node is None:
        return None
    fields = Fields(node, problems, "premium", _PREMIUM)
    return Premium(
        of=fields.needed_text("of"),
        per_mille=pair(fields, "per_mille"),
        charged=fields.text("charged"),
        owed=fields.text("owed"),
        young_under=fields.whole("young_under"),
        young_percent=fields.whole("young_percent", 100),
        instalments=fields.whole("instalments", 4),
    )
