"""Ties: what a pin supports (a provision, ``provision:4.1``) or clashes with (another pin)."""

_SUPPORTS = "provision:"


def supports(provision: str) -> str:
    """Return the tie that says a pin supports *provision*."""
    return f"{_SUPPORTS}{provision}"


def supported(tie: str) -> str | None:
    """Return the provision that *tie* supports, or None where it names a pin that clashes."""
    return tie.removeprefix(_SUPPORTS) if tie.startswith(_SUPPORTS) else None
