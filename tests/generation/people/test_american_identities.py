"""Nothing that the generator makes up for the United States can belong to a person, and it holds together."""

import re
from datetime import date
from pathlib import Path

import pytest
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.us import ein, rtn, ssn

from simulator.domain.dice import Dice
from simulator.generation.market import load_market, read_market
from simulator.generation.people import Crowd

ON = date(2026, 3, 1)
SEEDS = list(range(120))
FILE = Path(__file__).parents[3] / "scenarios" / "markets" / "us.yaml"


@pytest.fixture(scope="module")
def states():
    return read_market(FILE)


@pytest.fixture(scope="module")
def drawn(states):
    crowd = Crowd(states)
    return [crowd.draw(Dice(seed).stream("people"), on=ON) for seed in SEEDS]


def people(drawn):
    return [
        person for home, extras in drawn for person in (home.policyholder, home.spouse, home.child, extras.stranger)
    ]


def test_social_security_numbers_are_of_areas_that_are_not_given_out(drawn):
    areas = set()
    for person in people(drawn):
        assert re.fullmatch(r"\d{3}-\d\d-\d{4}", person.identity_code)
        assert not ssn.is_valid(person.identity_code)
        areas.add(person.identity_code[0])
    assert areas == {"0", "6", "9"}


def test_no_number_of_area_9_is_a_taxpayer_number_either(drawn):
    for person in people(drawn):
        if person.identity_code.startswith("9"):
            assert int(person.identity_code[4:6]) < 10


def test_employer_numbers_of_firms_have_a_prefix_that_is_not_assigned(drawn):
    for _, extras in drawn:
        with pytest.raises(ValidationError):
            ein.validate(extras.workshop.registry_code)


def test_phone_numbers_are_those_kept_for_fiction_and_their_area_is_the_towns(drawn, states):
    towns = {town.name: town for town in states.towns}
    for person in people(drawn):
        found = re.fullmatch(r"\((\d{3})\) 555-01\d\d", person.phone)
        assert found[1] in towns[person.address.town].area_codes


def test_routing_numbers_begin_with_the_towns_district_and_fail_their_check_digit_by_one(drawn):
    for _, extras in drawn:
        routing, account = extras.account.split(" / ")
        with pytest.raises(InvalidChecksum):
            rtn.validate(routing)
        assert int(routing[-1]) == (int(rtn.calc_check_digit(routing[:-1])) + 1) % 10
        assert routing[:2] == extras.town.bank
        assert len(account) == 10


def test_plates_are_a_sign_longer_than_any_state_issues_and_hold_letters_out_of_use(drawn):
    for _, extras in drawn:
        assert re.fullmatch(r"QI[A-Z]-\d{5}", extras.plate)


def test_a_vin_holds_a_letter_that_no_vin_has(drawn):
    for _, extras in drawn:
        assert len(extras.vin) == 17
        assert set(extras.vin) & set("IOQ")


def test_licenses_have_more_letters_than_any_state_uses(drawn):
    for _, extras in drawn:
        assert re.fullmatch(r"IQO\d{6}", extras.licence_number)


def test_mail_goes_to_domains_that_are_nobodys(drawn):
    for person in people(drawn):
        assert re.fullmatch(r"[a-z.\-]+@example\.(com|org|net)", person.email)


def test_town_state_and_zip_code_belong_together(drawn, states):
    towns = {town.name: town for town in states.towns}
    for person in people(drawn):
        home = person.address
        assert home.postcode[:3] in towns[home.town].postcodes
        assert len(home.postcode) == 5
        assert home.region == towns[home.town].region
        assert str(home) == f"{home.street}, {home.town}, {home.region} {home.postcode}"


def test_every_town_has_what_belongs_to_it_and_every_state_its_tax(states):
    assert len(states.towns) >= 12
    for town in states.towns:
        assert re.fullmatch(r"[A-Z]{2}", town.region)
        assert all(re.fullmatch(r"\d{3}", prefix) for prefix in town.postcodes)
        assert town.area_codes
        assert 1 <= int(town.bank) <= 12
        assert 0 < states.tax.on(ON, town.region) < 0.1


def test_a_market_whose_state_has_no_tax_rate_is_refused():
    text = FILE.read_text("utf-8").replace("AZ: 5.6%, ", "")
    with pytest.raises(Exception, match="AZ has no rate"):
        load_market(text, file="markets/us.yaml")


def test_a_household_shares_home_and_name_and_is_old_enough_to_drive(drawn):
    for home, _ in drawn:
        assert home.spouse.address == home.child.address == home.policyholder.address
        assert home.spouse.family == home.child.family == home.policyholder.family
        for person in (home.policyholder, home.spouse, home.child):
            assert (ON - person.born_on).days >= 18 * 365


def test_common_names_turn_up_more_often_than_rare_ones(states):
    crowd = Crowd(states)
    families = [crowd.draw(Dice(seed).stream("people"), on=ON)[0].policyholder.family for seed in range(400)]
    common = {"Smith", "Johnson", "Williams", "Brown", "Jones", "Miller", "Davis", "Garcia", "Rodriguez", "Wilson"}
    assert 25 <= sum(family in common for family in families) <= 120


def test_one_seed_gives_the_same_people_whatever_was_drawn_before(states):
    crowd = Crowd(states)
    first = crowd.draw(Dice(7).stream("people"), on=ON)
    crowd.draw(Dice(8).stream("people"), on=ON)
    assert crowd.draw(Dice(7).stream("people"), on=ON) == first


def test_another_birth_date_leaves_a_social_security_number_as_it_is(states):
    crowd = Crowd(states)
    person = crowd.draw(Dice(7).stream("people"), on=ON)[0].policyholder
    moved = crowd.reborn(person, date(1970, 5, 6))
    assert moved.born_on == date(1970, 5, 6)
    assert moved.identity_code == person.identity_code
