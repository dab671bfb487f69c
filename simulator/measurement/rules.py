"""The numbers of measurement: planning values, widths, and from how many on a figure is told; from measurement.yaml."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.strict_yaml import Fields, Problems, read

_PARTS: Mapping[str, tuple[str, ...]] = {
    "single_claim": ("low", "high"),
    "spread": ("sd", "at_reliability"),
    "interval": ("z",),
    "band": ("errors",),
    "consistency": ("wanted",),
    "people": ("alpha", "reliability"),
    "detection": ("per_class",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers in force. Reliabilities and shares lie in 0..1, ``spread_sd`` is in points of 100.

    Until people have sat the form, one claim is planned to be as reliable as ``single_low`` to ``single_high``, and
    the spread of scores to be ``spread_sd`` on a form as reliable as ``spread_at``. ``sources`` is by part.
    """

    edition: str
    single_low: float
    single_high: float
    spread_sd: float
    spread_at: float
    interval_z: float
    band_errors: float
    consistency_wanted: float
    people_for_alpha: int
    people_for_reliability: int
    claims_per_class: int
    sources: Mapping[str, str]
    content_hash: str = field(default="", compare=False)

    @property
    def var_person(self) -> float:
        """The planned spread of true scores, in squared points: sd^2 * R of the form that the spread is planned on."""
        return self.spread_sd**2 * self.spread_at


def load(text: str, *, file: str = "measurement.yaml") -> Rules:
    """Return the rules that *text* holds.

    Raises:
        InvalidContent: A key is unknown or missing, has no source, or a number is out of its bounds; all are listed.
    """
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", ("measurement", *_PARTS))
    parts = {name: Fields(top.need(name), problems, name, (*keys, "source")) for name, keys in _PARTS.items()}
    rules = Rules(
        edition=top.needed_text("measurement"),
        single_low=_share(parts["single_claim"], "low"),
        single_high=_share(parts["single_claim"], "high"),
        spread_sd=parts["spread"].positive("sd"),
        spread_at=_share(parts["spread"], "at_reliability"),
        interval_z=parts["interval"].positive("z"),
        band_errors=parts["band"].positive("errors"),
        consistency_wanted=_share(parts["consistency"], "wanted"),
        people_for_alpha=parts["people"].count("alpha", 2),
        people_for_reliability=parts["people"].count("reliability", 2),
        claims_per_class=parts["detection"].count("per_class", 2),
        sources={name: part.needed_text("source") for name, part in parts.items()},
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    if rules.single_low > rules.single_high:
        problems.add(parts["single_claim"].line, "single_claim", "low is above high", "write the lesser one as low")
    problems.raise_if_any()
    return rules


def _share(fields: Fields, name: str) -> float:
    value = fields.positive(name)
    if value >= 1:
        fields.problems.add(fields.line, fields.key(name), f"{value:g} is not below 1", "write a share, such as 0.12")
    return value
