"""The look of a single claim: an author tries a scenario out in another language or theme than his or her own."""

from uuid import UUID

from flask import request, session

_LOOKS = "looks"
_MOST = 4


def look_so(item_id: UUID, language: str, theme: str) -> None:
    """Show that item in *language* and *theme* in this browser; what is empty stays as the person has it."""
    looks = {**session.get(_LOOKS, {}), str(item_id): [language, theme]}
    session[_LOOKS] = dict(list(looks.items())[-_MOST:])


def look() -> tuple[str, str]:
    """Return language and theme of the item that this request is about; empty where there is nothing special."""
    if _LOOKS not in session:
        return "", ""
    language, theme = session[_LOOKS].get(str((request.view_args or {}).get("item_id")), ("", ""))
    return language, theme


def as_usual() -> None:
    """Forget every look: the person has chosen a language by hand."""
    session.pop(_LOOKS, None)
