"""A file without the date by which the edition is chosen: that date is asked for first."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from simulator.coverage.comparing import flags_of
from simulator.coverage.determination import Determination
from simulator.coverage.evidence import Evidence, FactState
from simulator.coverage.needs import needs_of, tied_by_requests
from simulator.coverage.requests import requests_for
from simulator.coverage.rules import Rules
from simulator.coverage.trace import Trace
from simulator.domain.decision import Disposition

if TYPE_CHECKING:
    from simulator.coverage.assessing import Wanting


def asking_for_the_date(rules: Rules, evidence: Evidence, state: FactState) -> Determination:
    """Return the request for the date by which the edition is chosen; nothing can be judged before."""
    trace = Trace(evidence)
    wanting: Wanting = {(state.fact, state.line): ()}
    trace.add("edition", edition=None, rests_on=trace.rests_on(wanting))
    flags = flags_of(evidence)
    trace.errors(flags)
    requests, others = requests_for(wanting, evidence, rules)
    found = Determination(
        disposition=Disposition.REQUEST_INFORMATION,
        payable=Decimal(0),
        requests=requests,
        other_requests=others,
        needs=needs_of(tied_by_requests(wanting, evidence), evidence),
        flags=flags,
    )
    trace.result(found)
    return replace(found, trace=trace.done())
