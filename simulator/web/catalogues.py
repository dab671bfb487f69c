"""Catalogues of words: every ``translations/<language>/*.po`` is read once and kept in memory, so no .mo goes stale."""

from collections.abc import Callable
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup

FOLDER = Path(__file__).parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the words of *language*, of all rooms together; English is what the source says."""
    merged = None
    for file in sorted((FOLDER / language).glob("*.po")):
        part = _compiled(file, language)
        merged = part if merged is None else merged.merge(part)
    return merged or NullTranslations()


@cache
def words(language: str) -> Callable[..., Markup]:
    """Return what says a message in *language*, for pages of so many words that the way through the request tells."""
    say = cache(catalogue(language).ugettext)

    def said(message: str, **values: object) -> Markup:
        text = Markup(say(message))  # noqa: S704 - messages are our own; values are escaped
        return text % values if values else text

    return said


def _compiled(file: Path, language: str) -> Translations:
    compiled = BytesIO()
    with file.open("rb") as opened:
        write_mo(compiled, read_po(opened, locale=language, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


class _Words(Domain):  # type: ignore[misc]
    def get_translations(self) -> NullTranslations:
        """Return the words of the language of this request."""
        locale = get_locale()
        return catalogue(locale.language) if locale else NullTranslations()


class Words(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The words of every room."""
        return _Words()
