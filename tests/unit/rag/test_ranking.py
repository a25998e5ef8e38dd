"""Whether a question is covered, judged by what it lies near to."""

from dataclasses import replace

import pytest

from intake.rag.ranking import Candidate, Found, Ranking, kind_of_shop

NEAR, FAR = Candidate(0, 6.0, 5.0, 6.0, 0.6), Candidate(1, 1.0, 1.0, 1.0, 0.1)


@pytest.mark.parametrize("questions", [True, False])
def test_a_question_like_those_that_policies_seldom_answer_is_less_likely_covered(questions: bool) -> None:
    ranking = Ranking.load()
    found = ranking.ranked(Found([FAR, NEAR], elsewhere=0.0, questions=questions))
    assert found.candidates == [NEAR, FAR]
    assert ranking.covered(found) > ranking.covered(replace(found, elsewhere=6.0))
    assert ranking.covered(found) > ranking.covered(replace(found, candidates=[FAR]))


def test_each_kind_of_shop_has_weights_of_its_own() -> None:
    ranking = Ranking.load()
    kinds = {
        kind_of_shop(Found([], 0.0, questions, foreign)) for questions in (True, False) for foreign in (True, False)
    }
    assert set(ranking.order) == set(ranking.coverage) == kinds
    assert len(kinds) == 4


def test_what_finds_nothing_is_not_covered() -> None:
    assert Ranking.load().covered(Found([], elsewhere=0.0, questions=True)) == 0.0
