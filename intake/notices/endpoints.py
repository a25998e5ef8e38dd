"""The webhook endpoints that a shop names in a YAML file."""

import base64
import binascii
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, TypeAdapter, ValidationError, field_validator

from intake import fast_yaml
from intake.claims.telling.announce import WEBHOOK_TYPES
from intake.errors import SettingsInvalid

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a secret, as Standard Webhooks has it


class Endpoint(BaseModel):
    """`secret` is "whsec_" and 24 to 64 random bytes in base64; without `events` it is told of everything."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(min_length=1, max_length=64)
    url: HttpUrl
    secret: SecretStr
    events: frozenset[str] = WEBHOOK_TYPES

    @field_validator("secret")
    @classmethod
    def _strong(cls, secret: SecretStr) -> SecretStr:
        try:
            key = base64.b64decode(secret.get_secret_value().removeprefix(PREFIX), validate=True)
        except binascii.Error:
            key = b""
        if not SHORTEST <= len(key) <= LONGEST:
            raise ValueError(f"expected {PREFIX} and {SHORTEST} to {LONGEST} random bytes in base64")
        return secret

    @field_validator("events")
    @classmethod
    def _known(cls, events: frozenset[str]) -> frozenset[str]:
        unknown = ", ".join(sorted(events - WEBHOOK_TYPES))
        if unknown:
            raise ValueError(f"no such event: {unknown}. There are {', '.join(sorted(WEBHOOK_TYPES))}")
        return events


def read_endpoints(file: Path) -> tuple[Endpoint, ...]:
    """Raises SettingsInvalid naming file, entry and remedy; a secret is never part of the message."""
    try:
        endpoints = TypeAdapter(tuple[Endpoint, ...]).validate_python(
            fast_yaml.safe_load(file.read_text(encoding="utf-8"))
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsInvalid(f"The webhooks in {file} can't be read: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SettingsInvalid(f"The webhooks in {file} can't be used: {problems}") from None
    names = [endpoint.name for endpoint in endpoints]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise SettingsInvalid(f"The webhooks in {file} have a name twice: {', '.join(sorted(twice))}")
    return endpoints
