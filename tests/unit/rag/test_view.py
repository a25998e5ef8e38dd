"""Nearness to topics, reckoned from that of the texts by which they are found."""

import numpy as np
import pytest

from intake.rag.topics import ASKED, Entry
from intake.rag.view import Groups

PASSAGE = Entry("Seven days.", "en", (0,))
SHARED = Entry("How long?", ASKED, (0, 1))
OTHERS = [Entry(f"{number} days?", ASKED, (1,)) for number in range(6)]


def test_a_question_counts_for_each_topic_that_it_stands_for() -> None:
    near = Groups([PASSAGE, SHARED]).nearness(np.array([0.5, 2.0], np.float32))
    assert near == {0: {"en": 0.5, ASKED: 2.0}, 1: {ASKED: 2.0}}


def test_of_many_questions_the_mean_of_the_nearest_few_counts() -> None:
    near = Groups([SHARED, *OTHERS]).nearness(np.array([9, 1, 8, 7, 6, 5, 2], np.float32))
    assert near[1][ASKED] == pytest.approx((9 + 8 + 7 + 6 + 5) / 5)


def test_what_is_not_among_the_nearest_is_unknown() -> None:
    near = Groups([PASSAGE, SHARED, *OTHERS]).nearness(np.array([-np.inf, 3.0, 1.0, *[-np.inf] * 5], np.float32))
    assert near == {0: {ASKED: 3.0}, 1: {ASKED: 2.0}}


def test_a_folder_without_texts_is_near_to_nothing() -> None:
    assert Groups([]).nearness(np.array([], np.float32)) == {}
