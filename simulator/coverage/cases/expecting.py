"""What a case expects, and how a determination differs from it. Only what is named is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from simulator.coverage.determination import Determination, Flag, LineResult
from simulator.domain.decision import Disposition
from simulator.domain.values import number_text
from simulator.strict_yaml import Fields, Node, Problems, Scalar, did_you_mean

_AMOUNTS = ("payable", "held_back", "overpaid")
_SETS = ("grounds", "reasons", "also", "requests", "alternatives", "errors")
_WORDS = ("disposition", "lead", "escalate_to", "because_of")
KEYS = (*_WORDS, *_AMOUNTS, *_SETS, "pay_now", "lines", "flags")
_LINE_AMOUNTS = ("payable", "accepted", "held_back")
LINE_KEYS = ("disposition", *_LINE_AMOUNTS, "grounds")

Plain = str | frozenset[str] | Decimal
Wrong = tuple[str, frozenset[str] | None]
"""An error that must be flagged: what it is about and, where the case says so, all its places."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out: by key, line by line, and error by error."""

    of_claim: Mapping[str, Plain]
    lines: tuple[Mapping[str, Plain], ...] | None
    pay_now: Mapping[str, Decimal] | None
    flags: tuple[Wrong, ...] | None


def read_expected(node: Node, problems: Problems, key: str) -> Expected:
    """Return what the case expects; what is wrong with it goes to *problems*.

    ``flags`` are all errors on the file, each as often as it is there: what it is about, or ``{about:, pins: [..]}``
    where its places are to be checked as well; ``errors`` only the keys of the record among them.
    """
    fields = Fields(node, problems, key, KEYS)
    of_claim = _plain(fields, _WORDS, _AMOUNTS, _SETS)
    _check_dispositions(fields, of_claim)
    lines = None
    if "lines" in fields:
        lines = tuple(_line(item, problems, f"{key}.lines[{at}]") for at, item in enumerate(fields.items("lines"), 1))
    pay_now = None
    if "pay_now" in fields:
        inner = Fields(
            fields.node("pay_now"), problems, f"{key}.pay_now", [name for name, _ in fields.pairs("pay_now")]
        )
        pay_now = {name: _amount(inner, name) for name, _ in fields.pairs("pay_now")}
    if not len(fields.entries):
        problems.add(fields.line, key, "nothing is expected", "write disposition: ..")
    flags = tuple(_flags(fields)) if "flags" in fields else None
    return Expected(of_claim, lines, pay_now, flags)


def _flags(fields: Fields) -> Iterator[Wrong]:
    for at, node in enumerate(fields.items("flags"), 1):
        if isinstance(node, Scalar):
            yield node.text, None
            continue
        one = Fields(node, fields.problems, fields.key(f"flags[{at}]"), ("about", "pins"))
        one.need("pins")
        yield one.needed_text("about"), frozenset(one.words("pins"))


def _line(node: Node, problems: Problems, key: str) -> dict[str, Plain]:
    fields = Fields(node, problems, key, LINE_KEYS)
    found = _plain(fields, ("disposition",), _LINE_AMOUNTS, ("grounds",))
    _check_dispositions(fields, found)
    return found


def _plain(fields: Fields, words: Sequence[str], amounts: Sequence[str], sets: Sequence[str]) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for name in words:
        if name in fields:
            found[name] = fields.text(name)
    for name in amounts:
        if name in fields:
            found[name] = _amount(fields, name)
    for name in sets:
        if name in fields:
            found[name] = frozenset(fields.words(name))
    return found


def _amount(fields: Fields, name: str) -> Decimal:
    return Decimal(number_text(fields.number(name))).quantize(Decimal("0.01"))


def _check_dispositions(fields: Fields, found: Mapping[str, Plain]) -> None:
    known = [str(disposition) for disposition in Disposition]
    for name in ("disposition", "alternatives"):
        words = found.get(name, frozenset())
        for word in (words,) if isinstance(words, str) else words if isinstance(words, frozenset) else ():
            if word not in known:
                node = fields.node(name)
                at = node.line if isinstance(node, Scalar) else fields.line
                fields.problems.add(at, fields.key(name), f"{word} is no disposition{did_you_mean(word, known)}")


