"""Overlays: the law of a market, added by the guide to the provisions of a form (COVERAGE_LANGUAGE, section 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from simulator.coverage.language.conditions import All, AnyOf, Condition
from simulator.coverage.language.guides import Guide, Overlay
from simulator.coverage.language.provisions import Provision

_WIDENING = frozenset({"unless", "excused_if"})


def overlaid(provision: Provision, guide: Guide, market: str) -> Provision:
    """Return *provision* with the overlays of *guide* that concern it in *market*."""
    for overlay in guide.overlays:
        if _concerns(overlay, provision, market):
            provision = _added(provision, overlay)
    return provision


def _concerns(overlay: Overlay, provision: Provision, market: str) -> bool:
    if overlay.markets and market not in overlay.markets:
        return False
    if overlay.unless_has and getattr(provision, overlay.unless_has) is not None:
        return False
    return provision.id in overlay.provisions or (overlay.kind is not None and provision.kind is overlay.kind)


def _added(provision: Provision, overlay: Overlay) -> Provision:
    parts: dict[str, Any] = {part: _joined(part, getattr(provision, part), more) for part, more in overlay.add.items()}
    return replace(provision, overlays=(*provision.overlays, overlay.id), **parts)


def _joined(part: str, had: Condition | None, more: Condition) -> Condition:
    """Return both conditions as one: a write-back or an excuse is widened, any other part narrowed."""
    if had is None:
        return more
    return AnyOf((had, more)) if part in _WIDENING else All((had, more))
