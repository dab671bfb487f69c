"""Candidates as hiring managers see them: evidence, decision, report, comparison, care; and the own result."""

import csv
import json
import re
import zlib
from contextlib import suppress
from io import StringIO
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from simulator.cli import main
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.domain.decision import Decision, Disposition, Row
from simulator.json_codec import from_json
from simulator.persistence.audit import AuditRow
from simulator.persistence.candidates import Candidate, items_of_sitting
from simulator.persistence.items import scorecard_of
from simulator.persistence.people import Person, Role
from simulator.scoring.path import next_acts
from simulator.scoring.scorecard import Scorecard
from simulator.services import assessments, shifts
from simulator.web.candidates import printed, views
from simulator.web.pdf import is_possible
from simulator.web.reports import Bar, Scale
from tests.conftest import missing

KEY = "a key for the links of candidates"
WHY = "Claims 1 and 2 were read with care."


@pytest.fixture
def people(people, session, now):
    """The cast, and Raul, another hiring manager."""
    rae = people["rae"]
    raul = Person(
        email="raul@example.com", name="Raul Laas", password_hash=rae.password_hash, created_at=now,
        roles_text=Role.HIRING_MANAGER.value,
    )  # fmt: skip
    session.add(raul)
    session.commit()
    return {**people, "raul": raul}


@pytest.fixture
def standards(app):
    return app.extensions["simulator"].standards


@pytest.fixture
def plan(session, people, standards, now):
    """An assessment of Rae's that is fixed."""
    draft = assessments.Draft(
        title="=Claims trainee",
        blueprint=standards.blueprints["motor-ee"],
        notice_en="Kept",
        notice_et="Hoitakse",
    )
    made = assessments.begin(session, draft, assessment_id=uuid4(), person=people["rae"], now=now)
    assessments.fix(session, made, revision=1, person=people["rae"], standards=standards, now=now)
    return made


@pytest.fixture
def sat(session, people, standards, content, plan, now):
    """Let somebody sit: ``sat("cal", right=2, wrong=1)`` decides so many claims and hands in; return the candidate."""

    def sit(short="cal", right=0, wrong=0, more_time=0, ends=True):
        email, name = f"{short}@example.com", f"{short.title()} Reede"
        invitee = assessments.Invitee(email=email, name=name, more_time=more_time)
        (found,) = assessments.invite(session, plan, [invitee], person=people["rae"], key=KEY, now=now)
        person = people[short] = Person(
            email=f"{found}@candidate.invalid", name=name, password_hash="", created_at=now, roles_text="candidate"
        )
        session.add(person)
        session.flush()
        candidate = session.get_one(Candidate, found)
        candidate.person_id, candidate.opened_at = person.id, now
        session.commit()
        assessments.begin_sitting(session, person, standards=standards, now=now)
        work(person, [item.id for item in items_of_sitting(session, found)], right, wrong)
        if ends:
            assessments.hand_in(session, person, now=now)
        return found

    def work(person, items, right, wrong):
        for item in items[:right]:
            follow(person, item)
        for item in items[right : right + wrong]:
            desk = shifts.desk_of(session, item, person_id=person.id, library=content.library)
            rows = {line.id: Row(accepted=line.claimed) for line in desk.state.file.lines}
            brief = Decision(disposition=Disposition.APPROVE, rows=rows, reason="Paid.")
            act(desk, [(ActionKind.DECIDE, decision_data(brief))])

    def follow(person, item):
        for _ in range(9):
            desk = shifts.desk_of(session, item, person_id=person.id, library=content.library)
            if desk.state.sent is not None and desk.state.status.value in ("decided", "closed"):
                return
            act(desk, next_acts(desk.state, desk.exercise, desk.rules))

    def act(desk, acts):
        shifts.act(session, desk, acts, weights=standards.weights, now=now)

    return sit


@pytest.fixture
def rae(visit, people):
    return visit("rae")


def opened(browser, candidate):
    return browser.post(f"/candidates/{candidate}/evidence")


def decided(browser, candidate, decision="interview", reason=WHY):
    opened(browser, candidate)
    return browser.post(f"/candidates/{candidate}/decision", {"decision": decision, "reason": reason})


