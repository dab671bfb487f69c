"""Answering: what each holder of a paper would send if asked, written from the same facts as the file."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import time

from simulator.domain.answers import Answer, Correspondence, Gives
from simulator.domain.dice import Dice
from simulator.domain.papers import Paper
from simulator.domain.scenario import OnFile, Reply
from simulator.domain.values import to_text
from simulator.generation.paperwork.sheets import Sheet
from simulator.generation.paperwork.writing import Paperwork

_FIRST_HOUR, _LAST_HOUR = 9, 15


def correspondence(work: Paperwork, dice: Dice, right: Mapping[str, Paper]) -> Correspondence:
    """Return the answers of everybody who holds a paper of the form or the guide; call it once the papers are written.

    A kind that says nothing about this claim is not among them. *right* are the papers with an error, by id, as they
    should be: who is asked for one of them corrects it.
    """
    return _Answering(work, dice, right).all()


class _Answering:
    """Writes the answers; the facts that the file hides are stated in them."""

    def __init__(self, work: Paperwork, dice: Dice, right: Mapping[str, Paper]) -> None:
        self.work, self.plan, self.dice, self.right = work, work.plan, dice, right
        self.hidden = work.hidden
        self.split = {one.fact: one for one in work.shown.values() if one.state == "split"}
        self.replies = {reply.paper: reply for reply in self.plan.scenario.replies}

    def all(self) -> Correspondence:
        """Return the answers by kind of paper."""
        self.work.hidden, self.work.dice = set(), self.dice
        answers = {kind: answer for kind in self.plan.documents if (answer := self._answer(kind)) is not None}
        self.work.hidden = self.hidden
        return Correspondence(answers=answers)

    def _answer(self, kind: str) -> Answer | None:
        reply = self.replies.get(kind, Reply(paper=kind))
        if kind in self.work.draft.closed or self.plan.papers.get(kind) is OnFile.UNOBTAINABLE:
            return None
        at = time(self.dice.whole(_FIRST_HOUR, _LAST_HOUR), self.dice.whole(0, 11) * 5)
        if reply.gives in (Gives.NONE, Gives.NEVER):
            return self._sent(reply, at, reply.gives)
        clashing = tuple(self._corrections(kind))
        corrections = (*clashing, *self._mended(kind, {paper.replaces for paper in clashing}))
        if corrections:
            return self._sent(reply, at, Gives.CORRECTED, corrections)
        if kind in self.work.as_it_is and not self._hides(kind):
            return self._sent(reply, at, Gives.ON_FILE)
        return self._fresh(reply, at)

    def _fresh(self, reply: Reply, at: time) -> Answer | None:
        kind = reply.paper
        full = self.work.sheet(kind)
        if not self._says(kind, full) or self._says_more(kind, full):
            return None
        if kind in self.work.as_it_is:
            full.id, full.replaces = f"{kind}_2", kind
        if reply.gives is Gives.PARTIAL:
            part = self._part(kind, full)
            full.id, full.replaces = f"{part.id}_2", part.id
            return self._sent(reply, at, Gives.PARTIAL, (part.paper(),), (full.paper(),))
        if reply.gives is Gives.WRONG:
            return self._sent(reply, at, Gives.WRONG, (), (full.paper(),))
        return self._sent(reply, at, Gives.ASKED, (full.paper(),))

    def _sent(
        self, reply: Reply, at: time, gives: Gives, papers: tuple[Paper, ...] = (), then: tuple[Paper, ...] = ()
    ) -> Answer:
        document = self.plan.documents[reply.paper]
        days = document.takes_days if reply.after_days is None else reply.after_days
        again = Answer(holder=document.holder, gives=Gives.ASKED, after_days=days, at=at, papers=then) if then else None
        return Answer(
            holder=document.holder,
            gives=gives,
            after_days=days,
            at=at,
            papers=papers,
            reminders=reply.reminders,
            then=again,
        )

    # what stands in them

    def _hides(self, kind: str) -> bool:
        """Tell whether the paper on file leaves out what it could state, or nobody can read it."""
        is_lacking = self.plan.papers.get(kind) in (OnFile.ILLEGIBLE, OnFile.PARTIAL)
        return is_lacking or any(fact in self.plan.documents[kind].proves for _, fact in self.hidden)

    def _says(self, kind: str, sheet: Sheet) -> bool:
        """Tell whether a paper of that kind proves anything about this claim, or is asked for by the wording."""
        document = self.plan.documents[kind]
        named = {document.field_of(fact) for fact in document.proves}
        stated = {*sheet.fields, *(name for fields in sheet.lines.values() for name in fields)}
        return bool(named & stated) or kind in self.plan.asked_about

    def _says_more(self, kind: str, sheet: Sheet) -> bool:
        """Tell whether a paper would bring up a fact of which the plan of this claim knows nothing."""
        document = self.plan.documents[kind]
        for fact in document.proves:
            said = sheet.fields.get(document.field_of(fact))
            if said is not None and fact not in self.work.draft.facts and said != self._presumed(fact):
                return True
        return False

    def _presumed(self, fact: str) -> str | None:
        silent = self.plan.facts[fact].silent
        return None if silent is None else to_text(silent)

    def _part(self, kind: str, full: Sheet) -> Sheet:
        """Return the paper without what was asked for: its last line, or the last fact that somebody has to prove.

        The totals of a bill stand behind its last line, so they are missing with it.
        """
        document, part = self.plan.documents[kind], full.second(days=0)
        part.id, part.replaces = full.id, full.replaces
        if part.leave_last_line():
            return part
        where = next(iter(part.lines.values()), part.fields)
        for fact in reversed(document.proves):
            name = document.field_of(fact)
            if name in where and self.plan.facts[fact].silent is None:
                del where[name]
                break
        return part

    def _corrections(self, kind: str) -> Iterator[Paper]:
        """Return, if papers clash about something that *kind* proves, those that were wrong as they should be."""
        clashing = [fact for fact in self.plan.documents[kind].proves if fact in self.split]
        for sheet in self.work.written if clashing else ():
            right = self.work.as_it_is.get(sheet.kind)
            if right is None or (sheet.fields, sheet.lines) == (right.fields, right.lines):
                continue
            corrected = right.second(days=0)
            corrected.id, corrected.replaces = f"{sheet.id}_corrected", sheet.id
            yield corrected.paper()

    def _mended(self, kind: str, corrected: Container[str | None]) -> Iterator[Paper]:
        """Return the papers of that kind with an error as they should be, but for those that are *corrected* anyway."""
        for paper_id, right in self.right.items():
            if right.kind == kind and paper_id not in corrected and not self._hides(kind):
                yield replace(right, id=f"{paper_id}_corrected", replaces=paper_id)
