"""Equal texts are kept once."""

from simulator.persistence.content import StoredContent, content_hash, keep, kept
from simulator.persistence.engine import writing


def test_equal_texts_are_one_row_and_come_back_whole(session):
    with writing(session):
        first = keep(session, "õigus", "x", "õigus")
    with writing(session):
        again = keep(session, "õigus", "y")
    assert first[0] == first[2] == again[0] == content_hash("õigus")
    assert session.query(StoredContent).count() == 3
    assert kept(session, *first) == {content_hash("õigus"): "õigus", content_hash("x"): "x"}


def test_what_was_never_kept_is_not_there(session):
    assert kept(session, "0" * 64) == {}
