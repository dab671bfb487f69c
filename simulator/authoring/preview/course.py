"""The course of a claim in a preview: planted errors, the acts that are right in turn, what comes back, the twin."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from simulator.authoring.preview.rights import act_words, right
from simulator.authoring.preview.words import Teller, wrapped
from simulator.authoring.twins import Twin, told
from simulator.coverage.determine import Determined, determine
from simulator.coverage.rules import Rules
from simulator.desk.correspondents import Happened, Letter
from simulator.desk.state import DeskState
from simulator.domain.answers import Answer, Gives
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.scoring.path import walked
from simulator.scoring.wording import counted

_PLANTED = Text("Errors planted", "Sisse pandud vead")
_RIGHT = Text("What is right", "Mis on õige")
_IN_TURN = Text("What is right, act by act", "Mis on õige, samm-sammult")
_ACT = Text("Act {n} of {count}, {at}", "Tegu {n}/{count}, {at}")
_MINUTES = Text("{minutes} minutes of work", "{minutes} minutit tööd")
_ANSWERS = Text("What comes when it is asked for", "Mis tuleb, kui küsitakse")
_DAY, _DAYS = Text("day after the letter", "päev pärast kirja"), Text("days after the letter", "päeva pärast kirja")
_REMINDERS = Text("only after {count} reminders", "alles pärast meeldetuletusi: {count}")
_THEN = Text("asked for again", "uuesti küsides")
_TWIN = Text("The twin", "Kaksik")
_NO_TWIN = Text(
    "None: no single fact that can be moved turns the outcome.",
    "Puudub: ükski üksik fakt, mida saab muuta, tulemust ei pööra.",
)
_THERE = Text("This file", "See toimik")
_HERE = Text("The twin", "Kaksik")
_GIVES = {
    Gives.ASKED: Text("the paper as it should be", "dokument, nagu peab"),
    Gives.PARTIAL: Text("only a part of it", "ainult osa sellest"),
    Gives.WRONG: Text("papers of another claim", "teise juhtumi dokumendid"),
    Gives.CORRECTED: Text("a corrected paper", "parandatud dokument"),
    Gives.NONE: Text("there is no such paper", "sellist dokumenti ei ole"),
    Gives.NEVER: Text("never an answer", "vastust ei tule kunagi"),
    Gives.ON_FILE: Text("you have it already", "see on sul juba olemas"),
    Gives.NOTHING: Text("nothing to tell", "midagi öelda ei ole"),
}
_HAPPENED = {
    Happened.REMINDED: Text("reminder sent", "meeldetuletus saadetud"),
    Happened.CAME: Text("came in", "saabus"),
    Happened.CAME_IN_PART: Text("came in, in part", "saabus osaliselt"),
    Happened.CAME_WRONG: Text(
        "papers of another claim came and went back", "tulid teise juhtumi dokumendid, saadeti tagasi"
    ),
    Happened.CAME_CORRECTED: Text("came in, corrected", "saabus parandatult"),
    Happened.NONE: Text("there is no such paper", "sellist dokumenti ei ole"),
    Happened.ON_FILE: Text("it is on file, nothing has changed", "see on toimikus, midagi ei ole muutunud"),
    Happened.NOTHING: Text("nothing to tell", "midagi öelda ei ole"),
    Happened.NOT_HELD: Text("asked of somebody who does not have it", "küsitud kelleltki, kellel seda ei ole"),
    Happened.REMINDER_DUE: Text("no reply, a reminder is due", "vastust ei ole, aeg meelde tuletada"),
    Happened.GIVEN_UP: Text(
        "no reply to the reminders, it will not come", "ka meeldetuletustele ei vastata, seda ei tule"
    ),
    Happened.TAKEN_OVER: Text("taken over and decided there", "üle võetud ja seal otsustatud"),
    Happened.HANDED_BACK: Text("handed back", "tagasi antud"),
}


def planted(exercise: Exercise, teller: Teller) -> Iterator[str]:
    """Yield the errors that were planted, with the places where they show; nothing where there are none."""
    if not exercise.planted:
        return
    yield from teller.heading(_PLANTED)
    for one in exercise.planted:
        about = f" ({teller.thing(one.about)})" if one.about else ""
        yield from wrapped(f"{', '.join(one.pins)}", f"  {one.name}{about}: ", "      ")


def course(exercise: Exercise, rules: Rules, teller: Teller) -> Iterator[str]:
    """Yield the acts that are right in turn with what came of each, as who follows them does it."""
    determined = Determined(rules)
    state = walked(exercise, rules, determined=determined)
    acts = state.acts
    yield from teller.heading(_RIGHT if len(acts) == 1 else _IN_TURN)
    for n, (sent, after) in enumerate(pairwise((*acts, None)), 1):
        assert sent is not None
        if len(acts) > 1:
            yield teller.say(_ACT).format(n=n, count=len(acts), at=teller.moment(sent.file.as_of))
        yield from right(determined.of(sent.file), teller)
        until = after.file.as_of if after is not None else state.file.as_of
        yield from _came(state, sent.file.as_of, until, teller)
    yield f"  {teller.say(_MINUTES).format(minutes=state.work_minutes)}"


def _came(state: DeskState, since: datetime, until: datetime, teller: Teller) -> Iterator[str]:
    for letter in state.letters:
        if since < letter.at <= until and letter.happened in _HAPPENED:
            yield from wrapped(_letter(letter, teller), f"  ↳ {teller.moment(letter.at)}  ", "      ")


def _letter(letter: Letter, teller: Teller) -> str:
    party = teller.queue(letter.party) if letter.happened in _BY_QUEUES else teller.party(letter.party)
    what = ": ".join(filter(None, (teller.paper(letter.paper) if letter.paper else "", party)))
    papers = f" [{', '.join(letter.papers)}]" if letter.papers else ""
    return f"{what}: {teller.say(_HAPPENED[letter.happened])}{papers}"


_BY_QUEUES = (Happened.TAKEN_OVER, Happened.HANDED_BACK)


def answers(exercise: Exercise, rules: Rules, teller: Teller) -> Iterator[str]:
    """Yield what every paper brings that is not there yet; nothing where nothing has to be asked for."""
    known = exercise.correspondence.answers
    if not any(sent.decision.asked for sent in walked(exercise, rules).acts):
        return
    yield from teller.heading(_ANSWERS)
    for kind, answer in known.items():
        if answer.gives is Gives.ON_FILE:
            continue
        yield f"  {teller.paper(kind)} [{kind}], {teller.party(answer.holder)}"
        yield from _answer(answer, teller, "      ")


def _answer(answer: Answer, teller: Teller, indent: str) -> Iterator[str]:
    words = [teller.say(_GIVES[answer.gives])]
    if answer.gives is not Gives.NEVER:
        words.append(teller.say(counted(answer.after_days, _DAY, _DAYS)))
    if answer.reminders:
        words.append(teller.say(_REMINDERS).format(count=answer.reminders))
    papers = [paper.id for paper in answer.papers]
    text = ", ".join(words) + (f": {', '.join(papers)}" if papers else "")
    yield from wrapped(text, indent, indent + "  ")
    if answer.then is not None:
        yield f"{indent}{teller.say(_THEN)}:"
        yield from _answer(answer.then, teller, indent + "  ")


def twin(exercise: Exercise, rules: Rules, its_twin: Twin | None, teller: Teller) -> Iterator[str]:
    """Yield which fact the twin moves, and what is right on either file."""
    yield from teller.heading(_TWIN)
    if its_twin is None:
        yield f"  {teller.say(_NO_TWIN)}"
        return
    yield from wrapped(teller.say(told(its_twin.change)) + ".", "  ", "  ")
    for label, found in ((_THERE, determine(rules, exercise.file)), (_HERE, its_twin.determination)):
        grounds = ", ".join(map(teller.clause, found.grounds)) or _whither(found.because_of, teller)
        if found.disposition is Disposition.REQUEST_INFORMATION:
            grounds = ", ".join(teller.paper(one.paper) for one in found.requests)
        words = act_words(found, teller) + (f"  ({grounds})" if grounds else "")
        yield from teller.entry(label, [words], "  ")


def _whither(because: str, teller: Teller) -> str:
    return teller.clause(because) if because else ""
