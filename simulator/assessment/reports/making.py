"""Making a report: from the claims of a sitting to the snapshot that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from simulator.assessment.blueprints import Blueprint, MarkFrom
from simulator.assessment.reports.costs import profile_of
from simulator.assessment.reports.moments import moments_of
from simulator.assessment.reports.sittings import Conditions, SatClaim
from simulator.assessment.reports.snapshots import (
    ClaimScore,
    InterviewTopic,
    Method,
    PartScore,
    Report,
    SkillScore,
    Standing,
)
from simulator.assessment.reports.texts import ReportTexts
from simulator.errors import Invalid
from simulator.measurement import Cut, Observed, Rules, ScoreInterval, measured
from simulator.scoring.scorecard import Criterion, Scorecard
from simulator.scoring.skills import Skill, Skills, share_of
from simulator.scoring.weights import CRITERIA, Weights

_FULL = 100
_SHORT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStandards:
    """By what a sitting is reported: weights, skills, the numbers of measurement, and the words of reports."""

    weights: Weights
    skills: Skills
    measurement: Rules
    texts: ReportTexts


def report_of(
    claims: Sequence[SatClaim],
    blueprint: Blueprint,
    cut: Cut,
    *,
    conditions: Conditions,
    standards: ReportStandards,
    seen: Observed | None = None,
) -> Report:
    """Return the report of a sitting; *seen* is what the scores of the people who have sat the same plan tell.

    The score is the mean of the claims, of which those without a decision count 0.

    Raises:
        Invalid: There is no claim.
    """
    if not claims:
        raise Invalid("There is no claim to report on.")
    ordered = sorted(claims, key=lambda claim: claim.number)
    cards = tuple(claim.card for claim in ordered if claim.card is not None)
    rules = standards.measurement
    return Report(
        title=blueprint.title,
        blueprint=blueprint.content_hash,
        measured=measured(fmean(claim.total for claim in ordered), len(ordered), cut=cut, rules=rules, seen=seen),
        method=_method(blueprint),
        claims=tuple(_claim(claim) for claim in ordered),
        undecided=tuple(claim.number for claim in ordered if claim.card is None),
        skills=_skills(ordered, cut, standards, seen),
        parts=_parts(cards, standards.weights),
        cost=profile_of(cards, conditions.currency, rules),
        moments=moments_of(ordered, cut.mark, standards.texts),
        interview=_interview(ordered, standards.texts),
        not_measured=standards.texts.not_measured,
        conditions=conditions,
        versions=_versions(cards, standards),
    )


def _method(blueprint: Blueprint) -> Method:
    passing = blueprint.passing
    if passing.method is MarkFrom.SCORING:
        return Method(mark_from=passing.method)
    return Method(
        mark_from=passing.method, judges=len(passing.ratings), rounds=passing.rounds, held_on=passing.held_on
    )  # fmt: skip


def _claim(claim: SatClaim) -> ClaimScore:
    card, one = claim.card, claim.drawn.pinned
    return ClaimScore(
        number=claim.number,
        scenario=one.scenario,
        content_hash=one.content_hash,
        level=one.level,
        skill=claim.drawn.skill,
        is_decided=card is not None,
        total=claim.total,
        act=card.done if card is not None else None,
        right=card.expected if card is not None else None,
    )


def _skills(
    claims: Sequence[SatClaim], cut: Cut, standards: ReportStandards, seen: Observed | None
) -> tuple[SkillScore, ...]:
    found = (_skill(skill, claims, cut, standards.measurement, seen) for skill in standards.skills.skills)
    return tuple(one for one in found if one is not None)


def _skill(
    skill: Skill, claims: Sequence[SatClaim], cut: Cut, rules: Rules, seen: Observed | None
) -> SkillScore | None:
    """Return the score of one skill; None where no claim asked for it.

    A claim without a decision counts 0 for the skills that its scenario teaches.
    """
    asked = [_asked(skill, claim.card) for claim in claims if claim.card is not None]
    shares = [share for share, _ in filter(None, asked)]
    shares += [0.0 for claim in claims if claim.card is None and skill.id in claim.drawn.pinned.skills]
    if not shares:
        return None
    weight = fmean(most for _, most in filter(None, asked)) / _FULL if any(asked) else 0.0
    worth = max(1, round(weight * len(shares)))
    found = measured(_FULL * fmean(shares), worth, cut=cut, rules=rules, seen=seen)
    return SkillScore(
        id=skill.id,
        label=skill.label,
        claims=len(shares),
        worth=worth,
        interval=found.interval,
        standing=standing_of(found.interval, cut),
    )


def _asked(skill: Skill, card: Scorecard) -> tuple[float, int] | None:
    """Return how much of *skill* was right on a claim, and how many points speak of it; None where it was not asked."""
    share = share_of(card.criteria, skill.criteria)
    if share is None:
        return None
    return share, sum(one.most for one in card.criteria if one.id in skill.criteria)


def standing_of(interval: ScoreInterval, cut: Cut) -> Standing:
    """Return where the whole of *interval* lies beside *cut*."""
    if interval.low >= cut.mark:
        return Standing.ABOVE
    return Standing.BELOW if interval.high < cut.mark else Standing.BOTH


def _parts(cards: Sequence[Scorecard], weights: Weights) -> tuple[PartScore, ...]:
    by_name = _by_criterion(cards)
    return tuple(
        PartScore(
            id=name,
            label=weights.labels[name],
            rule=weights.rule(name),
            points=sum(one.points for one in by_name[name]),
            most=sum(one.most for one in by_name[name]),
            claims=len(by_name[name]),
        )
        for name in CRITERIA
        if by_name[name]
    )


def _by_criterion(cards: Sequence[Scorecard]) -> Mapping[str, list[Criterion]]:
    return {name: [one for card in cards for one in card.criteria if one.id == name] for name in CRITERIA}


def _interview(claims: Sequence[SatClaim], texts: ReportTexts) -> tuple[InterviewTopic, ...]:
    """Return topics by where most points were lost; what is left over is filled with what is asked of everybody."""
    lost: dict[str, dict[int, int]] = {name: {} for name in CRITERIA}
    for claim in claims:
        for one in claim.card.criteria if claim.card is not None else ():
            if one.differs:
                lost[one.id][claim.number] = one.most - one.points
    weakest = sorted(filter(lost.get, CRITERIA), key=lambda name: -sum(lost[name].values()))
    found = [
        InterviewTopic(topic=texts.by_criterion[name], criterion=name, claims=tuple(sorted(lost[name])))
        for name in weakest
    ]
    spare = [InterviewTopic(topic=topic) for topic in texts.otherwise]
    return tuple([*found, *spare][: texts.topics])


def _versions(cards: Sequence[Scorecard], standards: ReportStandards) -> dict[str, str]:
    """Return engine and weights as the scorecards name them, and the editions of what the report was made by."""
    named = {
        name: ", ".join(sorted({card.versions[name] for card in cards if name in card.versions}))
        for name in ("engine", "weights")
    }
    texts = standards.texts
    return {
        **{name: value for name, value in named.items() if value},
        "measurement": measurement_version(standards.measurement),
        "report": f"{texts.edition}+{texts.content_hash[:_SHORT]}",
    }


def measurement_version(rules: Rules) -> str:
    """Return how a report names the rules of measurement that it was made by."""
    return f"{rules.edition}+{rules.content_hash[:_SHORT]}"
