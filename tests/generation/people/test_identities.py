"""Nothing that the generator makes up can belong to a person."""

import re
from datetime import date

import pytest
from stdnum import iban
from stdnum.ee import ik, registrikood
from stdnum.exceptions import InvalidChecksum

from simulator.domain.dice import Dice
from simulator.generation.people import Crowd

ON = date(2026, 3, 1)
SEEDS = list(range(60))


@pytest.fixture(scope="module")
def drawn(market):
    crowd = Crowd(market)
    return [crowd.draw(Dice(seed).stream("people"), on=ON) for seed in SEEDS]


def people(drawn):
    return [
        person for home, extras in drawn for person in (home.policyholder, home.spouse, home.child, extras.stranger)
    ]


def test_identity_codes_agree_with_birth_date_and_sex_and_fail_their_check_digit_by_one(drawn):
    for person in people(drawn):
        code = person.identity_code
        with pytest.raises(InvalidChecksum):
            ik.validate(code)
        assert int(code[-1]) == (int(ik.calc_check_digit(code)) + 1) % 10
        assert code[1:7] == f"{person.born_on:%y%m%d}"
        assert (int(code[0]) % 2 == 1) == (person.sex == "male")
        assert (int(code[0]) in (3, 4)) == (person.born_on.year < 2000)


def test_phone_numbers_are_too_short_to_reach_anybody(drawn):
    for person in people(drawn):
        assert re.fullmatch(r"\+372 5\d\d \d{3}", person.phone)


def test_accounts_have_right_check_digits_and_a_bank_that_does_not_exist(drawn):
    for _, extras in drawn:
        assert iban.calc_check_digits(extras.account) == extras.account[2:4]
        assert len(extras.account) == 20
        assert extras.account[4:6] == "98"


def test_registry_codes_of_firms_fail_their_check_digit(drawn):
    for _, extras in drawn:
        with pytest.raises(InvalidChecksum):
            registrikood.validate(extras.workshop.registry_code)


def test_plates_begin_with_a_letter_that_no_series_has(drawn):
    for _, extras in drawn:
        assert re.fullmatch(r"\d{3} Q[A-Z]{2}", extras.plate)


def test_a_vin_holds_a_letter_that_no_vin_has(drawn):
    for _, extras in drawn:
        assert len(extras.vin) == 17
        assert set(extras.vin) & set("IOQ")


def test_mail_goes_to_domains_that_are_nobodys(drawn):
    for person in people(drawn):
        assert re.fullmatch(r"[a-z.\-]+@example\.(com|org|net)", person.email)


def test_addresses_hold_together(drawn, market):
    towns = {town.name: town for town in market.towns}
    for person in people(drawn):
        town = towns[person.address.town]
        assert person.address.postcode[:2] in town.postcodes
        assert len(person.address.postcode) == 5
        assert person.address.region == town.region


def test_a_household_shares_home_and_name_and_is_old_enough_to_drive(drawn):
    for home, _ in drawn:
        assert home.spouse.address == home.child.address == home.policyholder.address
        for person in (home.policyholder, home.spouse, home.child):
            assert (ON - person.born_on).days >= 18 * 365
        assert home.child.born_on > home.policyholder.born_on


def test_russian_family_names_are_bent_by_sex(drawn):
    for home, _ in drawn:
        for person in (home.policyholder, home.spouse, home.child):
            if person.family.endswith(("ova", "eva", "ina")):
                assert person.sex == "female"


def test_both_peoples_of_the_country_turn_up(drawn):
    russian = [home for home, _ in drawn if re.search(r"(ov|ev|in)a?$", home.policyholder.family)]
    assert 0 < len(russian) < len(drawn) / 2


def test_one_seed_gives_the_same_people_whatever_was_drawn_before(market):
    crowd = Crowd(market)
    first = crowd.draw(Dice(7).stream("people"), on=ON)
    crowd.draw(Dice(8).stream("people"), on=ON)
    assert crowd.draw(Dice(7).stream("people"), on=ON) == first
