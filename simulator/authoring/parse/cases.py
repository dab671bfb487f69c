"""The ``case`` of a scenario: targets, fixed facts, papers, complications, lines."""

from collections.abc import Mapping

from simulator.domain.scenario import Case, Complication, Fixed, OnFile, PlannedLine, Slip, Target
from simulator.phrases import phrase
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar, did_you_mean

_CASE = ("target", "targets", "fix", "papers", "complications", "lines")
_TARGET = ("provision", "side", "near", "evidence", "part", "line", "step")
_SYNONYMS = {"missing": "absent", "lost": "absent", "none": "absent", "there": "present", "wrong": "corrected"}
_SIDES = ("inside", "outside", "bites", "passes", "any")
_NEAR = ("line", "any")
_EVIDENCE = ("known", "open", "split", "agreeing", "unproved")
_STEPS = ("under", "at", "over")
_PARTS = ("applies", "when", "unless", "must", "excused_if", "only_if")


def case_of(node: Node | None, problems: Problems) -> Case:
    """Return what the scenario fixes."""
    fields = Fields(node, problems, "case", _CASE)
    if "target" in fields and "targets" in fields:
        problems.add(
            fields.node("target") or fields.line, "case", phrase("target and targets both given"), phrase("keep one")
        )
    alone = fields.node("target")
    listed = (alone,) if alone is not None else fields.items("targets")
    return Case(
        targets=tuple(_target(item, problems) for item in listed),
        fix=fixed_of(fields.pairs("fix"), problems, "case.fix"),
        papers={kind: _on_file(kind, item, problems) for kind, item in fields.pairs("papers")},
        complications=tuple(_complication(item, problems) for item in fields.items("complications")),
        lines=tuple(_line(item, problems) for item in fields.items("lines")),
    )


def _target(node: Node, problems: Problems) -> Target:
    fields = Fields(node, problems, "case.target", _TARGET)
    return Target(
        provision=fields.needed_text("provision"),
        side=fields.one_of("side", _SIDES, "inside"),
        near=fields.one_of("near", _NEAR, "any"),
        evidence=fields.one_of("evidence", _EVIDENCE, "known"),
        part=fields.one_of("part", _PARTS),
        line=fields.text("line"),
        step=fields.one_of("step", _STEPS),
        at=fields.line,
    )


def fixed_of(pairs: tuple[tuple[str, Node], ...], problems: Problems, key: str) -> Mapping[str, Fixed]:
    """Return the values that are set: one, or ``{from, to}`` to draw from."""
    return {name: _fixed(node, problems, f"{key}.{name}") for name, node in pairs}


def _fixed(node: Node, problems: Problems, key: str) -> Fixed:
    if isinstance(node, Scalar):
        return Fixed(low=node.text, at=node.line)
    if isinstance(node, Listing):
        return Fixed(low=",".join(item.text for item in node if isinstance(item, Scalar)), at=node.line)
    fields = Fields(node, problems, key, ("from", "to"))
    return Fixed(low=fields.needed_text("from"), high=fields.needed_text("to"), at=node.line)


def _on_file(kind: str, node: Node, problems: Problems) -> OnFile:
    word = node.text if isinstance(node, Scalar) else ""
    known = [str(state) for state in OnFile]
    if word not in known:
        hint = did_you_mean(word, known, _SYNONYMS)
        message = phrase(
            "%(word)s is not one of %(known)s%(hint)s", word=word or phrase("this"), known=", ".join(known), hint=hint
        )
        problems.add(node, f"case.papers.{kind}", message)
        return OnFile.PRESENT
    return OnFile(word)


def _complication(node: Node, problems: Problems) -> Complication:
    if isinstance(node, Scalar):
        return Complication(name=node.text, at=node.line)
    if isinstance(node, Entries) and node.items():
        name, about = node.items()[0]
        if isinstance(about, Scalar):
            slip = Fields(node, problems, "case.complications", (name, "slip")).one_of("slip", tuple(map(str, Slip)))
            return Complication(name=name, about=about.text, slip=Slip(slip) if slip else None, at=node.line)
    fix = phrase("write late_notice, or conflict: occurred_on")
    problems.add(node, "case.complications", phrase("a name must stand here"), fix)
    return Complication(name="", at=node.line)


def _line(node: Node, problems: Problems) -> PlannedLine:
    fields = Fields(node, problems, "case.lines", ("head", "fix"))
    return PlannedLine(
        head=fields.needed_text("head"),
        fix=fixed_of(fields.pairs("fix"), problems, "case.lines.fix"),
        at=fields.line,
    )