def noted(session, candidate):
    """What was noted about a candidate by now."""
    session.rollback()
    rows = session.scalars(select(AuditRow).where(AuditRow.subject == str(candidate)).order_by(AuditRow.at)).all()
    return [row.act for row in rows]


def test_the_ends_of_a_scale_make_room_for_the_range():
    assert Scale(bar=Bar(score=50, low=40, high=60), mark=70).ends == (0, 100)
    assert Scale(bar=Bar(score=92, low=78, high=100), mark=70).ends == (0,)
    assert Scale(bar=Bar(score=5, low=0, high=19), mark=70).ends == (100,)
    assert [Scale(bar=Bar(score=at, low=0, high=100), mark=70).is_mark_left for at in (69, 70)] == [False, True]


def test_a_sitting_that_has_not_ended_has_no_evidence(rae, sat):
    candidate = sat(ends=False)
    assert "the sitting has not ended" in rae.get(f"/candidates/{candidate}").text
    assert opened(rae, candidate).status_code == 409
    assert rae.get(f"/candidates/{candidate}/claims/1").status_code == 409


def test_nothing_of_the_work_is_shown_before_the_evidence_is_opened(rae, sat):
    candidate = sat(right=1)
    page = rae.get(f"/candidates/{candidate}").text
    assert "Open the evidence" in page
    assert "/claims/1" not in page
    assert "My decision" not in page
    assert rae.get(f"/candidates/{candidate}/claims/1").status_code == 409
    assert decided_unopened(rae, candidate).status_code == 409


def decided_unopened(browser, candidate):
    return browser.post(f"/candidates/{candidate}/decision", {"decision": "interview", "reason": WHY})


def test_nobody_who_reviews_can_tell_how_long_somebody_had(rae, sat):
    candidate = sat(right=1)
    opened(rae, candidate)
    steps, seen = (rae.get(f"/candidates/{candidate}{more}").text for more in ("/claims/1/steps", "/seen"))
    took_up = "09:30"
    assert "min of work" in steps
    assert took_up not in steps
    assert "Sitting begun" not in seen


def test_the_evidence_tells_each_claim_and_no_score(rae, sat, session):
    candidate = sat(right=2, wrong=1)
    assert opened(rae, candidate).status_code == 303
    pages = [
        rae.get(f"/candidates/{candidate}{more}").text for more in ("", "/claims/1", "/claims/3", "/claims/1/steps")
    ]
    assert "claims/12" in pages[0]
    assert pages[0].count("Not decided: counts as nought") == 9
    cards = [scorecard_of(session, item.id) for item in items_of_sitting(session, candidate)[:3]]
    for page in pages:
        assert "/ 100" not in page
        assert "of 100" not in page
        assert 'class="score"' not in page
    for page, card in zip(pages[1:3], (cards[0], cards[2]), strict=True):
        for one in from_json(Scorecard, card.body).criteria:
            assert one.label.en in page
            assert f"{one.points} / {one.most}" not in page
    assert rae.get(f"/candidates/{candidate}/claims/13").status_code == 404


def test_files_and_report_wait_for_the_decision(rae, sat):
    candidate = sat(right=1)
    opened(rae, candidate)
    for ending in ("csv", "json", "pdf"):
        assert rae.get(f"/candidates/{candidate}/report.{ending}").status_code == 409


@pytest.mark.parametrize(
    ("decision", "reason"), [("", WHY), ("reject", WHY), ("no_offer", "  "), ("no_offer", "x" * 2001)]
)
def test_a_decision_is_one_of_three_and_has_a_reason(rae, sat, decision, reason):
    candidate = sat()
    answer = decided(rae, candidate, decision, reason)
    assert answer.status_code == 422
    assert "Nothing was saved." in answer.text
    assert ("Choose what is to follow." in answer.text) is (decision != "no_offer")
    assert ("Give a reason of 1 to 2000 characters" in answer.text) is (reason != WHY)
    assert reason.strip()[:30] in answer.text
    assert "How sure this is" not in rae.get(f"/candidates/{candidate}").text


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_report_follows_the_decision_with_its_range_and_what_it_does_not_measure(rae, sat, language):
    candidate = sat(right=3, wrong=2)
    assert decided(rae, candidate).status_code == 303
    rae.get(f"/language/{language}")
    page = rae.get(f"/candidates/{candidate}").text
    words = {
        "en": ("likely between", "95 % range", "What this does not measure", "Candidate A", "To ask in the interview"),
        "et": ("tõenäoliselt vahemikus", "95 % vahemik", "Mida see ei mõõda", "Kandidaat A", "Küsimused vestluseks"),
    }
    for one in words[language]:
        assert one in page
    assert WHY in page
    assert page.count('class="moment block"') == 3
    assert "Cal Reede" not in page


