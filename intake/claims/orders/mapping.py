"""The mapping file: where a shop system keeps its orders, and which of its names mean what Intake needs."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote, urlsplit

import jmespath
import yaml
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from intake import fast_yaml
from intake.errors import OrdersInvalid

SECRET = "{secret}"  # stands for the setting `orders_secret`


def _compiles(path: str) -> str:
    try:
        jmespath.compile(path)
    except JMESPathError as error:
        raise ValueError(f"{path!r} is no JMESPath expression: {error}") from error
    return path


JsonPath = Annotated[str, AfterValidator(_compiles)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(_Part):
    """Columns of the table or query, one row an order line."""

    number: str = "number"
    email: str = "email"
    postal_code: str | None = None
    ordered: str = "ordered"
    delivered: str = "delivered"
    sku: str = "sku"
    quantity: str = "quantity"
    price: str = "price"


class SqlMapping(_Part):
    """A database. A `table` is searched by its column of numbers; a `query` has `:number` in it."""

    kind: Literal["sql"]
    url: str
    table: str | None = None
    query: str | None = None
    columns: Columns = Columns()
    timeout: float = Field(3.0, gt=0, le=30)  # seconds of one look-up

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError("name either a `table` or a `query`")
        if self.query is not None and ":number" not in self.query:
            raise ValueError("the `query` has to contain :number")
        return self


class LineFields(_Part):
    """JMESPath expressions within one line of an order."""

    sku: JsonPath = "sku"
    quantity: JsonPath = "quantity"
    price: JsonPath = "price"


class OrderFields(_Part):
    """JMESPath expressions within an order."""

    number: JsonPath = "number"
    email: JsonPath = "email"
    postal_code: JsonPath | None = None
    ordered: JsonPath = "ordered"
    delivered: JsonPath = "delivered"
    lines: JsonPath = "lines"


class HttpMapping(_Part):
    """A JSON API that answers a GET for one order."""

    kind: Literal["http"]
    url: str  # with {number} in its path or query
    headers: dict[str, str] = {}
    order: JsonPath = "@"  # the order within the answer
    not_found: JsonPath | None = None  # true of an answer that says "no such order"; 404 always does
    fields: OrderFields = OrderFields()
    line: LineFields = LineFields()
    cents: bool = False  # whether prices are whole cents
    timeout: float = Field(3.0, gt=0, le=30)  # seconds of one look-up

    @model_validator(mode="after")
    def _number_in_path(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc or "{" in parts.netloc:
            raise ValueError("`url` has to be a fixed http or https address")
        if "{number}" not in self.url:
            raise ValueError("`url` has to contain {number}")
        return self


Mapping = Annotated[SqlMapping | HttpMapping, Field(discriminator="kind")]


def load_mapping(path: Path, secret: str = "") -> SqlMapping | HttpMapping:
    """The mapping with `secret` in the places that ask for it. Raises `OrdersInvalid`."""
    try:
        read = fast_yaml.safe_load(path.read_text(encoding="utf-8"))
        mapping: SqlMapping | HttpMapping = TypeAdapter(Mapping).validate_python(read)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise OrdersInvalid(f"The mapping of orders in {path} can't be used: {error}") from error
    if SECRET in repr(mapping) and not secret:
        raise OrdersInvalid(f"{path} asks for {SECRET}: set INTAKE_ORDERS_SECRET.")
    return _with_secret(mapping, secret)


def _with_secret(mapping: SqlMapping | HttpMapping, secret: str) -> SqlMapping | HttpMapping:
    filled: dict[str, object] = {"url": mapping.url.replace(SECRET, quote(secret, safe=""))}
    if isinstance(mapping, HttpMapping):
        filled["headers"] = {name: value.replace(SECRET, secret) for name, value in mapping.headers.items()}
    return mapping.model_copy(update=filled)
