"""What every formula asks of its numbers, said in one voice."""

from simulator.errors import Invalid


def a_share(value: float, name: str) -> float:
    """Return *value*, which must lie in 0..1.

    Raises:
        Invalid: It does not.
    """
    if not 0 <= value <= 1:
        raise Invalid(f"The {name} cannot be {value:g}; it lies between 0 and 1.")
    return value


def a_count(claims: int) -> int:
    """Return *claims*, of which there must be one.

    Raises:
        Invalid: There is none.
    """
    if claims < 1:
        raise Invalid("A score needs at least one claim.")
    return claims
