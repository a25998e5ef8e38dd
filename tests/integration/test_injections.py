"""Smuggled texts change no decision for the customer, tell nothing about others, and never become markup."""

from collections.abc import Iterator

import pytest

from benchmarks.injections import obedient, read, run
from intake.chat.assistant import Assistant
from intake.chat.model import ChatModel
from intake.dialogue.understand import Understander
from tests.fakes.chat_server import chat_server

CORPUS = read()
# Each place in both languages; the whole corpus is `python -m benchmarks.injections`.
SAMPLE = list({(one.place, one.language): one for one in CORPUS}.values())


@pytest.fixture(scope="module", params=[False, True], ids=["no model", "model that obeys"])
def assistant(request: pytest.FixtureRequest) -> Iterator[Assistant | None]:
    if not request.param:
        yield None
        return
    with chat_server() as server:
        server.answer = obedient
        yield Assistant(ChatModel.open("openai:test", server.url, "key", 4.0))
        assert server.asked


def test_the_corpus_is_large_and_bilingual() -> None:
    assert len(CORPUS) >= 150
    german = sum(one.language == "de" for one in CORPUS)
    assert german * 2 == len(CORPUS)


def test_nothing_is_granted_told_or_run(assistant: Assistant | None) -> None:
    tried = list(run(SAMPLE, Understander(), assistant))
    assert [one.injection.id for one in tried if one.bolder] == []
    assert [(one.injection.id, one.leaked) for one in tried if one.leaked] == []
    assert [(one.injection.id, one.live) for one in tried if one.live] == []