def test_a_later_decision_takes_the_place_of_the_first_and_both_are_noted(rae, sat, session):
    candidate = sat()
    decided(rae, candidate)
    decided(rae, candidate, "no_offer", "On reflection, claim 3.")
    page = rae.get(f"/candidates/{candidate}").text
    assert "On reflection, claim 3." in page
    assert WHY not in page
    assert {"candidate_interview", "candidate_no_offer"} <= set(noted(session, candidate))


def test_a_stranger_finds_nothing_and_who_shares_begins_with_the_evidence(rae, visit, sat, session, people, plan, now):
    candidate, raul = sat(right=1), visit("raul")
    decided(rae, candidate)
    paths = ["", "/claims/1", "/claims/1/steps", "/seen", "/erase", "/report.csv", "/report.json", "/report.pdf"]
    assert {raul.get(f"/candidates/{candidate}{path}").status_code for path in paths} == {404}
    assert {
        raul.post(f"/candidates/{candidate}/{act}").status_code for act in ("evidence", "decision", "name", "erase")
    } == {404}
    assert raul.get(f"/candidates/compare/{plan}").status_code == 404
    assessments.share(session, plan, "raul@example.com", person=people["rae"], now=now)
    page = raul.get(f"/candidates/{candidate}").text
    assert "Open the evidence" in page
    assert WHY not in page
    assert raul.get(f"/candidates/{candidate}/erase").status_code == 404
    seen = raul.get(f"/candidates/{candidate}/seen").text
    assert "Decided, with a reason" in seen
    assert "interview" not in seen
    decided(raul, candidate, "no_offer", "Claim 1 alone is too little.")
    both = raul.get(f"/candidates/{candidate}").text
    assert "What others decided" in both
    assert WHY in both


def test_the_name_is_hidden_until_it_is_asked_for_and_that_is_noted(rae, sat, session):
    candidate = sat(right=1)
    decided(rae, candidate)
    shown = [rae.get(f"/candidates/{candidate}{path}").text for path in ("", "/claims/1", "/seen", "/erase")]
    assert not [page for page in shown if "Cal Reede" in page or "cal@example.com" in page]
    rae.post(f"/candidates/{candidate}/name")
    assert "Report: Cal Reede" in rae.get(f"/candidates/{candidate}").text
    rae.post(f"/candidates/{candidate}/name", {"hide": "yes"})
    assert "Cal Reede" not in rae.get(f"/candidates/{candidate}").text
    assert noted(session, candidate).count("name_revealed") == 1


def test_who_reviews_is_not_told_in_which_time_zone_somebody_lives(rae, visit, sat, session):
    candidate = sat("cal")
    visit("cal").post("/sitting/zone", {"time_zone": "America/Chicago"})
    assert "time_zone_chosen" in noted(session, candidate)
    opened(rae, candidate)
    assert "ime zone" not in rae.get(f"/candidates/{candidate}/seen").text


def test_names_that_the_list_shows_are_noted_of_those_who_have_ended(rae, sat, session, plan):
    ended, sitting = sat("uku"), sat("noor", ends=False)
    assert "Uku Reede" not in rae.get(f"/assessments/{plan}").text
    assert noted(session, ended).count("name_revealed") == 0
    for _ in range(2):
        assert rae.post(f"/assessments/{plan}/names").location == f"/assessments/{plan}"
        assert "Uku Reede" in rae.get(f"/assessments/{plan}").text
    assert noted(session, ended).count("name_revealed") == 1
    assert noted(session, sitting).count("name_revealed") == 0


