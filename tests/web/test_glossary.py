"""The glossary: each word once, in the order of the alphabet of its language."""

import pytest

from simulator.paths import scenarios_folder
from simulator.web.glossary import read_glossary

ALPHABET = {"en": "abcdefghijklmnopqrstuvwxyz", "et": "abdefghijklmnoprsšzžtuvõäöü"}


@pytest.mark.parametrize("language", ["en", "et"])
def test_words_stand_in_the_order_of_the_alphabet(language):
    firsts = [term.word[0].lower() for term in read_glossary(scenarios_folder(), language)]
    assert firsts == sorted(firsts, key=ALPHABET[language].index)


@pytest.mark.parametrize("language", ["en", "et"])
def test_no_word_stands_twice_and_each_has_its_meaning(language):
    terms = read_glossary(scenarios_folder(), language)
    assert len({term.word for term in terms}) == len(terms)
    assert all(term.meaning.endswith(".") and term.other for term in terms)


def test_both_languages_hold_the_same_words():
    pairs = {(term.word, term.other) for term in read_glossary(scenarios_folder(), "en")}
    assert pairs == {(term.other, term.word) for term in read_glossary(scenarios_folder(), "et")}
