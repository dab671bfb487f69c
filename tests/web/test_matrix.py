"""Every route by every role, one's own and a stranger's: what each gets. A route without a line in TABLE fails.

To add a route, add its line to TABLE: method, endpoint, and what each of the columns gets. A new kind of thing in the
address gets an id in ``things``; a form that must be sent to come through gets its fields in SENT. Run this file: where
a line differs from what the application does, the message shows the line as it is.
"""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.candidates import Candidate
from simulator.persistence.people import Person
from simulator.scoring.follower import decision_from
from simulator.services import assessments
from simulator.services.assignments import Order, give
from simulator.services.groups import add_member, create_group
from simulator.services.invitations import Newcomer, invite
from simulator.services.password_links import issue_link
from simulator.services.scenarios import begin_blank
from simulator.services.shifts import act, close, desk_of, take_up
from simulator.web.candidates import printed

COLUMNS = ("nobody", "tess", "tom", "ines", "ivo", "rae", "ada", "cal")
"""Who asks. What an address names is Tess's, or of the group that Ines leads; Tom, Ivo and the others are strangers.

Cal is a candidate of Rae's: without an account, with the own sitting.
"""
SIGN_IN = "in"
"""Sent on to sign in."""
TABLE = """
                                  nobody tess tom ines ivo rae ada cal
GET  admin.audit                     in  403 403  403 403 403 200 404
GET  admin.audit_csv                 in  403 403  403 403 403 200 404
GET  admin.health                    in  403 403  403 403 403 200 404
GET  admin.show_people               in  403 403  403 403 403 200 404
GET  admin.show_person               in  403 403  403 403 403 200 404
POST admin.close                     in  403 403  403 403 403 303 404
POST admin.make_link                 in  403 403  403 403 403 303 404
POST admin.reopen                    in  403 403  403 403 403 303 404
POST admin.change_roles              in  403 403  403 403 403 303 404
POST admin.sign_out                  in  403 403  403 403 403 303 404
GET  admin.new_person                in  403 403  403 403 403 200 404
POST admin.add                       in  403 403  403 403 403 303 404
GET  assessments.index               in  403 403  403 403 200 403 404
POST assessments.begin               in  403 403  403 403 303 403 404
GET  assessments.show                in  403 403  403 403 200 403 404
POST assessments.save                in  403 403  403 403 422 403 404
GET  assessments.plan                in  403 403  403 403 200 403 404
GET  assessments.preview             in  403 403  403 403 200 403 404
GET  assessments.confirm             in  403 403  403 403 200 403 404
POST assessments.fix                 in  403 403  403 403 303 403 404
POST assessments.end                 in  403 403  403 403 303 403 404
POST assessments.names               in  403 403  403 403 303 403 404
POST assessments.share               in  403 403  403 403 422 403 404
POST assessments.unshare             in  403 403  403 403 303 403 404
POST assessments.invite              in  403 403  403 403 303 403 404
GET  assessments.choose_file         in  403 403  403 403 200 403 404
POST assessments.send_file           in  403 403  403 403 422 403 404
POST assessments.make_link           in  403 403  403 403 303 403 404
POST assessments.make_result_link    in  403 403  403 403 409 403 404
POST assessments.withdraw            in  403 403  403 403 303 403 404
POST assessments.give_more_time      in  403 403  403 403 303 403 404
GET  auth.sign_in                   200  303 303  303 303 303 303 404
POST auth.send_sign_in              422  422 422  422 422 422 422 404
POST auth.sign_out                   in   in  in   in  in  in  in  in
POST auth.sign_out_everywhere        in   in  in   in  in  in  in 404
GET  candidates.show                 in  403 403  403 403 200 403 404
POST candidates.open_it              in  403 403  403 403 303 403 404
GET  candidates.claim                in  403 403  403 403 200 403 404
GET  candidates.steps                in  403 403  403 403 200 403 404
POST candidates.send_decision        in  403 403  403 403 303 403 404
POST candidates.name                 in  403 403  403 403 303 403 404
GET  candidates.as_csv               in  403 403  403 403 200 403 404
GET  candidates.as_json              in  403 403  403 403 200 403 404
GET  candidates.as_pdf               in  403 403  403 403 200 403 404
GET  candidates.who_saw              in  403 403  403 403 200 403 404
GET  candidates.ask_erase            in  403 403  403 403 200 403 404
POST candidates.send_erase           in  403 403  403 403 303 403 404
GET  candidates.ask_anonymise        in  403 403  403 403 200 403 404
POST candidates.send_anonymise       in  403 403  403 403 303 403 404
GET  candidates.receipt              in  403 403  403 403 200 403 404
GET  candidates.compare              in  403 403  403 403 200 403 404
GET  debriefs.show                   in  200 404  404 404 404 404 404
GET  debriefs.export                 in  200 404  404 404 404 404 404
POST debriefs.see                    in  303 404  404 404 404 404 404
POST debriefs.twin                   in  303 404  404 404 404 404 404
GET  drills.show                     in  200 200  403 403 403 403 404
POST drills.take                     in  303 303  403 403 403 403 404
GET  health.alive                   200  200 200  200 200 200 200 200
GET  health.ready                   200  200 200  200 200 200 200 200
GET  help.index                     200  200 200  200 200 200 200 200
GET  help.show                      200  200 200  200 200 200 200 200
GET  help.glossary                  200  200 200  200 200 200 200 200
GET  home.show                       in  200 200  200 200 200 200 303
POST home.take_next                  in  303 303  403 403 403 403 404
GET  items.show                      in  200 404  404 404 404 404 404
POST items.set_aside                 in  303 404  404 404 404 404 404
POST items.compare                   in  303 404  404 404 404 404 404
POST items.send_decision             in  422 404  404 404 404 404 404
POST items.note                      in  303 404  404 404 404 404 404
POST items.open_paper                in  303 404  404 404 404 404 404
POST items.remind                    in  303 404  404 404 404 404 404
POST items.save                      in  303 404  404 404 404 404 404
POST items.undo                      in  303 404  404 404 404 404 404
POST items.wait                      in  303 404  404 404 404 404 404
GET  language.choose                303  303 303  303 303 303 303 303
GET  library.index                   in  403 403  200 200 403 403 404
GET  library.show                    in  403 403  200 200 403 403 404
GET  library.changes                 in  403 403  404 404 403 403 404
GET  library.checked                 in  403 403  303 303 403 403 404
POST library.check                   in  403 403  303 303 403 403 404
POST library.duplicate               in  403 403  303 303 403 403 404
GET  library.edit                    in  403 403  200 200 403 403 404
POST library.save                    in  403 403  303 303 403 403 404
POST library.play_draft              in  403 403  303 303 403 403 404
POST library.give_up                 in  403 403  409 409 403 403 404
GET  library.outcome                 in  403 403  303 303 403 403 404
POST library.play                    in  403 403  422 422 403 403 404
POST library.publish                 in  403 403  422 422 403 403 404
POST library.restore                 in  403 403  303 303 403 403 404
POST library.retire                  in  403 403  303 303 403 403 404
GET  library.export_one              in  403 403  200 200 403 403 404
POST library.take_back               in  403 403  404 404 403 403 404
POST library.look_at_file            in  403 403  422 422 403 403 404
POST library.bring_in                in  403 403  422 422 403 403 404
POST library.open_as_draft           in  403 403  303 303 403 403 404
GET  library.new                     in  403 403  200 200 403 403 404
POST library.new_blank               in  403 403  303 303 403 403 404
POST library.new_from_clause         in  403 403  422 422 403 403 404
GET  library.as_csv                  in  403 403  200 200 403 403 404
GET  library.export                  in  403 403  303 303 403 403 404
GET  passwords.show                 200  200 200  200 200 200 200 404
POST passwords.choose               303  303 303  303 303 303 303 404
GET  passwords.chosen               200  200 200  200 200 200 200 404
GET  settings.show                   in  200 200  200 200 200 200 404
POST settings.save                   in  303 303  303 303 303 303 404
POST settings.save_password          in  303 303  303 303 303 303 404
GET  sitting.come                   200  200 200  200 200 200 200 200
POST sitting.come_in                303  303 303  303 303 303 303 303
GET  sitting.show                    in  404 404  404 404 404 404 200
POST sitting.choose_zone             in  404 404  404 404 404 404 303
POST sitting.begin                   in  404 404  404 404 404 404 303
GET  sitting.check                   in  404 404  404 404 404 404 200
POST sitting.send                    in  404 404  404 404 404 404 303
POST sitting.take_next               in  404 404  404 404 404 404 303
POST sitting.practise                in  404 404  404 404 404 404 303
GET  sitting.result                  in  404 404  404 404 404 404 303
GET  sitting.record                  in  404 404  404 404 404 404 200
GET  static                         200  200 200  200 200 200 200 200
GET  teaching.assigned               in  200 200  403 403 403 403 404
POST teaching.take_up                in  303 404  403 403 403 403 404
GET  teaching.assignment             in  404 404  200 404 404 404 404
POST teaching.take_back              in  404 404  303 404 404 404 404
GET  teaching.groups                 in  403 403  200 200 403 403 404
POST teaching.create                 in  403 403  303 303 403 403 404
GET  teaching.show                   in  404 404  200 404 404 404 404
GET  teaching.give_out               in  404 404  200 404 404 404 404
POST teaching.send_give              in  404 404  422 404 404 404 404
POST teaching.invite_one             in  404 404  303 404 404 404 404
POST teaching.revoke                 in  404 404  303 404 404 404 404
POST teaching.add                    in  404 404  303 404 404 404 404
POST teaching.remove                 in  404 404  303 404 404 404 404
GET  teaching.members                in  404 404  200 404 404 404 404
GET  teaching.member                 in  404 404  200 404 404 404 404
POST teaching.rename                 in  404 404  303 404 404 404 404
GET  teaching.show_results           in  404 404  200 404 404 404 404
GET  teaching.results_csv            in  404 404  200 404 404 404 404
GET  teaching.results_xlsx           in  404 404  200 404 404 404 404
GET  teaching.roster                 in  404 404  200 404 404 404 404
POST teaching.send_roster            in  404 404  422 404 404 404 404
GET  teaching.join                  200  200 200  200 200 200 200 404
POST teaching.send_join             422  303 303  422 422 422 422 404
GET  teaching.review                 in  404 404  200 404 404 404 404
GET  teaching.export                 in  404 404  200 404 404 404 404
POST teaching.send_adjustment        in  404 404  422 404 404 404 404
POST teaching.send_comment           in  404 404  422 404 404 404 404
GET  teaching.steps                  in  404 404  200 404 404 404 404
GET  wordings.show_form              in  200 200  200 200 200 200 200
GET  wordings.show_guide             in  200 200  200 200 200 200 200
GET  wordings.index                  in  200 200  200 200 200 200 200
"""
FILLING = {
    "code": "et",
    "help.show.name": "scores",
    "filename": "css/desk.css",
    "form": "motor_own_damage",
    "market": "ee",
    "paper": "first_notice",
}
"""What stands in an address for an argument (or for ``endpoint.argument``) that is the same for everybody."""
BEGUN = ("sitting.check", "sitting.send", "sitting.take_next")
"""Where Cal has begun to sit."""
DRAFTED = ("assessments.confirm", "assessments.fix", "assessments.save")
"""Where the plan is not fixed yet."""
KEY = "a key for the links of candidates"
SENT = {
    "sitting.begin": {"read": "yes"},
    "sitting.choose_zone": {"time_zone": "America/Chicago"},
    "candidates.send_decision": {"decision": "interview", "reason": "Claim 1 was rightly refused."},
    "candidates.send_erase": {"sure": "yes"},
    "candidates.send_anonymise": {"sure": "yes"},
    "assessments.begin": {"title": "Claims trainee"},
    "assessments.fix": {"revision": "1"},
    "assessments.share": {"email": "tess@example.com"},
    "assessments.invite": {"addresses": "noor@example.com"},
    "drills.take": {"form": "motor_own_damage", "market": "ee", "provision": "in_force"},
    "admin.add": {"name": "Uku Tamm", "email": "uku@example.com", "role": "trainee"},
    "admin.change_roles": {"role": "trainee"},
    "passwords.choose": {"new": "a sentence of one's own"},
    "library.new_blank": {"form": "motor_own_damage", "market": "ee"},
    "teaching.create": {"name": "Autumn"},
    "teaching.rename": {"name": "Autumn"},
    "teaching.add": {"email": "tom@example.com"},
    "teaching.invite_one": {"days": "7"},
    "auth.send_sign_in": {"email": "{who}@example.com", "password": "wrong"},
    "settings.save": {"language": "en", "theme": "dark", "density": "roomy", "time_zone": "Europe/Tallinn"},
    "settings.save_password": {"old": "practice makes", "new": "a sentence of one's own"},
}
"""What is sent to a route that would refuse an empty form; ``{who}`` is the one who asks."""


