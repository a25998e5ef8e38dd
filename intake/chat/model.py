"""Any chat model of LangChain's, on a short lead: no tools, a limit of time, and silence when it fails."""

import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from intake.errors import ModelUnavailable

log = logging.getLogger(__name__)

LONGEST = 2000  # characters of an answer that is read
FAILURES = 3  # in a row, after which the model is left alone for a while
REST = 60.0  # seconds
CALLS = 4  # at a time
THOUGHTS = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)  # that reasoning models write before they answer


class ChatModel:
    """Safe to share between threads."""

    def __init__(self, model: BaseChatModel, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._model, self._seconds, self._clock = model, seconds, clock
        self._pool = ThreadPoolExecutor(CALLS, thread_name_prefix="chat-model")
        self._failures, self._rest_until = 0, 0.0

    @classmethod
    def open(cls, name: str, url: str = "", key: str = "", seconds: float = 4.0) -> "ChatModel":
        """`name` as LangChain's `init_chat_model` takes it, e.g. "openai:gpt-4o-mini" or "ollama:llama3.1".

        `url` is the base address of an OpenAI-compatible server. Raises `ModelUnavailable`.
        """
        given: dict[str, Any] = {"base_url": url, "api_key": key}
        given = {option: value for option, value in given.items() if value}
        try:
            model = init_chat_model(name, temperature=0, timeout=seconds, max_retries=0, **given)
        except Exception as error:  # a missing package, a name nobody knows: each provider fails in its own way
            raise ModelUnavailable(
                f'The chat model "{name}" can\'t be used ({error}). Install its LangChain package '
                '(for "openai:..." langchain-openai) or leave INTAKE_CHAT_MODEL empty.'
            ) from error
        return cls(model, seconds)

    def say(self, instruction: str, data: str) -> str | None:
        """The model's answer, or None: too late, broken, empty, or a call of tools, of which there are none.

        Waits `seconds` at most, whatever the connection does. After three failures in a row nothing is asked for a
        minute.
        """
        if self._clock() < self._rest_until:
            return None
        try:
            said = self._pool.submit(self._ask, instruction, data).result(self._seconds)
        except Exception as error:  # its absence never stops a turn
            log.warning("the chat model gave no answer: %s", type(error).__name__)
            said = None
        self._count(failed=said is None)
        return said

    def _ask(self, instruction: str, data: str) -> str | None:
        answer = self._model.invoke([SystemMessage(instruction), HumanMessage(data)])
        text = THOUGHTS.sub("", str(answer.text)).strip()
        return text if text and len(text) <= LONGEST and not getattr(answer, "tool_calls", None) else None

    def _count(self, failed: bool) -> None:
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= FAILURES:
            self._failures, self._rest_until = 0, self._clock() + REST
