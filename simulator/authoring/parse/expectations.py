"""The ``expect`` of a scenario: one act, or several that are right in turn."""

from decimal import Decimal

from simulator.domain.decision import Disposition
from simulator.domain.scenario import Expectation
from simulator.phrases import phrase
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems

_KEYS = (
    "disposition", "grounds", "reasons", "requests", "cites", "escalate_to", "then", "payable", "lines", "alternatives",
)  # fmt: skip
_ACTS = tuple(str(act) for act in Disposition)
_SYNONYMS = {
    "accept": "approve",
    "pay": "approve",
    "refuse": "reject",
    "deny": "reject",
    "request": "request_information",
}


def expectations_of(node: Node | None, problems: Problems) -> tuple[Expectation, ...]:
    """Return the acts in turn."""
    if isinstance(node, Listing):
        return tuple(_expectation(item, problems) for item in node)
    return (_expectation(node, problems),) if isinstance(node, Entries) else _refused(node, problems)


def _refused(node: Node | None, problems: Problems) -> tuple[Expectation, ...]:
    if node is not None:
        fix = phrase("write expect: {disposition: approve}")
        problems.add(node, "expect", phrase("an act must stand here"), fix)
    return ()


def _expectation(node: Node, problems: Problems) -> Expectation:
    fields = Fields(node, problems, "expect", _KEYS)
    fields.need("disposition")
    return Expectation(
        disposition=_act(fields.one_of("disposition", _ACTS, "approve", _SYNONYMS)),
        grounds=_listed(fields, "grounds"),
        reasons=_listed(fields, "reasons"),
        requests=_listed(fields, "requests"),
        cites=fields.words("cites"),
        escalate_to=fields.text("escalate_to"),
        then=_act(fields.one_of("then", _ACTS)) if "then" in fields else None,
        payable=_amount(fields),
        lines=tuple(_act(word) for word in _acts(fields, "lines", problems)),
        alternatives=_alternatives(fields, problems),
        at=node.line,
    )


def _act(word: str) -> Disposition:
    return Disposition(word or "approve")


def _listed(fields: Fields, key: str) -> tuple[str, ...] | None:
    return fields.words(key) if key in fields else None


def _acts(fields: Fields, key: str, problems: Problems) -> list[str]:
    words = fields.words(key)
    for word in words:
        if word not in _ACTS:
            message = phrase("%(word)s is not one of %(known)s%(hint)s", word=word, known=", ".join(_ACTS), hint="")
            problems.add(fields.node(key) or fields.line, f"expect.{key}", message)
    return [word for word in words if word in _ACTS]


def _alternatives(fields: Fields, problems: Problems) -> tuple[Disposition, ...] | None:
    if "alternatives" not in fields:
        return None
    return tuple(_act(word) for word in _acts(fields, "alternatives", problems))


def _amount(fields: Fields) -> Decimal | None:
    if "payable" not in fields:
        return None
    amount = fields.number("payable")
    return Decimal(amount.numerator) / Decimal(amount.denominator)
