"""The cast of a claim as attributes: people, firms, the car, before and after the facts are settled."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from simulator.domain.dice import Dice
from simulator.domain.market import Market, Model
from simulator.domain.parties import Household, Person
from simulator.generation.people import Crowd, Extras
from simulator.generation.worlds import World
from simulator.generation.worlds.specs import Attributes, text_of

People = dict[str, Person]


def people_of(household: Household, extras: Extras) -> People:
    """Return everybody whom a role may mean, by name."""
    return {
        "policyholder": household.policyholder,
        "spouse": household.spouse,
        "child": household.child,
        "stranger": extras.stranger,
    }


def drawn(
    crowd: Crowd, market: Market, dice: Dice, *, on: date, worth: Fraction | None = None
) -> tuple[People, Attributes]:
    """Return people and the attributes of everything that does not depend on the facts of the loss.

    The car may be worth as little as *worth*, where that is settled.
    """
    household, extras = crowd.draw(dice.stream("people"), on=on)
    known: Attributes = {"loss.occurred_on": on, **_offices(market, extras), **_numbers(extras)}
    known["loss.tax_rate"] = market.tax.on(on, extras.town.region)
    known.update(_car(market, extras, dice.stream("vehicle"), worth))
    return people_of(household, extras), known


def _offices(market: Market, extras: Extras) -> Attributes:
    insurer, town, workshop = market.insurer, extras.town, extras.workshop
    return {
        "insurer.name": insurer.name,
        "insurer.address": insurer.address,
        "insurer.email": insurer.email,
        "insurer.department": insurer.department,
        "insurer.experts": insurer.expert_team,
        "insurer.registry": insurer.registry,
        "police.station": market.station.format(town.police, town.name),
        "police.officer": extras.officer,
        "police.number": extras.police_number,
        "workshop.name": workshop.name,
        "workshop.address": workshop.address,
        "workshop.phone": workshop.phone,
        "workshop.registry_code": workshop.registry_code,
        "workshop.estimator": extras.estimator,
        "expert.name": extras.expert,
    }


def _numbers(extras: Extras) -> Attributes:
    return {
        "policy.number": extras.policy_number,
        "claimant.account": extras.account,
        "claimant.other_account": extras.other_account,
        "licence.number": extras.licence_number,
        "loss.place": extras.place,
        "loss.town": extras.town.name,
        "loss.region": extras.town.region,
    }


def _car(market: Market, extras: Extras, dice: Dice, worth: Fraction | None) -> Attributes:
    model = _model(market, dice, worth)
    return {
        "vehicle.sold_from": date(model.since, 1, 15) if model.since else None,
        "vehicle.name": model.name,
        "vehicle.new": Fraction(model.new),
        "vehicle.plate": extras.plate,
        "vehicle.other_plate": extras.other_plate,
        "vehicle.vin": extras.vin,
    }


def _model(market: Market, dice: Dice, worth: Fraction | None) -> Model:
    if worth is not None:
        fitting = [model for model in market.models if model.least <= worth] or list(market.models)
        return dice.weighted(fitting, [model.often for model in fitting])
    up_to = market.models_up_to
    at = dice.whole(0, up_to[-1] - 1)
    return next(model for model, end in zip(market.models, up_to, strict=True) if at < end)


def told(name: str, person: Person) -> Attributes:
    """Return the attributes of a person under *name*."""
    return {
        f"{name}.name": person.name,
        f"{name}.given": person.given,
        f"{name}.family": person.family,
        f"{name}.address": str(person.address),
        f"{name}.phone": person.phone,
        f"{name}.email": person.email,
        f"{name}.identity_code": person.identity_code,
        f"{name}.born_on": person.born_on,
    }


def introduce(people: People, known: Attributes) -> None:
    """Write everybody's attributes into *known*."""
    for name, person in people.items():
        known.update(told(name, person))


def assign(world: World, people: People, known: Attributes, values: Mapping[str, object]) -> dict[str, str]:
    """Write the attributes of each role into *known*, by the value of its fact; return who has which role."""
    cast = {}
    for role, (fact, of) in world.roles.items():
        value = values.get(fact, known.get(world.facts.get(fact, "")))
        who = of.get(text_of(value), of.get("else", ""))
        cast[role] = who
        if who:
            known.update(told(role, people[who]))
        else:
            known.update(dict.fromkeys(told(role, next(iter(people.values()))), None))
    return cast


def aged_to_fit(crowd: Crowd, people: People, who: str, born_on: date) -> People:
    """Return *people* with one birth date moved; a couple grows younger or older together."""
    moved = {**people, who: crowd.reborn(people[who], born_on)}
    if who in ("policyholder", "spouse"):
        other = "spouse" if who == "policyholder" else "policyholder"
        days = (born_on - people[who].born_on).days
        moved[other] = crowd.reborn(people[other], people[other].born_on + timedelta(days=days))
    return moved
