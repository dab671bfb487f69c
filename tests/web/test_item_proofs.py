"""What must never happen at a claim file: the answer shows, a decision counts twice, a broken form breaks the page."""

import gzip
import re
import threading
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from simulator.authoring.checks import Unfit, verified
from simulator.coverage.determination import Determination, LineResult, Need, SheetOff
from simulator.domain.decision import Disposition
from simulator.json_codec import to_json
from simulator.persistence.items import LoggedAction, StoredScorecard
from simulator.services.shifts import take_up
from simulator.web.items import views

LINES = ("L1", "L2", "L3", "L4", "L5")
SCRIPT = {"X-Desk": "autosave"}
OTHER_ANSWER = Determination(
    disposition=Disposition.REJECT,
    payable=Decimal(0),
    lead="alcohol",
    grounds=("alcohol",),
    cites=("alcohol", "event"),
    escalate_to="supervisor",
    lines=(LineResult(line="L1", disposition=Disposition.REJECT, accepted=Decimal(0), payable=Decimal(0)),),
    offs=(SheetOff(id="deductible", clause="deductible", amount=Decimal(300)),),
    needs=(Need(fact="alcohol", line="", pins=("police_report#alcohol",), provision="alcohol"),),
)
OTHER_SCENARIO = """{"rubric": {"evidence": "30"}, "title": {"en": "A drunk driver", "et": "Joobes juht"},
"debrief": {"en": "He had been drinking.", "et": "Ta oli joonud."}, "teaches": ["coverage.exclusions"]}"""


@pytest.fixture
def tess(visit):
    return visit("tess")


@pytest.fixture
def motor(app, motor_content):
    """Let the application serve the example claim."""
    app.extensions["simulator"].__dict__["content"] = motor_content


def approval(visit, page, **fields):
    return visit.form(page, disposition="approve", **{f"pay.{line}": "100" for line in LINES} | fields)


def kinds(session, item_id):
    session.expire_all()
    found = select(LoggedAction.kind).where(LoggedAction.item_id == item_id).order_by(LoggedAction.n)
    return session.scalars(found).all()


def scorecards(session, item_id):
    return session.scalar(select(func.count()).select_from(StoredScorecard).where(StoredScorecard.item_id == item_id))


def every_answer(visit, item_id):
    """Do everything that can be done with a claim, and return all that was answered, in order."""
    path, seen = f"/items/{item_id}", []

    def keep(answer):
        body = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text).replace(str(item_id), "ITEM")
        seen.append((answer.status_code, (answer.location or "").replace(str(item_id), "ITEM"), body))
        return answer

    def send(rest, sent, **options):
        return keep(visit.post(path + rest, sent, **options))

    page = keep(visit.get(path))
    keep(visit.get(f"{path}?paper=invoice&compare=email&more=1"))
    old = approval(
        visit, page, pin=["invoice#total", "police_report#alcohol"], cite=["alcohol", "event"], reason="Mine"
    )
    send("/open/invoice", old, headers=SCRIPT)
    send("/save", old, headers=SCRIPT)
    send("/save", old)
    send("/compare", visit.form(visit.get(path), compare="email"))
    send("/note", visit.form(visit.get(path), note="A note"))
    send("/decision", visit.form(visit.get(path), **{"pay.L1": "lots"}))
    keep(visit.get(path))
    send("/decision", approval(visit, visit.get(path)))
    recorded = keep(visit.get(path))
    assert "Recorded" in recorded.text or "Kinnitatud" in recorded.text
    send("/save", old, headers=SCRIPT)
    send("/undo", {})
    keep(visit.get(path))
    for choice in ({"disposition": "reject", "lead": "alcohol"}, {"disposition": "escalate", "queue": "supervisor"}):
        send("/decision", visit.form(visit.get(path), **choice))
        keep(visit.get(path))
        send("/undo", {})
    return seen


@pytest.mark.parametrize("language", ["en", "et"])
def test_nothing_that_is_answered_depends_on_the_answer(motor, tess, claim, language):
    tess.get(f"/language/{language}")
    plain = every_answer(tess, claim())
    other = every_answer(tess, claim(determination=OTHER_ANSWER, body=OTHER_SCENARIO))
    assert len(plain) == len(other)
    for mine, theirs in zip(plain, other, strict=True):
        assert mine == theirs
    assert {status for status, _, _ in plain} == {200, 303, 409, 422}