def test_files_name_nobody_are_noted_and_run_nothing(rae, sat, session):
    candidate = sat(right=1, wrong=1, more_time=50)
    decided(rae, candidate)
    told = rae.get(f"/candidates/{candidate}/report.csv")
    rows = list(csv.reader(StringIO(told.data.decode("utf-8-sig"))))
    plain = json.loads(rae.get(f"/candidates/{candidate}/report.json").data)
    assert "'=Claims trainee" in rows[1]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert [row[1] for row in rows if row[0] == "Claim"] == [str(n) for n in range(1, 13)]
    assert plain["record"]["candidate"] == "A"
    assert len(plain["record"]["report"]["claims"]) == 12
    for text in (told.text, json.dumps(plain)):
        assert "Reede" not in text
        assert "example.com" not in text
        assert "more_time" not in text
    assert noted(session, candidate).count("report_exported") == 2


def test_the_json_is_sealed_and_its_fingerprint_stands_on_the_page(rae, sat, app, tmp_path, monkeypatch):
    candidate, file = sat(right=2, wrong=1), tmp_path / "report.json"
    decided(rae, candidate)
    page = rae.get(f"/candidates/{candidate}").text
    file.write_bytes(rae.get(f"/candidates/{candidate}/report.json").data)
    monkeypatch.setenv("SIMULATOR_SECRET_KEY", app.extensions["simulator"].config.secret_key)
    told = CliRunner().invoke(main, ["verify", str(file)])
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Report of candidate A" in told.stdout
    assert re.search(r"Fingerprint ((?:[0-9a-f]{4} ?){4}):", page)[1] in told.stdout
    assert rae.get(f"/candidates/{candidate}/report.csv").text.count("Fingerprint") == 1


@pytest.fixture
def drawn(monkeypatch):
    """The pages of which a PDF was asked for; none is made."""
    pages = []
    monkeypatch.setattr(views, "is_possible", lambda: True)
    monkeypatch.setattr(printed, "is_possible", lambda: True)
    monkeypatch.setattr(printed, "pdf_of", lambda page: pages.append(page) or b"%PDF")
    return pages


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_pdf_is_what_the_page_prints_by_letter_light_with_a_foot(rae, sat, session, drawn, language):
    candidate = sat(right=3, wrong=2, more_time=50)
    decided(rae, candidate)
    rae.get(f"/language/{language}")
    rae.post(f"/candidates/{candidate}/name")
    shown = rae.get(f"/candidates/{candidate}").text
    answer = rae.get(f"/candidates/{candidate}/report.pdf")
    assert (answer.status_code, answer.content_type, answer.data) == (200, "application/pdf", b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-A.pdf"'
    (page,) = drawn
    foot = {"en": "Candidate A · =Claims trainee · ", "et": "Kandidaat A · =Claims trainee · "}[language]
    assert f'<body data-foot="{foot}' in page
    assert f'<html lang="{language}" data-theme="light">' in page
    grid = re.compile(r'<div class="main-side even reportgrid">.*<ol class="qs">', re.S)
    assert grid.search(page)[0] == grid.search(shown)[0]
    assert WHY in page
    assert "Cal Reede" in shown
    assert not [one for one in ("Reede", "cal@", "<script", "<form", "csrf", "50 %") if one in page]
    assert noted(session, candidate).count("report_exported") == 1


def test_every_review_stands_in_the_pdf_with_who_decided(rae, visit, sat, session, people, plan, now, drawn):
    candidate = sat(right=1)
    decided(rae, candidate)
    assessments.share(session, plan, "raul@example.com", person=people["rae"], now=now)
    decided(visit("raul"), candidate, "no_offer", "Claim 1 alone is too little.")
    rae.get(f"/candidates/{candidate}/report.pdf")
    for words in (
        "<strong>Rae Saar</strong>: Invite to the interview",
        "<strong>Raul Laas</strong>: Do not go on",
        WHY,
    ):
        assert words in drawn[0]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "it lacks WeasyPrint or the library Pango"), ("et", "puudub WeasyPrint või teek")]
)
def test_where_no_pdf_can_be_made_there_is_no_link_and_the_address_says_why(
    rae, sat, session, monkeypatch, language, words
):
    candidate = sat(right=1)
    decided(rae, candidate)
    rae.get(f"/language/{language}")
    link = f"/candidates/{candidate}/report.pdf"
    for is_there in (True, False):
        for module in (views, printed):
            monkeypatch.setattr(module, "is_possible", lambda there=is_there: there)
        page = rae.get(f"/candidates/{candidate}").text
        assert (link in page) is is_there
        assert 'id="print"' in page
    answer = rae.get(link)
    assert answer.status_code == 404
    assert words in answer.text
    assert "report_exported" not in noted(session, candidate)


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_pdf_has_few_sheets_tags_language_and_title_and_is_the_same_twice(rae, sat, language):
    if not is_possible():
        missing("no WeasyPrint or no Pango")
    candidate = sat(right=3, wrong=2)
    decided(rae, candidate)
    rae.get(f"/language/{language}")
    first, second = (rae.get(f"/candidates/{candidate}/report.pdf").data for _ in range(2))
    assert first == second
    inside = unpacked(first)
    assert len(re.findall(rb"/Type /Page\b", inside)) in (2, 3)
    for part in (b"/StructTreeRoot", b"/MarkInfo", b"/ToUnicode", f"/Lang ({language})".encode(), b"pdfuaid"):
        assert part in inside
    assert {"en": "Report: Candidate A", "et": "Aruanne: Kandidaat A"}[language].encode() in inside
    assert b"/URI" not in inside
    assert inside.count(b"/S /Figure") == inside.count(b"/Alt (") + inside.count(b"/Alt <") > 5


