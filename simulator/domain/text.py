"""Words in the languages that people read."""

from dataclasses import dataclass

LANGUAGES = ("en", "et")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and Estonian."""

    en: str
    et: str

    def in_(self, language: str) -> str:
        """Return the words in *language*; English where it is none of ours."""
        return self.et if language == "et" else self.en