def test_two_windows_that_send_at_once_score_once(motor, visit, claim, session, monkeypatch):
    item_id = claim("tess")
    together, real, answers = threading.Barrier(2), views.decide, []
    windows = [visit("tess"), visit("tess")]
    sent = approval(windows[0], windows[0].get(f"/items/{item_id}"))

    def both_have_read(*how):
        decided = real(*how)
        together.wait(timeout=20)
        return decided

    monkeypatch.setattr(views, "decide", both_have_read)
    threads = [
        threading.Thread(target=lambda one=one: answers.append(one.post(f"/items/{item_id}/decision", sent)))
        for one in windows
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/items/{item_id}")] * 2
    assert kinds(session, item_id).count("decide") == 1
    assert scorecards(session, item_id) == 1


@pytest.mark.parametrize("rest", ["/save", "/open/invoice", "/compare", "/note", "/aside", "/decision"])
def test_an_old_page_of_a_recorded_claim_changes_nothing(motor, tess, claim, session, rest):
    item_id = claim()
    path = f"/items/{item_id}"
    old = approval(tess, tess.get(path), note="Too late", compare="email")
    tess.post(f"{path}/decision", old)
    before = kinds(session, item_id)
    answer = tess.post(path + rest, old | {"pay.L1": "999"})
    assert (answer.status_code, answer.location) in [(303, path), (303, "/")]
    by_script = tess.post(f"{path}/save", old | {"pay.L1": "999"}, headers=SCRIPT)
    assert by_script.status_code == 409
    assert kinds(session, item_id) == before
    assert "€500.00" in tess.get(path).text


REQUEST = {"disposition": "request_information", "ask.0.paper": "estimate", "ask.0.holder": "workshop"}
ODD = [
    ({"pin": ["invoice#secret", "letter#body", "invoice", "", "<b>"]}, 303),
    ({"cite": ["99", "", "determination"]}, 303),
    ({"pin": ["invoice#total"], "tie.invoice#total": "provision:99"}, 303),
    ({"pin": ["invoice#total"], "tie.invoice#total": "invoice#total"}, 303),
    ({"pin": ["invoice#total"], "tie.invoice#total": "letter#body"}, 303),
    ({"pay.L9": "5", "off.nothing": "5", "refuse.L9": "yes", "brief.trigger:x": "yes", "ask.9.paper": "x"}, 303),
    ({"pay.L1": "99999999999999999999"}, 422),
    ({"pay.L1": "1e9"}, 422),
    ({"pay.L1": "NaN"}, 422),
    ({"pay.L1": "-0.01"}, 422),
    ({"pay.L1": "١٢"}, 422),
    ({"pay.L1": "999999999.99", "off.deductible": "0"}, 303),
    ({"off.deductible": "999999999.99"}, 303),
    ({"off.deductible": "-5"}, 422),
    ({"refuse.L1": "yes", "ground.L1": "99"}, 422),
    ({"reason": "\0null\ud7ff\uffff" + "x" * 5000}, 303),
    ({"disposition": "perhaps"}, 422),
    ({"disposition": "reject", "lead": "99"}, 422),
    ({**REQUEST, "ask.0.paper": "napkin"}, 422),
    ({**REQUEST, "ask.0.holder": "neighbour"}, 422),
    ({**REQUEST, "ask.0.why": "weather"}, 422),
    ({**REQUEST, "ask.0.why": ""}, 303),
    ({"disposition": "escalate", "queue": "nobody"}, 422),
    ({"disposition": "escalate", "queue": "supervisor", "brief.provision": "99"}, 422),
    ({"revision": "soon"}, 409),
    ({"revision": ""}, 409),
]


@pytest.mark.parametrize(("odd", "status"), ODD)
def test_an_odd_form_breaks_nothing_and_loses_nothing(motor, tess, claim, odd, status):
    path = f"/items/{claim()}"
    sent = approval(tess, tess.get(path), reason="My own words") | odd
    answer = tess.post(f"{path}/decision", sent)
    assert answer.status_code == status
    page = answer if status != 303 else tess.get(path)
    assert "99" not in re.findall(r"provision:(\w+)", page.text)
    if "reason" not in odd:
        assert "My own words" in page.text
    if status == 422 and "pay.L1" in odd:
        assert tess.form(page)["pay.L1"] == odd["pay.L1"]
    if status == 303:
        assert "Recorded" in page.text


def test_what_the_file_does_not_have_is_not_opened(motor, tess, claim, session):
    item_id = claim()
    path = f"/items/{item_id}"
    before = kinds(session, item_id)
    assert tess.post(f"{path}/open/nothing", tess.form(tess.get(path))).status_code == 422
    assert tess.post(f"{path}/compare", tess.form(tess.get(path), compare="nothing")).status_code == 303
    assert tess.get(f"{path}?paper=nothing&compare=nothing").status_code == 200
    assert kinds(session, item_id) == before


def test_too_much_text_is_refused_as_a_whole(motor, tess, claim):
    path = f"/items/{claim()}"
    answer = tess.post(f"{path}/save", tess.form(tess.get(path), reason="x" * 600_000))
    assert answer.status_code == 413


def servable(scenario, content):
    for seed in range(1, 40):
        try:
            return verified(scenario, seed, market=scenario.markets[0], content=content)
        except Unfit:
            continue
    raise AssertionError(f"no seed of {scenario.file} can be served")


def test_the_page_of_every_scenario_is_light(tess, app, content, session, now):
    weights = {}
    for scenario in app.extensions["simulator"].scenarios:
        exercise, determination = servable(scenario, content)
        item_id = take_up(
            session,
            person_id=tess.person.id,
            exercise=exercise,
            determination=determination,
            scenario_body=to_json(scenario),
            library=content.library,
            now=now,
        )
        for language in ("en", "et"):
            tess.get(f"/language/{language}")
            page = tess.get(f"/items/{item_id}").data
            weights[f"{scenario.file} {language}"] = (len(page), len(gzip.compress(page, 6)))
    assert weights
    assert {name: size for name, size in weights.items() if size > (64 * 1024, 0) or size[1] > 16 * 1024} == {}
