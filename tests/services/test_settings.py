"""Settings that are kept."""

import pytest

from simulator.errors import Invalid
from simulator.services.settings import Settings, change_settings

GOOD = {
    "language": "et",
    "theme": "dark",
    "density": "roomy",
    "single_keys": False,
    "time_zone": "Europe/Paris",
    "market": "ee",
}


def test_settings_are_kept(session, people, now):
    tess = people["tess"]
    change_settings(session, tess, Settings(**GOOD), markets=["ee"], now=now)
    session.expire_all()
    assert {name: getattr(tess, name) for name in GOOD} == GOOD


@pytest.mark.parametrize(
    "wrong", [{"language": ""}, {"theme": "x"}, {"density": ""}, {"time_zone": "Mars/Base"}, {"market": "mars"}]
)
def test_what_is_not_offered_is_refused(session, people, now, wrong):
    with pytest.raises(Invalid):
        change_settings(session, people["tess"], Settings(**{**GOOD, **wrong}), markets=["ee"], now=now)
    session.expire_all()
    assert people["tess"].theme == "auto"
