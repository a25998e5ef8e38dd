"""LangChain's OpenAI client against a server on loopback that behaves as badly as servers do."""

import logging
from collections.abc import Iterator

import pytest

from intake.chat.model import FAILURES, REST, ChatModel
from intake.errors import ModelUnavailable
from tests.fakes.chat_server import ChatServer, chat_server


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as server:
        server.answer = lambda _instruction, data: f"Hello {data['name']}"
        yield server


def model(server: ChatServer, seconds: float = 5.0) -> ChatModel:
    return ChatModel.open("openai:test", server.url, "key", seconds)


def test_it_says_what_the_server_says(server: ChatServer) -> None:
    assert model(server).say("Greet.", '{"name": "Kim"}') == "Hello Kim"
    assert server.asked == [("Greet.", '{"name": "Kim"}')]


def test_thoughts_are_not_said(server: ChatServer) -> None:
    server.answer = lambda *_: "<think>Shall I?</think> Hello"
    assert model(server).say("Greet.", "{}") == "Hello"


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_a_refusing_server_is_silence(server: ChatServer, status: int) -> None:
    server.status = status
    assert model(server).say("Greet.", '{"name": "Kim"}') is None
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"<html>busy</html>", b'{"choices": []}', b"null", b"\xff\xfe"])
def test_nonsense_is_silence(server: ChatServer, body: bytes) -> None:
    server.body = body
    assert model(server).say("Greet.", "{}") is None


@pytest.mark.parametrize("said", ["", "   ", "x" * 2001])
def test_empty_and_endless_answers_are_silence(server: ChatServer, said: str) -> None:
    server.answer = lambda *_: said
    assert model(server).say("Greet.", "{}") is None


def test_a_call_of_tools_is_silence(server: ChatServer) -> None:
    call = {"id": "1", "type": "function", "function": {"name": "approve_claim", "arguments": "{}"}}
    server.message = {"tool_calls": [call]}
    assert model(server).say("Greet.", '{"name": "Kim"}') is None


def test_an_answer_cut_off_is_silence(server: ChatServer) -> None:
    server.cut = True
    assert model(server).say("Greet.", '{"name": "Kim"}') is None


def test_a_slow_server_is_not_waited_for(server: ChatServer) -> None:
    server.released.clear()
    assert model(server, seconds=0.2).say("Greet.", '{"name": "Kim"}') is None


def test_a_dead_server_is_silence() -> None:
    with chat_server() as server:
        dead = model(server)
    assert dead.say("Greet.", "{}") is None


def test_after_failures_it_is_left_alone_for_a_while(server: ChatServer) -> None:
    now = 0.0
    resting = ChatModel(model(server)._model, 5.0, lambda: now)
    server.status = 500
    for _ in range(FAILURES + 2):
        resting.say("Greet.", "{}")
    assert len(server.asked) == FAILURES
    server.status, now = 200, REST + 1
    assert resting.say("Greet.", '{"name": "Kim"}') == "Hello Kim"


def test_an_unknown_model_is_named_with_the_remedy() -> None:
    with pytest.raises(ModelUnavailable, match="INTAKE_CHAT_MODEL"):
        ChatModel.open("nobody:nothing")