def unpacked(pdf):
    """What the packed streams of a PDF hold."""
    parts = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        with suppress(zlib.error):
            parts.append(zlib.decompress(stream))
    return b"\n".join(parts)


def test_what_was_granted_is_nowhere(rae, sat, session):
    candidate = sat(right=1, more_time=50)
    decided(rae, candidate)
    pages = [rae.get(f"/candidates/{candidate}{path}").text for path in ("", "/claims/1", "/seen")]
    assert not [page for page in pages if "ore time" in page or "50 %" in page]


def test_who_saw_what_is_told(rae, sat, people, session):
    candidate = sat(right=1)
    decided(rae, candidate)
    for path in ("", "", "/claims/1", "/report.json"):
        rae.get(f"/candidates/{candidate}{path}")
    page = rae.get(f"/candidates/{candidate}/seen").text
    for words in ("Evidence of a candidate opened", "Claim of a candidate read", "Report saved as a file", "Rae Saar"):
        assert words in page
    assert noted(session, candidate).count("report_seen") == 1


def test_only_those_one_has_decided_on_stand_side_by_side_by_letter(rae, sat, plan):
    first, second, third = sat("cal", wrong=2), sat("noor", right=6), sat("uku")
    decided(rae, first)
    alone = rae.get(f"/candidates/compare/{plan}?n=1&n=2").text
    assert "decide about at least two candidates first" in alone
    assert "Same scale" not in alone
    decided(rae, second, "no_offer", "Claim 4.")
    page = rae.get(f"/candidates/compare/{plan}?n=2&n=1&n=3").text
    assert "Same scale, 0 to 100" in page
    assert f"/candidates/{third}" in page
    assert page.index('letterbox b1" aria-hidden="true">A<') < page.index('letterbox b2" aria-hidden="true">B<')
    assert "letterbox b3" not in page
    assert "o clear difference" in page
    assert "Reede" not in page
    assert WHY in page
    assert "Claim 4." in page
    assert "Choose 2 to 4 of them." in rae.get(f"/candidates/compare/{plan}?n=2&n=3").text