def differences(expected: Expected, found: Determination) -> tuple[str, ...]:
    """Return, one a line, how *found* differs from what was *expected*.

    Of an escalation the amounts, grounds and lines are those of what should then be decided.
    """
    then = found.then or found
    differing = []
    for name, wanted in expected.of_claim.items():
        is_ = _READ[name](found if name not in _OF_THEN else then)
        if is_ != wanted:
            differing.append(f"{name}: expected {_shown(wanted)}, found {_shown(is_)}")
    if expected.pay_now is not None and dict(found.pay_now) != dict(expected.pay_now):
        differing.append(f"pay_now: expected {_pairs(expected.pay_now)}, found {_pairs(found.pay_now)}")
    if expected.flags is not None:
        differing.extend(_flag_differences(expected.flags, found.flags))
    if expected.lines is not None:
        differing.extend(_line_differences(expected.lines, then.lines))
    return tuple(differing)


def _flag_differences(expected: Sequence[Wrong], found: Sequence[Flag]) -> list[str]:
    left: list[Wrong] = [(flag.about, frozenset(flag.pins)) for flag in found]
    missed = False
    for about, pins in sorted(expected, key=lambda wanted: wanted[1] is None):
        hit = next((one for one in left if one[0] == about and pins in (None, one[1])), None)
        if hit is None:
            missed = True
        else:
            left.remove(hit)
    if not missed and not left:
        return []
    is_ = [(flag.about, frozenset(flag.pins)) for flag in found]
    return [f"flags: expected {_shown_flags(expected)}, found {_shown_flags(is_)}"]


def _shown_flags(flags: Sequence[Wrong]) -> str:
    said = [about if pins is None else f"{about} at {', '.join(sorted(pins))}" for about, pins in flags]
    return f"[{'; '.join(said)}]"


def _line_differences(expected: Sequence[Mapping[str, Plain]], found: Sequence[LineResult]) -> list[str]:
    if len(expected) != len(found):
        return [f"lines: expected {len(expected)}, found {len(found)}"]
    differing = []
    for at, (wanted, line) in enumerate(zip(expected, found, strict=True), 1):
        for name, value in wanted.items():
            is_ = _READ_LINE[name](line)
            if is_ != value:
                differing.append(f"lines[{at}].{name}: expected {_shown(value)}, found {_shown(is_)}")
    return differing


_OF_THEN = frozenset({*_AMOUNTS, "grounds", "reasons", "also", "lead"})
_READ: dict[str, Callable[[Determination], Plain]] = {
    "disposition": lambda found: str(found.disposition),
    "lead": lambda found: found.lead,
    "escalate_to": lambda found: found.escalate_to,
    "because_of": lambda found: found.because_of,
    "payable": lambda found: found.payable,
    "held_back": lambda found: found.held_back,
    "overpaid": lambda found: found.overpaid,
    "grounds": lambda found: frozenset(found.grounds),
    "reasons": lambda found: frozenset(found.reasons),
    "also": lambda found: frozenset(found.also),
    "errors": lambda found: frozenset(found.errors),
    "requests": lambda found: frozenset(request.paper for request in found.requests),
    "alternatives": lambda found: frozenset(
        str(other.disposition) for other in found.alternatives if other.amount_within is None
    ),
}
_READ_LINE: dict[str, Callable[[LineResult], Plain]] = {
    "disposition": lambda line: str(line.disposition),
    "payable": lambda line: line.payable,
    "accepted": lambda line: line.accepted,
    "held_back": lambda line: line.held_back,
    "grounds": lambda line: frozenset(line.grounds),
}


def _shown(value: Plain) -> str:
    return f"[{', '.join(sorted(value))}]" if isinstance(value, frozenset) else str(value) or "nothing"


def _pairs(amounts: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{name} {amount}" for name, amount in amounts.items()) or "nothing"
