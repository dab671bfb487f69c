"""The library: every form and guide under ``scenarios/``, read once, checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from simulator.coverage.evidence import DECLARATIONS, HEARSAY
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading import load_form, load_guide
from simulator.coverage.rules import Rules, compile_rules
from simulator.errors import InvalidContent, NotFound, Problem
from simulator.phrases import phrase
from simulator.strict_yaml import Entries, Scalar, did_you_mean, read_file

K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R", Form, Guide)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Forms by name and market in order of their first day, guides by name and market; compiled rules are kept.

    ``texts`` are the files that they were read from, by content hash.
    """

    forms: Mapping[tuple[str, str], tuple[Form, ...]]
    guides: Mapping[tuple[str, str], Guide]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    _rules: dict[tuple[str, str, str], Rules] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, folder: Path) -> Library:
        """Return the library of *folder*.

        Raises:
            InvalidContent: A form or guide breaks the language, or two do not go together; every problem is listed.
        """
        problems: list[Problem] = []
        markets = _markets(folder, problems)
        texts: dict[str, str] = {}
        forms = _all(
            folder, "forms/*/*.yaml", problems, texts, lambda text, file: load_form(text, file=file, markets=markets)
        )
        guides = _all(folder, "guides/*.yaml", problems, texts, lambda text, file: load_guide(text, file=file))
        problems += [*_misnamed(forms), *_overlaps(forms), *_twice(guides), *_idle_overlays(guides, forms)]
        problems += [*_clashes(guides, forms), *_uncompared(guides, forms)]
        if problems:
            raise InvalidContent(problems)
        by_name = {(guide.name, guide.market): guide for _, guide in guides}
        return cls(forms=_by_market(form for _, form in forms), guides=by_name, texts=texts)

    def editions(self, form: str, market: str) -> tuple[Form, ...]:
        """Return the editions of a form in a market, the oldest first.

        Raises:
            NotFound: There is none.
        """
        return _found(
            self.forms, (form, market), phrase("form %(form)s of market %(market)s", form=form, market=market)
        )

    def form(self, form: str, market: str, edition: str) -> Form:
        """Return one edition.

        Raises:
            NotFound: There is no such edition.
        """
        editions = {found.edition: found for found in self.editions(form, market)}
        return _found(editions, edition, f"edition {edition} of {form} of market {market}")

    def guide(self, name: str, market: str) -> Guide:
        """Return the handling guide of that name in a market.

        Raises:
            NotFound: There is none.
        """
        return _found(
            self.guides, (name, market), phrase("guide %(guide)s of market %(market)s", guide=name, market=market)
        )

    def guide_for(self, market: str, currency: str, on: date) -> Guide:
        """Return the guide that a market uses for a currency on a day; it is picked where a scenario names none.

        Raises:
            NotFound: There is none.
        """
        fits = (
            guide
            for guide in self.guides.values()
            if (guide.market, guide.currency) == (market, currency) and guide.in_use_from <= on <= guide.in_use_to
        )
        guide = next(fits, None)
        if guide is None:
            raise NotFound(f"There is no guide for market {market}, {currency}, on {on}.")
        return guide

    def rules(self, form: str, market: str, guide: str) -> Rules:
        """Return the compiled rules of a form under a guide, compiled on first use."""
        key = (form, market, guide)
        if key not in self._rules:
            self._rules[key] = compile_rules(self.editions(form, market), self.guide(guide, market))
        return self._rules[key]


def _found(among: Mapping[K, T], key: K, what: str) -> T:
    if key not in among:
        raise NotFound(phrase("There is no %(what)s.", what=what))
    return among[key]


def _markets(folder: Path, problems: list[Problem]) -> dict[str, str] | None:
    markets: dict[str, str] = {}
    for path in sorted((folder / "markets").glob("*.yaml")):
        try:
            node = read_file(path, _name(path, folder))
        except InvalidContent as error:
            problems += error.problems
            continue
        currency = node.get("currency") if isinstance(node, Entries) else None
        markets[path.stem] = currency.text if isinstance(currency, Scalar) else ""
    return markets or None


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _all(
    folder: Path, pattern: str, problems: list[Problem], texts: dict[str, str], load: Callable[[str, str], R]
) -> list[tuple[str, R]]:
    loaded = []
    for path in sorted(folder.glob(pattern)):
        text = path.read_text("utf-8")
        try:
            found = load(text, _name(path, folder))
            loaded.append((_name(path, folder), found))
            texts[found.content_hash] = text
        except InvalidContent as error:
            problems += error.problems
    return loaded


