"""The voice of the brand: what a shop is called, how it addresses people, its first words and its signature."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from intake import fast_yaml
from intake.errors import VoiceInvalid

FILE = Path(__file__).parent / "voice.yaml"


class Texts(BaseModel):
    """The same in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    de: str = ""
    en: str = ""


class Voice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    shop: str = Field(min_length=1)
    address: Literal["Sie", "Du"] = "Sie"
    greeting: Texts = Texts()
    signature: Texts = Texts()

    @classmethod
    def load(cls, file: Path = FILE) -> "Voice":
        """Raises VoiceInvalid."""
        try:
            return cls.model_validate(fast_yaml.safe_load(file.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise VoiceInvalid(f"The voice in {file} can't be used: {error}") from error

    def spoken(self, language: str, sentences: dict[str, str]) -> dict[str, str]:
        """The sentences with the shop's name, first words and signature in them."""
        opening = getattr(self.greeting, language, "") or sentences.get("greeting.opening", "")
        signature = getattr(self.signature, language, "")
        named = {key: _filled(text, self.shop, opening) for key, text in sentences.items()}
        signed = {key: f"{text}\n\n{signature}" for key, text in named.items() if signature and _confirms(key)}
        return named | signed


def _filled(text: str, shop: str, opening: str) -> str:
    return text.replace("{shop}", shop).replace("{opening}", opening)


def _confirms(key: str) -> bool:
    return key in {"handed_over", "mail.closing"} or key.startswith("claim.next.")
