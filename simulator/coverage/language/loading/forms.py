"""A whole form: YAML text or node to ``Form``, with everything that is wrong in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.forms import Form, Rate
from simulator.coverage.language.loading.checks import check_form
from simulator.coverage.language.loading.documents import DocumentReader, one_paper, with_declarations
from simulator.coverage.language.loading.facts import FactReader
from simulator.coverage.language.loading.provisions import ProvisionReader
from simulator.coverage.language.loading.rates import rates_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.steps import StepReader, pots_of, worked_for_all
from simulator.coverage.language.loading.texts import needed
from simulator.coverage.language.provisions import Provision
from simulator.coverage.language.steps import Step
from simulator.domain.text import Text
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, did_you_mean, plain, read

FORM_KEYS = (
    "form", "edition", "class", "in_use", "edition_by", "market", "currency", "title", "rates", "facts",
    "declarations", "documents", "provisions", "pots", "settlement", "reductions", "source",
)  # fmt: skip
_Labels = tuple[dict[str, Text], dict[str, Text]]
ALWAYS = (date(1900, 1, 1), date(2999, 12, 31))
"""The dates of an inline form that does not say when it is in use."""


def load_form(text: str, *, file: str, markets: Mapping[str, str] | None = None, inline: bool = False) -> Form:
    """Return the form that *text* holds; *markets* maps each market to its currency.

    Raises:
        InvalidContent: It breaks the language; every problem is listed, with line, key and fix.
    """
    problems = Problems(file)
    form = form_from_node(read(text, file), problems, markets=markets, inline=inline)
    problems.raise_if_any()
    return replace(form, content_hash=hashlib.sha256(text.encode()).hexdigest())


def form_from_node(
    node: Node, problems: Problems, *, markets: Mapping[str, str] | None = None, inline: bool = True
) -> Form:
    """Return the form at *node*; what is wrong goes to *problems*, and a form with gaps comes back."""
    fields = Fields(node, problems, "", FORM_KEYS, {"wording": "provisions", "name": "form", "papers": "documents"})
    form = _Reader(fields=fields, markets=markets, inline=inline).form()
    if not problems.found:
        check_form(form, problems, inline=inline)
    return form


def content_hash_of(node: Node) -> str:
    """Return the hash of what *node* says, for content that is written inside another file."""
    return hashlib.sha256(json.dumps(plain(node), ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    fields: Fields
    markets: Mapping[str, str] | None
    inline: bool

    @property
    def problems(self) -> Problems:
        return self.fields.problems

    def form(self) -> Form:
        in_use = in_use_of(self.fields, inline=self.inline)
        rates = rates_of(self.fields)
        facts, declarations, scope = self._facts(in_use, rates)
        documents = self._documents(facts, declarations)
        scope = replace(scope, kinds=documents)
        facts = self._derive(facts, in_use, scope)
        scope = scope.with_facts(facts)
        pots = pots_of(self.fields.pairs("pots"), scope)
        scope = replace(scope, pots=pots)
        heads, together, labels, provisions = self._rules(scope)
        market, currency = self._market()
        return Form(
            name=self._word("form", "inline"),
            edition=self._word("edition", "inline"),
            class_=self.fields.one_of("class", ("policy", "programme"), "policy"),  # type: ignore[arg-type]
            market=market,
            currency=currency,
            title=self._title(),
            in_use_from=in_use[0],
            in_use_to=in_use[1],
            edition_by=self._edition_by(facts, declarations),
            rates=rates,
            facts=facts,
            declarations=declarations,
            documents=documents,
            provisions=provisions,
            pots=pots,
            heads=heads,
            together=together,
            head_labels=labels[0],
            row_labels=labels[1],
            reductions=self.fields.one_of("reductions", ("multiply", "add", "largest"), "multiply"),  # type: ignore[arg-type]
            source=self.fields.text("source"),
            content_hash=content_hash_of(self.fields.entries),
        )

    def _word(self, name: str, spare: str) -> str:
        return self.fields.text(name, spare) if self.inline else self.fields.needed_text(name)

    def _title(self) -> Text:
        spare = "inline" if self.inline else None
        return needed(self.fields.node("title"), self.problems, "title", at=self.fields.line, or_else=spare)

    def _market(self) -> tuple[str, str]:
        market = self._word("market", "ee")
        currency = self._word("currency", (self.markets or {}).get(market, "EUR"))
        if self.markets is None or not market:
            return market, currency
        node = self.fields.node("market") or self.fields.line
        if market not in self.markets:
            self.problems.add(
                node, "", f"market {market} is not in scenarios/markets{did_you_mean(market, self.markets)}"
            )
        elif not self.inline and self.markets[market] != currency:
            self.problems.add(
                node, "currency", f"{currency} is not the currency of {market}", f"write {self.markets[market]}"
            )
        return market, currency

    def _facts(
        self, in_use: tuple[date, date], rates: Mapping[str, Rate]
    ) -> tuple[dict[str, Fact], dict[str, Fact], Scope]:
        reader = FactReader(problems=self.problems, in_use=in_use, inline=self.inline)
        if not self.inline:
            self.fields.need("facts")
        facts = reader.facts(self.fields.pairs("facts"), "facts")
        declarations = reader.declarations(self.fields.pairs("declarations"))
        for name in declarations:
            if name in facts:
                self.problems.add(
                    declarations[name].at, f"declarations.{name}", f"{name} is defined twice, also in facts"
                )
        for name in rates:
            if name in facts or name in declarations:
                self.problems.add(self.fields.line, f"rates.{name}", f"{name} is defined twice")
        return facts, declarations, Scope(problems=self.problems, facts={**facts, **declarations}, rates=rates)

    def _derive(self, facts: dict[str, Fact], in_use: tuple[date, date], scope: Scope) -> dict[str, Fact]:
        reader = FactReader(problems=self.problems, in_use=in_use, inline=self.inline)
        return reader.derive(facts, self.fields.node("facts"), "facts", scope)

    def _documents(self, facts: Mapping[str, Fact], declarations: Mapping[str, Fact]) -> dict[str, DocumentKind]:
        worked = _worked_out_names(self.fields.node("facts"))
        stated = {name: fact for name, fact in facts.items() if name not in worked}
        if "documents" not in self.fields and self.inline:
            return with_declarations(one_paper(stated), declarations)
        self.fields.need("documents")
        reader = DocumentReader(problems=self.problems, facts=facts, worked=worked, inline=self.inline)
        return with_declarations(reader.documents(self.fields.pairs("documents")), declarations)

    def _rules(
        self, scope: Scope
    ) -> tuple[dict[str, tuple[Step, ...]], tuple[Step, ...], _Labels, tuple[Provision, ...]]:
        settlement = Fields(
            self.fields.need("settlement"), self.problems, "settlement", ("heads", "together", "labels")
        )
        names = tuple(name for name, _ in settlement.pairs("heads"))
        provisions = ProvisionReader(problems=self.problems, scope=scope, heads=names, inline=self.inline).provisions(
            self._nodes("provisions")
        )
        clauses = tuple(provision.id for provision in provisions)
        heads = self._heads(settlement, StepReader(scope=scope, heads=names, clauses=clauses))
        visible = scope.with_worked(worked_for_all(heads, scope, everywhere=True))
        reader = StepReader(scope=visible, heads=names, clauses=clauses)
        together = reader.steps(settlement.items("together"), "settlement.together")
        return heads, together, self._labels(settlement, names, together), provisions

    def _nodes(self, name: str) -> tuple[Node, ...]:
        if not self.inline:
            self.fields.need(name)
        return self.fields.items(name)

    def _heads(self, settlement: Fields, reader: StepReader) -> dict[str, tuple[Step, ...]]:
        heads: dict[str, tuple[Step, ...]] = {}
        for name, node in settlement.pairs("heads"):
            key = f"settlement.heads.{name}"
            if not isinstance(node, Listing) or not len(node):
                self.problems.add(node, key, f"head {name} has no steps")
                continue
            earlier = worked_for_all(heads, reader.scope, everywhere=False)
            heads[name] = replace(reader, scope=reader.scope.with_worked(earlier)).steps(node.items, key)
        if not heads:
            self.problems.add(settlement.line, "settlement", "no head has steps", "write heads: {head: [steps]}")
        return heads

    def _labels(self, settlement: Fields, heads: tuple[str, ...], together: tuple[Step, ...]) -> _Labels:
        """Return what the heads are called, and those steps across heads whose row has a name of its own."""
        written = dict(settlement.pairs("labels"))
        codes = tuple(dict.fromkeys(step.reason for step in together if step.reason and step.reason not in heads))
        for name in written:
            if name not in (*heads, *codes):
                meant = did_you_mean(name, (*heads, *codes))
                self.problems.add(settlement.line, "settlement.labels", f"{name} is no head and no step{meant}")

        def label(name: str, spare: str | None) -> Text:
            key = f"settlement.labels.{name}"
            return needed(written.get(name), self.problems, key, at=settlement.line, or_else=spare)

        called = {name: label(name, name.replace("_", " ") if self.inline else None) for name in heads}
        return called, {name: label(name, None) for name in codes if name in written}

    def _edition_by(self, facts: Mapping[str, Fact], declarations: Mapping[str, Fact]) -> str:
        name = self.fields.text("edition_by", "occurred_on")
        if name not in facts and name not in declarations and (not self.inline or "edition_by" in self.fields):
            known = (*facts, *declarations)
            self.problems.add(self.fields.line, "edition_by", f"{name} is no fact{did_you_mean(name, known)}")
        return name


def _worked_out_names(node: Node | None) -> frozenset[str]:
    if not isinstance(node, Entries):
        return frozenset()
    return frozenset(
        name for name, body in node.items() if isinstance(body, Entries) and ("is" in body or "compare" in body)
    )


def in_use_of(fields: Fields, *, inline: bool) -> tuple[date, date]:
    """Return the first and last day of use; both are needed but for what is written inline."""
    node = fields.node("in_use") if inline else fields.need("in_use")
    if node is None:
        return ALWAYS
    inner = Fields(node, fields.problems, "in_use", ("from", "to"))
    first, last = inner.day("from", ALWAYS[0]), inner.day("to", ALWAYS[1])
    assert first is not None
    assert last is not None
    if first > last:
        fields.problems.add(node, "in_use", f"{first} to {last} is empty")
    return first, last
