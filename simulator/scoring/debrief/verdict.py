"""The verdict: one sentence on the whole, as a mentor would begin."""

from simulator.desk.ties import supported
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.grounds import done_cites
from simulator.scoring.debrief.model import Outcome, Tone, Verdict
from simulator.scoring.debrief.slips import Slip, is_only_unsaid
from simulator.scoring.debrief.subject import Subject
from simulator.scoring.measures import measures_of
from simulator.scoring.wording import filled, money

APPROVE, REJECT = Disposition.APPROVE, Disposition.REJECT
REQUEST, ESCALATE = Disposition.REQUEST_INFORMATION, Disposition.ESCALATE

_SENTENCES = {
    Outcome.RIGHT: Text("Right, and for the right reasons", "Õige, ja õigetel põhjustel"),
    Outcome.ACCEPTED: Text("Right: the guide accepts this too", "Õige: juhend lubab ka nii"),
    Outcome.WRONG_REASON: Text("Right decision, wrong reason", "Õige otsus, vale põhjus"),
    Outcome.TOO_MUCH: Text("Right decision, {off} too much", "Õige otsus, {off} liiga palju"),
    Outcome.TOO_LITTLE: Text("Right decision, {off} too little", "Õige otsus, {off} liiga vähe"),
    Outcome.WRONG_ROWS: Text("Right total, wrong rows", "Kogusumma on õige, read mitte"),
    Outcome.THIN: Text("Right decision, thin evidence", "Õige otsus, napid tõendid"),
    Outcome.NEARLY: Text("Right decision, with something left out", "Õige otsus, aga midagi jäi tegemata"),
    Outcome.WRONG_PAPER: Text("Right to ask, but not for this", "Küsida oli õige, aga mitte seda"),
    Outcome.NOT_ALL_ASKED: Text(
        "Right to ask, but not all of it was asked for", "Küsida oli õige, aga kõike ei küsitud"
    ),
    Outcome.ASKED_TOO_MUCH: Text("Right to ask, but for less", "Küsida oli õige, aga vähem"),
    Outcome.WRONG_DESK: Text("Right to send it on, but not to that desk", "Edasi anda oli õige, aga mitte sinna"),
    Outcome.UNEXPLAINED: Text(
        "Right to send it on, but the brief does not say why", "Edasi anda oli õige, aga kokkuvõte ei ütle, miks"
    ),
    Outcome.SUSPICION: Text("Right suspicion, wrong decision", "Õige kahtlus, vale otsus"),
    Outcome.TOO_SOON: Text(
        "Too soon: what decides was not on the file yet", "Liiga vara: otsustavat ei olnud veel toimikus"
    ),
    Outcome.PAID_UNOWED: Text("Approved, though it is not covered", "Hüvitatud, kuigi kaitset ei ole"),
    Outcome.REFUSED_OWED: Text("Refused, though it is covered", "Keeldutud, kuigi kahju on kaetud"),
    Outcome.ASKED_IN_VAIN: Text(
        "Asked, though nothing that decides was missing", "Küsitud, kuigi midagi otsustavat ei olnud puudu"
    ),
    Outcome.SENT_IN_VAIN: Text(
        "Sent on, though you could have decided it", "Edasi antud, kuigi oleksid võinud ise otsustada"
    ),
    Outcome.NOT_YOURS: Text("Right view, but not yours to decide", "Õige arusaam, aga otsustama pidi teine"),
    Outcome.NOT_YOURS_NOR_RIGHT: Text("This was not yours to decide", "Selle otsustamine ei olnud sinu teha"),
    Outcome.NO_PAPER_SETTLES: Text(
        "Asked for papers where somebody else has to decide", "Küsitud dokumente, kuigi otsustama peab keegi teine"
    ),
    Outcome.DETOUR: Text("Right in the end, after a step too many", "Lõpuks õige, aga enne seda tehti asjatu samm"),
    Outcome.ASKED_AMISS: Text(
        "Right in the end, but the request missed its mark", "Lõpuks õige, aga küsimine läks mööda"
    ),
    Outcome.UNSAID: Text(
        "Right in the end, but the request did not say what it was for",
        "Lõpuks õige, aga küsides jäi ütlemata, milleks",
    ),
    Outcome.PAID_AMISS: Text(
        "Right in the end, but what was paid meanwhile was not", "Lõpuks õige, aga vahepeal maksti valesti"
    ),
    Outcome.UNRIPE: Text("Sent on before the file was ripe", "Edasi antud enne, kui toimik oli valmis"),
}
_RIGHT = (Outcome.RIGHT, Outcome.ACCEPTED)
_WRONG_ACTS = {
    (APPROVE, REJECT): Outcome.REFUSED_OWED,
    (APPROVE, REQUEST): Outcome.ASKED_IN_VAIN,
    (APPROVE, ESCALATE): Outcome.SENT_IN_VAIN,
    (REJECT, APPROVE): Outcome.PAID_UNOWED,
    (REJECT, REQUEST): Outcome.ASKED_IN_VAIN,
    (REJECT, ESCALATE): Outcome.SENT_IN_VAIN,
    (REQUEST, APPROVE): Outcome.TOO_SOON,
    (REQUEST, REJECT): Outcome.TOO_SOON,
    (REQUEST, ESCALATE): Outcome.UNRIPE,
    (ESCALATE, REQUEST): Outcome.NO_PAPER_SETTLES,
}
_MAY_BE_SUSPICION = (Outcome.TOO_SOON, Outcome.PAID_UNOWED)


