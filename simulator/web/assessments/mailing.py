"""Links by e-mail, where a server for mail is set up: sent after they were made; who could not be reached is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from uuid import UUID

from flask import render_template, session, url_for

from simulator.assessment.blueprints import Blueprint, Spoken
from simulator.domain.text import LANGUAGES
from simulator.json_codec import from_json
from simulator.persistence.assessments import Assessment, candidates_among
from simulator.persistence.candidates import Candidate, LinkUse, links_of
from simulator.services.assessments import link_token
from simulator.services.mailing import send
from simulator.web.context import db, house, person

_UNSENT = "assessments_unsent"
_MOST_NAMED = 20
_TEXTS = {LinkUse.SITTING: "invitation", LinkUse.RESULT: "result"}
_SUBJECTS = {
    LinkUse.SITTING: {"en": "Invitation", "et": "Kutse"},
    LinkUse.RESULT: {"en": "Your result", "et": "Sinu tulemus"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """Whom the mail before this page has not reached, and how many it has."""

    reached: int = 0
    missed: tuple[str, ...] = ()
    more: int = 0


def can_send() -> bool:
    """Tell whether a server for mail is set up."""
    return house().config.mail is not None


def send_links(assessment: Assessment, candidate_ids: Iterable[UUID], opens: LinkUse = LinkUse.SITTING) -> None:
    """Send those candidates their newest links, where mail is set up, and keep for the next page whom it has missed.

    *opens* is what the links lead to; the words of the mail go by it.
    """
    mail, wanted = house().config.mail, list(candidate_ids)
    if mail is None or not wanted:
        return
    found = candidates_among(db(), wanted)
    links = links_of(db(), wanted)
    key, sender = house().config.secret_key, person()
    messages = [
        _message(assessment, one, link_token(key, one.id, links[one.id].n), mail.sender, opens) for one in found
    ]
    for message in messages:
        message["Reply-To"] = sender.email
    db().commit()
    missed = send(mail, messages)
    session[_UNSENT] = [
        str(assessment.id), len(messages) - len(missed), missed[:_MOST_NAMED], len(missed[_MOST_NAMED:])
    ]  # fmt: skip


def unsent(assessment_id: UUID) -> Unsent:
    """Return whom the mail before this page has missed, and forget it."""
    kept = session.pop(_UNSENT, None)
    if not kept or kept[0] != str(assessment_id):
        return Unsent()
    return Unsent(reached=kept[1], missed=tuple(kept[2]), more=kept[3])


def _message(assessment: Assessment, candidate: Candidate, token: str, sender: str, opens: LinkUse) -> EmailMessage:
    blueprint = from_json(Blueprint, assessment.blueprint)
    spoken = LANGUAGES if blueprint.language is Spoken.CANDIDATE else (blueprint.language.value,)
    link = url_for("sitting.come", token=token, _external=True)
    message = EmailMessage()
    message["From"], message["To"] = sender, candidate.email
    message["Subject"] = f"{' / '.join(_SUBJECTS[opens][code] for code in spoken)}: {assessment.title}"
    texts = (
        render_template(
            f"assessments/{_TEXTS[opens]}_{code}.txt",
            name=candidate.name.partition(" ")[0],
            title=assessment.title,
            owner=person(),
            link=link,
            days=assessment.link_days,
        )
        for code in spoken
    )
    message.set_content("\n\n".join(texts))
    return message
