"""A blank: the text of a new scenario that teaches nothing yet, with a word on what each key is for."""

from simulator.domain.text import Text

_HINTS = Text(
    """\
# Say what the claim shall teach; what you leave open is left to the dice, anew for every seed.
# A target names a provision of the form and the side of it on which the claim falls: inside or outside.
# With near: line it lies hard by. fix sets facts; papers: {police_report: absent} keeps a paper off the file.
# expect is your claim about the outcome; the checks hold it against what wording and papers say.
""",
    """\
# Kirjuta, mida nõue õpetab; mis sa lahtiseks jätad, loositakse iga seemnega uuesti.
# Siht (targets) nimetab tingimuste punkti ja selle, kummale poole nõue langeb: inside või outside.
# near: line paneb nõude täpselt joone kõrvale. fix määrab fakte; papers: {police_report: absent} jätab dokumendi ära.
# expect on sinu väide tulemuse kohta; kontroll võrdleb seda sellega, mida ütlevad tingimused ja dokumendid.
""",
)
_BLANK = """\
id: {id}
title: {{en: "", et: ""}}
teaches: [coverage.insured_event]
level: 1
form: {form}
market: [{market}]
case:
  targets: []
  fix: {{}}
arrives: {{channel: web, at: "09:20"}}
expect: {{disposition: approve, grounds: []}}
debrief:
  en: ""
  et: ""
"""


def blank(scenario_id: str, *, form: str, market: str, language: str = "en") -> str:
    """Return the text of a new scenario that teaches nothing yet: the keys, and what each is for, in *language*."""
    return _HINTS.in_(language) + _BLANK.format(id=scenario_id, form=form, market=market)
