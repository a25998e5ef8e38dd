"""What one turn of a customer yields while it runs."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from intake.claims.conversation import Message


@dataclass(frozen=True)
class Progress:
    """What is being done right now, in the customer's language."""

    text: str


T = TypeVar("T")
Turn = Generator[Progress | Message, None, T]