def lines(text):
    """The table as ``{(method, endpoint): (what each column gets, ...)}``."""
    rows = [line.split() for line in text.strip().splitlines()[1:] if line.strip()]
    return {(method, endpoint): tuple(gets) for method, endpoint, *gets in rows}


EXPECTED = lines(TABLE)
NOWHERE = ("",) * len(COLUMNS)


def shown(method, endpoint, gets):
    """A line as the table writes it."""
    return f"{method:4} {endpoint:29}" + "".join(
        f"{got:>{width}}" for got, width in zip(gets, (5, 5, 4, 5, 4, 4, 4, 4), strict=True)
    )


def routes_of(app):
    return {
        (method, rule.endpoint): rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


@pytest.fixture(scope="module")
def scenarios():
    return read_scenarios(scenarios_folder() / "library")


@pytest.fixture(scope="module")
def motor(content, scenarios):
    """A claim of the library: exercise, determination, and the scenario as it is kept."""
    scenario = next(one for one in scenarios if one.file.endswith("/clean_approval.yaml"))
    exercise, determination = verified(scenario, 1, market=scenario.markets[0], content=content)
    return {"exercise": exercise, "determination": determination, "scenario_body": to_json(scenario)}


@pytest.fixture
def people(people, session, now):
    """The cast, Ivo, an instructor who leads nobody here, and Cal, who came in by a link."""
    ines = people["ines"]
    cal = Person(
        email="cal@candidate.invalid", name="Cal Reede", password_hash="", created_at=now, roles_text="candidate"
    )
    ivo = Person(
        email="ivo@example.com",
        name="Ivo Laas",
        password_hash=ines.password_hash,
        created_at=now,
        roles_text=ines.roles_text,
    )
    session.add_all([ivo, cal])
    session.commit()
    return {**people, "ivo": ivo, "cal": cal}


@pytest.fixture
def things(app, session, people, motor, content, scenarios, now):
    """Make what an address can name, new for everybody who can change it, so that nobody meets what another one did."""

    def somebody():
        made = Person(
            email=f"{uuid4()}@example.com", name="Uku Tamm", password_hash="", created_at=now, roles_text="trainee"
        )
        session.add(made)
        session.commit()
        return made.id

    def item():
        return take_up(session, person_id=people["tess"].id, library=content.library, now=now, **motor)

    def taught(item_id):
        """A group of Ines with Tess in it, an invitation, work given out, and *item_id* finished."""
        asks = {"leader_id": people["ines"].id, "now": now}
        group, paper, work = (uuid4() for _ in range(3))
        create_group(session, "Spring", group_id=group, **asks)
        add_member(session, group, "tess@example.com", **asks)
        token = invite(session, group, Newcomer(), invitation_id=paper, days=7, key="a key", **asks)
        order = Order(title="First week", scenarios=scenarios[:1], opens_at=now, due_at=None)
        give(session, group, order, assignment_id=work, **asks)
        finish(item_id)
        found = {"group_id": group, "invitation_id": paper, "token": token, "assignment_id": work, "n": 1}
        return {**found, "person_id": people["tess"].id}

    def finish(item_id):
        marking = app.extensions["simulator"].stock.weights
        desk = desk_of(session, item_id, person_id=people["tess"].id, library=content.library)
        right = decision_from(motor["determination"], desk.form, desk.rules.guide)
        decided = act(session, desk, [(ActionKind.DECIDE, decision_data(right))], weights=marking, now=now)
        close(session, decided, weights=marking, now=now)

    def drafted():
        """A draft of Ines, which every instructor may read and change."""
        begun = begin_blank(
            session,
            form=FILLING["form"],
            market=FILLING["market"],
            person=people["ines"],
            stock=app.extensions["simulator"].stock,
            now=now,
        )
        return UUID(begun)

    def invited(endpoint):
        """A link of Rae's assessment that nobody has used; Cal is a candidate of it, who has begun where one must."""
        rae, standards = people["rae"], app.extensions["simulator"].standards
        draft = assessments.Draft(
            title="Claims trainee", blueprint=standards.blueprints["motor-ee"], notice_en="Kept", notice_et="Hoitakse"
        )
        plan = assessments.begin(session, draft, assessment_id=uuid4(), person=rae, now=now)
        assessments.fix(session, plan, revision=1, person=rae, standards=standards, now=now)
        emails = [assessments.Invitee(email=f"{who}@example.com") for who in ("cal", "noor")]
        found = assessments.invite(session, plan, emails, person=rae, key=KEY, now=now)
        if session.scalars(select(Candidate).where(Candidate.person_id == people["cal"].id)).first() is None:
            cal = session.get_one(Candidate, found[0])
            cal.person_id, cal.opened_at = people["cal"].id, now
            session.commit()
        if endpoint in BEGUN:
            assessments.begin_sitting(session, people["cal"], standards=standards, now=now)
        return assessments.link_token(KEY, found[1], 1)

    def planned(endpoint):
        """An assessment of Rae's, with a candidate where it is fixed."""
        rae, standards = people["rae"], app.extensions["simulator"].standards
        draft = assessments.Draft(
            title="Claims trainee", blueprint=standards.blueprints["motor-ee"], notice_en="Kept", notice_et="Hoitakse"
        )
        plan = assessments.begin(session, draft, assessment_id=uuid4(), person=rae, now=now)
        if endpoint in DRAFTED:
            return {"assessment_id": plan}
        assessments.fix(session, plan, revision=1, person=rae, standards=standards, now=now)
        invitee = assessments.Invitee(email="cal@example.com")
        (candidate,) = assessments.invite(session, plan, [invitee], person=rae, key=KEY, now=now)
        return {"assessment_id": plan, "candidate_id": candidate}

    def sat(endpoint):
        """A candidate of Rae's who has sat, as far reviewed as *endpoint* needs; a receipt where one is shown."""
        rae, standards = people["rae"], app.extensions["simulator"].standards
        invited(endpoint)
        found = session.scalars(select(Candidate).where(Candidate.person_id.is_(None)).order_by(Candidate.id)).first()
        person = Person(
            email=f"{uuid4()}@candidate.invalid", name="Noor", password_hash="", created_at=now, roles_text="candidate"
        )
        session.add(person)
        session.flush()
        found.person_id, found.opened_at = person.id, now
        session.commit()
        made = {"candidate_id": found.id, "assessment_id": found.assessment_id, "n": 1}
        assessments.begin_sitting(session, person, standards=standards, now=now)
        assessments.hand_in(session, person, now=now)
        if endpoint != "candidates.open_it":
            assessments.open_evidence(session, found.id, person=rae, now=now)
        if endpoint in ("candidates.as_csv", "candidates.as_json", "candidates.as_pdf"):
            assessments.decide(session, found.id, "interview", "Claim 1.", person=rae, now=now)
        if endpoint == "candidates.receipt":
            made["erasure_id"] = assessments.erase(session, found.id, person=rae, now=now)
        return made

    def once(endpoint):
        """Return what an address of *endpoint* can name, made once where nobody but Rae, or Cal, can change it."""
        room = endpoint.partition(".")[0]
        if room not in ("candidates", "assessments", "sitting") or endpoint == "sitting.come_in":
            return make(endpoint)
        if endpoint not in made_before:
            made_before[endpoint] = make(endpoint)
        return made_before[endpoint]

    def make(endpoint):
        """Return what an address of *endpoint* can name, made anew."""
        room, form = endpoint.partition(".")[0], content.library.editions(FILLING["form"], FILLING["market"])[-1]
        guide = next(one for one in content.library.guides.values() if one.market == FILLING["market"])
        named = {name for rule in app.url_map.iter_rules(endpoint) for name in rule.arguments}
        made = {"edition": form.edition, "name": guide.name}
        if "item_id" in named or room == "teaching":
            made["item_id"] = item()
        if "person_id" in named or room == "passwords":
            made["person_id"] = somebody()
        if room == "passwords":
            made["token"] = issue_link(session, made["person_id"], by=people["ada"].id, now=now)
        if room == "sitting":
            made["token"] = invited(endpoint)
        if room == "candidates":
            made |= sat(endpoint)
        if endpoint in ("debriefs.twin", "debriefs.export"):
            finish(made["item_id"])
        if room == "library":
            made["scenario_id"] = drafted()
        if room == "assessments":
            made |= planned(endpoint)
        return made | (taught(made["item_id"]) if room == "teaching" else {})

    made_before = {}
    return once


@pytest.fixture(autouse=True)
def pdf(monkeypatch):
    """Say that PDF can be made, whatever this machine has, and make none."""
    monkeypatch.setattr(printed, "is_possible", lambda: True)
    monkeypatch.setattr(printed, "pdf_of", lambda page: b"%PDF")


def address(app, rule, method, made):
    """The address of a route, with what *made* holds and FILLING says in the places of its arguments."""
    filled = {
        name: FILLING.get(f"{rule.endpoint}.{name}", FILLING.get(name, made.get(name))) for name in rule.arguments
    }
    missing = [name for name, value in filled.items() if value is None]
    assert missing == [], f"say in FILLING or things what stands in {rule} for {missing}"
    return app.url_map.bind("localhost").build(rule.endpoint, filled, method=method)


def sent_by(who, endpoint):
    return {name: value.format(who=who) for name, value in SENT.get(endpoint, {}).items()}


def outcome(browser, method, path, sent):
    answer = browser.get(path) if method == "GET" else browser.post(path, sent)
    is_sent_to_sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in")
    return SIGN_IN if is_sent_to_sign_in else str(answer.status_code)


def test_every_route_has_a_line(app):
    routes = set(routes_of(app))
    new = [f"{method} {endpoint}" for method, endpoint in sorted(routes - set(EXPECTED))]
    gone = [f"{method} {endpoint}" for method, endpoint in sorted(set(EXPECTED) - routes)]
    columns = ", ".join(COLUMNS)
    assert new == [], f"add a line to TABLE in test_matrix.py for each of these, saying what {columns} get: {new}"
    assert gone == [], f"take the lines of these out of TABLE in test_matrix.py: {gone}"


@pytest.mark.parametrize(("method", "endpoint"), [pytest.param(*key, id=" ".join(key)) for key in EXPECTED])
def test_everybody_gets_what_the_table_says(app, visit, things, method, endpoint):
    rule = routes_of(app)[method, endpoint]
    gets = []
    for who in COLUMNS:
        path = address(app, rule, method, things(endpoint))
        gets.append(outcome(visit(None if who == "nobody" else who), method, path, sent_by(who, endpoint)))
    assert shown(method, endpoint, gets) == shown(method, endpoint, EXPECTED[method, endpoint])


@pytest.mark.parametrize("who", COLUMNS[1:])
def test_what_is_somebody_else_s_looks_as_if_it_were_not_there(app, visit, things, who):
    """Whoever gets a 404 gets the same page for an id that nobody has."""
    browser, column = visit(who), COLUMNS.index(who)
    for (method, endpoint), rule in sorted(routes_of(app).items()):
        ids = [name for name, kind in rule._converters.items() if type(kind).__name__ == "UUIDConverter"]
        if ids and EXPECTED.get((method, endpoint), NOWHERE)[column] == "404":
            made = things(endpoint)
            pages = []
            for with_ids in (made, made | {name: uuid4() for name in ids}):
                path = address(app, rule, method, with_ids)
                answer = browser.get(path) if method == "GET" else browser.post(path, sent_by(who, endpoint))
                pages.append((answer.status_code, _VARYING.sub("", answer.text)))
            assert pages[0] == pages[1], (method, endpoint)


_VARYING = re.compile(r'name="csrf_token" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')


def test_the_table_lets_an_administrator_come_to_no_claim_and_no_score():
    of_claims, ada = (
        {"items", "debriefs", "drills", "teaching", "library", "assessments", "candidates"},
        COLUMNS.index("ada"),
    )
    open_to_all = {"teaching.join", "teaching.send_join"}
    let_in = [
        key
        for key, gets in EXPECTED.items()
        if key[1].partition(".")[0] in of_claims and gets[ada] not in ("403", "404")
    ]
    assert [key for key in let_in if key[1] not in open_to_all] == []


def test_the_table_lets_nobody_but_the_owner_come_to_an_item():
    owned = {key: gets for key, gets in EXPECTED.items() if key[1].partition(".")[0] in ("items", "debriefs")}
    assert len(owned) > 10
    assert {gets[:1] + gets[2:] for gets in owned.values()} == {("in", *["404"] * (len(COLUMNS) - 2))}


def test_a_word_of_the_table_is_one_that_a_browser_can_get():
    allowed = {SIGN_IN, "200", "303", "403", "404", "409", "410", "422"}
    assert {got for gets in EXPECTED.values() for got in gets} <= allowed
    assert [key for key, gets in EXPECTED.items() if len(gets) != len(COLUMNS)] == []


def test_no_route_changes_anything_by_being_opened(app):
    changing = {"save", "send", "sign_out", "delete", "act", "decide", "undo", "add", "close", "give", "withdraw"}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            assert rule.endpoint.partition(".")[2] not in changing, rule.endpoint