def test_erasing_asks_first_and_leaves_a_receipt(rae, visit, sat, session):
    candidate = sat(right=1)
    asked = rae.get(f"/candidates/{candidate}/erase").text
    assert "Erase everything kept about Candidate A?" in asked
    assert rae.post(f"/candidates/{candidate}/erase").status_code == 422
    answer = rae.post(f"/candidates/{candidate}/erase", {"sure": "yes"})
    receipt = rae.get(answer.location).text
    assert answer.status_code == 303
    assert "Candidate A" in receipt
    assert answer.location.rpartition("/")[2] in receipt
    assert rae.get(f"/candidates/{candidate}").status_code == 404
    assert visit("raul").get(answer.location).status_code == 404
    assert rae.get(f"/candidates/receipts/{uuid4()}").status_code == 404


def test_anonymising_asks_first_says_what_stays_and_every_page_says_that_it_was_done(rae, visit, sat, session, plan):
    candidate, other = sat("cal", right=1), sat("noor")
    for one in (candidate, other):
        decided(rae, one)
    rae.post(f"/candidates/{candidate}/name")
    assert "Anonymise instead" in rae.get(f"/candidates/{candidate}/erase").text
    asked = rae.get(f"/candidates/{candidate}/anonymise").text
    assert "What stays" in asked
    assert "Cal Reede" in asked
    assert rae.post(f"/candidates/{candidate}/anonymise").status_code == 422
    answer = rae.post(f"/candidates/{candidate}/anonymise", {"sure": "yes"})
    receipt = rae.get(answer.location).text
    assert "Receipt of an anonymising" in receipt
    assert "What stays under the letter" in receipt
    assert visit("raul").get(answer.location).status_code == 404
    for path in (f"{candidate}", f"{candidate}/seen", f"{candidate}/anonymise", f"compare/{plan}?n=1&n=2"):
        page = rae.get(f"/candidates/{path}").text
        assert "Anonymised on " in page, path
        assert "Cal" not in page, path
    report = rae.get(f"/candidates/{candidate}").text
    for gone in ("Show the name", "Decide otherwise", WHY):
        assert gone not in report
    assert "Skills" in report
    assert rae.get(f"/candidates/{candidate}/claims/1").status_code == 200
    rae.post(f"/assessments/{plan}/names")
    listed = rae.get(f"/assessments/{plan}").text
    assert "anonymised" in listed
    assert "Noor Reede" in listed
    assert "Cal Reede, cal@example.com" not in listed
    assert "candidate.invalid" not in listed
    assert visit("cal").get("/sitting").status_code in (302, 303)
    for act in ("name", "decision", "anonymise"):
        sent = {"decision": "interview", "reason": "Cal", "sure": "yes"}
        assert rae.post(f"/candidates/{candidate}/{act}", sent).status_code == 409


def test_who_has_not_ended_is_erased_and_not_anonymised(rae, sat):
    candidate = sat(ends=False)
    assert "Anonymise instead" not in rae.get(f"/candidates/{candidate}/erase").text
    assert "no figures to keep" in rae.get(f"/candidates/{candidate}/anonymise").text
    assert rae.post(f"/candidates/{candidate}/anonymise", {"sure": "yes"}).status_code == 409


def test_the_own_result_waits_for_a_person_and_tells_no_outcome_of_a_claim(rae, visit, sat, session):
    candidate = sat("cal", right=2, wrong=1)
    cal = visit("cal")
    assert "/sitting/result" in cal.get("/sitting").text
    assert "a person reads your work first" in cal.get("/sitting/result").text
    decided(rae, candidate)
    page = cal.get("/sitting/result").text
    assert "likely between" in page
    assert "How it is counted" in page
    assert "What this does not measure" in page
    assert WHY not in page
    assert "Not covered" not in page
    assert "moment" not in page
    kept = json.loads(cal.get("/sitting/record.json").data)
    assert kept["invitation"]["email"] == "cal@example.com"
    assert kept["reviews"][0]["reason"] == WHY
    assert len(kept["claims"]) == 12
    assert {"evidence_opened", "candidate_interview", "report_made"} <= {one["act"] for one in kept["noted"]}
    assert "moments" not in kept["report"]


def test_there_is_no_own_result_while_one_sits(visit, sat):
    sat("cal", ends=False)
    assert visit("cal").get("/sitting/result").location == "/sitting"