def _by_market(forms: Iterable[Form]) -> dict[tuple[str, str], tuple[Form, ...]]:
    grouped: dict[tuple[str, str], list[Form]] = {}
    for form in sorted(forms, key=lambda form: form.in_use_from):
        grouped.setdefault((form.name, form.market), []).append(form)
    return {key: tuple(editions) for key, editions in grouped.items()}


def _misnamed(forms: list[tuple[str, Form]]) -> Iterable[Problem]:
    for file, form in forms:
        wanted = f"forms/{form.name}/{form.market}-{form.edition}.yaml"
        if file != wanted:
            yield Problem(
                file=file, line=0, key="", message="the file is not called what it holds", fix=f"call it {wanted}"
            )


def _overlaps(forms: list[tuple[str, Form]]) -> Iterable[Problem]:
    for at, (file, form) in enumerate(forms):
        for _, other in forms[:at]:
            if (form.name, form.market) == (other.name, other.market):
                yield from _overlap(file, form, other)


def _overlap(file: str, form: Form, other: Form) -> Iterable[Problem]:
    first = max(form.in_use_from, other.in_use_from)
    if form.edition == other.edition:
        message = f"edition {form.edition} of {form.name} is defined in two files"
        yield Problem(file=file, line=0, key="edition", message=message)
    elif first <= min(form.in_use_to, other.in_use_to):
        older, newer = sorted((form.edition, other.edition))
        message = f"editions {older} and {newer} of market {form.market} both in use on {first}"
        yield Problem(file=file, line=0, key="in_use", message=message)


def _twice(guides: list[tuple[str, Guide]]) -> Iterable[Problem]:
    seen: set[tuple[str, str]] = set()
    for file, guide in guides:
        if (guide.name, guide.market) in seen:
            message = f"guide {guide.name} of market {guide.market} is defined in two files"
            yield Problem(file=file, line=0, key="guide", message=message)
        seen.add((guide.name, guide.market))


def _idle_overlays(guides: list[tuple[str, Guide]], forms: list[tuple[str, Form]]) -> Iterable[Problem]:
    for file, guide in guides:
        provisions = [p for _, form in forms if form.market == guide.market for p in form.provisions]
        for overlay in guide.overlays:
            if not any(p.kind is overlay.kind or p.id in overlay.provisions for p in provisions):
                message = f"overlay {overlay.id} matches no provision of any form"
                yield Problem(file=file, line=0, key="overlays", message=message)


def _clashes(guides: list[tuple[str, Guide]], forms: list[tuple[str, Form]]) -> Iterable[Problem]:
    for file, guide in guides:
        for form_file, form in forms:
            if form.market != guide.market:
                continue
            known = {**form.facts, **form.declarations}
            for name, fact in guide.facts.items():
                if name in known and known[name].type is not fact.type:
                    message = f"{name} is {fact.type} here and {known[name].type} in {form_file}"
                    yield Problem(
                        file=file, line=fact.at, key=f"facts.{name}", message=message, fix="call it something else"
                    )


def _uncompared(guides: list[tuple[str, Guide]], forms: list[tuple[str, Form]]) -> Iterable[Problem]:
    """Report comparisons of papers that no form of the market knows: they would never find anything."""
    for file, guide in guides:
        known = {DECLARATIONS, HEARSAY, *guide.documents}
        known |= {kind for _, form in forms if form.market == guide.market for kind in form.documents}
        for name, fact in guide.facts.items():
            for kind in () if fact.compare is None else fact.compare.papers:
                if kind not in known:
                    message = f"{kind} is no paper of a form of market {guide.market}{did_you_mean(kind, known)}"
                    yield Problem(file=file, line=fact.at, key=f"facts.{name}.compare", message=message)