def verdict(subject: Subject) -> Verdict:
    """Return the verdict on the decision."""
    outcome = _of_right_act(subject) if subject.card.act_right else _of_wrong_act(subject)
    if outcome in (*_RIGHT, Outcome.NEARLY) and subject.slip is not None:
        outcome = _of_detour(subject.slip)
    off = money(abs(subject.review.decision.total - subject.review.measure.payable), subject.currency)
    sentence = filled(_SENTENCES[outcome], off=off)
    return Verdict(outcome=outcome, tone=_tone(outcome, subject), sentence=sentence)


def _tone(outcome: Outcome, subject: Subject) -> Tone:
    if not subject.card.act_right:
        return Tone.WRONG
    return Tone.RIGHT if outcome in _RIGHT else Tone.PARTLY


def _of_detour(slip: Slip) -> Outcome:
    if slip.criterion == "amount":
        return Outcome.PAID_AMISS
    if slip.criterion != "request":
        return Outcome.DETOUR
    return Outcome.UNSAID if is_only_unsaid(slip.review) else Outcome.ASKED_AMISS


def _of_right_act(subject: Subject) -> Outcome:
    if subject.own_share("amount") < 1:
        return _of_wrong_amount(subject)
    enough = subject.review.weights.reason_right
    if min(subject.share("grounds"), subject.own_share("request"), subject.own_share("escalation")) < enough:
        return _of_wrong_reason(subject)
    if subject.own_share("request") < 1:
        return _of_request(subject)
    if subject.own_share("escalation") < 1:
        return Outcome.UNEXPLAINED
    if subject.share("evidence") < enough:
        return Outcome.THIN
    if any(one.differs for one in subject.card.criteria):
        return Outcome.NEARLY
    return Outcome.RIGHT if subject.review.is_act_right else Outcome.ACCEPTED


def _of_wrong_reason(subject: Subject) -> Outcome:
    enough = subject.review.weights.reason_right
    if subject.own_share("request") < enough:
        return Outcome.WRONG_PAPER
    if subject.own_share("escalation") < enough:
        is_desk_right = subject.review.decision.queue == subject.review.measure.escalate_to
        return Outcome.UNEXPLAINED if is_desk_right else Outcome.WRONG_DESK
    return Outcome.WRONG_REASON


def _of_wrong_amount(subject: Subject) -> Outcome:
    paid, owed = subject.review.decision.total, subject.review.measure.payable
    if paid == owed:
        return Outcome.WRONG_ROWS
    return Outcome.TOO_MUCH if paid > owed else Outcome.TOO_LITTLE


def _of_request(subject: Subject) -> Outcome:
    request = subject.own("request")
    if request is not None and request.rows:
        return Outcome.NOT_ALL_ASKED
    needless = measures_of(subject.review.decision, subject.review.determination).needless
    return Outcome.ASKED_TOO_MUCH if needless else Outcome.NEARLY


def _of_wrong_act(subject: Subject) -> Outcome:
    expected, done = subject.review.determination.disposition, subject.review.decision.disposition
    if expected is ESCALATE and done is not REQUEST:
        return Outcome.NOT_YOURS if done is subject.final_act else Outcome.NOT_YOURS_NOR_RIGHT
    outcome = _WRONG_ACTS[expected, done]
    return Outcome.SUSPICION if outcome in _MAY_BE_SUSPICION and noticed(subject) else outcome


def noticed(subject: Subject) -> bool:
    """Tell whether what stood in the way was seen: its clause was named, or two facts were tied as a clash."""
    of, decision = subject.review.determination, subject.review.decision
    in_the_way = {*of.grounds, *(clause for request in of.requests for clause in request.because)}
    clashes = [tie for tie in decision.ties.values() if supported(tie) is None]
    return bool(clashes) or bool(in_the_way.intersection(done_cites(subject.review)))
