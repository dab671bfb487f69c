"""Words for authors keep the phrase and the values they are made of, and can be told in another language."""

import pytest

from simulator.coverage.inversion import Unreachable
from simulator.phrases import Phrase, joined, packed, phrase, shape, told, unpacked, words_of

ESTONIAN = {
    "%(word)s is no fact%(hint)s": "fakti %(word)s ei ole%(hint)s",
    ', did you mean "%(word)s"?': ', kas mõtlesid "%(word)s"?',
    "a date": "kuupäev",
}


def estonian(pattern):
    return ESTONIAN.get(pattern, pattern)


HINTED = phrase("%(word)s is no fact%(hint)s", word="cuase", hint=phrase(', did you mean "%(word)s"?', word="cause"))


def test_a_phrase_reads_as_english_and_is_told_with_all_its_parts():
    assert HINTED == 'cuase is no fact, did you mean "cause"?'
    assert told(HINTED, estonian) == 'fakti cuase ei ole, kas mõtlesid "cause"?'


@pytest.mark.parametrize("text", [HINTED, phrase("a date"), joined(["100%", phrase("a date")], "; "), "plain 100%"])
def test_what_is_stored_is_told_as_before(text):
    again = unpacked(packed(text))
    assert (again, type(again)) == (text, type(text))
    assert told(again, estonian) == told(text, estonian)


def test_values_with_percents_and_blanks_stay_as_they_are():
    said = phrase("%(text)s is no number", text="20%(x)s%")
    assert said == "20%(x)s% is no number"
    assert told(said, estonian) == said


def test_an_error_gives_back_the_phrase_that_it_was_raised_with():
    assert isinstance(words_of(Unreachable(HINTED)), Phrase)
    assert words_of(ValueError("plain")) == "plain"
    assert words_of(ValueError()) == ""


def test_the_same_words_about_other_amounts_and_days_have_one_shape():
    def moved(fact, before, after):
        return phrase("moving %(fact)s from %(before)s to %(after)s", fact=fact, before=before, after=after)

    assert shape(moved("due", "2026-05-07", "2026-05-08")) == shape(moved("due", "743.36", 12))
    assert shape(moved("due", "yes", "no")) != shape(moved("due", "no", "yes"))
    assert shape(moved("due", 1, 2)) != shape(moved("paid", 1, 2))
