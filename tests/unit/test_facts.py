"""What a message adds to the facts that rules ask about."""

from dataclasses import replace
from datetime import UTC, date, datetime

from intake.claims.model import Facts, Mood
from intake.dialogue import types
from intake.talk.facts import apply_words, next_case
from intake.talk.heard import Heard

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def said(mood: types.Mood) -> Heard:
    understood = types.Understanding("en", (types.Intent.OTHER,), mood=mood)
    return Heard("words", understood, frozenset(), None, (), None, NOW)


def test_the_worst_mood_of_the_talk_stays() -> None:
    facts = apply_words(Facts(date(2026, 11, 20)), said(types.Mood.ANNOYED))
    assert (facts.mood, facts.upset) == (Mood.ANNOYED, False)
    assert apply_words(facts, said(types.Mood.CALM)).mood is Mood.ANNOYED
    assert apply_words(facts, said(types.Mood.ABUSIVE)).mood is Mood.ABUSIVE


def test_another_case_of_the_talk_begins_calm() -> None:
    assert next_case(replace(Facts(date(2026, 11, 20)), mood=Mood.ANNOYED)).mood is Mood.CALM


def test_moods_are_those_of_the_dialogue() -> None:
    assert [mood.value for mood in Mood] == [mood.value for mood in types.Mood]
