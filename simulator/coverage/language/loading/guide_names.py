"""Names that a guide may use beside facts (COVERAGE_LANGUAGE, section 8)."""

from simulator.coverage.language.facts import Fact
from simulator.coverage.language.provisions import ProvisionKind
from simulator.domain.text import Text
from simulator.domain.values import ValueType

_AMOUNTS = {
    "payable": Text("the amount payable", "makstav summa"),
    "held_back": Text("the amount held back", "kinni peetud summa"),
    "claimed": Text("the amount claimed", "nõutud summa"),
    "paid_before": Text("paid before", "varem makstud"),
    "reserve": Text("the reserve", "reserv"),
}
_FLAGS = {
    "close_provision_lead": Text("the leading clause is a matter of judgement", "juhtiv punkt on kaalutlusotsus"),
    "undisputed_lines": Text("some lines are undisputed", "osa ridu on vaidlustamata"),
}
_KINDS = {kind.value: Text(kind.value.replace("_", " "), kind.value.replace("_", " ")) for kind in ProvisionKind}
_ROLES = {
    "trainee": Text("trainee", "õppija"),
    "handler": Text("claims handler", "kahjukäsitleja"),
    "senior": Text("senior claims handler", "vanemkahjukäsitleja"),
    "supervisor": Text("supervisor", "juhendaja"),
}


def _named(name: str, kind: ValueType, label: Text, choices: dict[str, Text] | None = None) -> Fact:
    return Fact(name=name, type=kind, label=label, choices=choices or {})


GUIDE_NAMES: dict[str, Fact] = {
    **{name: _named(name, ValueType.MONEY, label) for name, label in _AMOUNTS.items()},
    **{name: _named(name, ValueType.YES_NO, label) for name, label in _FLAGS.items()},
    "lines_refused": _named("lines_refused", ValueType.NUMBER, Text("lines refused", "keeldutud ridu")),
    "lead_kind": _named(
        "lead_kind", ValueType.CHOICE, Text("the kind of the leading clause", "juhtiva punkti liik"), _KINDS
    ),
    "role": _named("role", ValueType.CHOICE, Text("the role", "roll"), _ROLES),
}
