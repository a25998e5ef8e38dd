"""Orders in a database of the shop: any that SQLAlchemy speaks to. Nothing is ever written there."""

from collections.abc import Iterable

from sqlalchemy import Engine, Executable, RowMapping, bindparam, column, create_engine, select, table, text
from sqlalchemy.exc import SQLAlchemyError

from intake.claims.model import Order
from intake.claims.orders.directory import normal, written
from intake.claims.orders.mapping import SqlMapping
from intake.claims.orders.rows import read_order
from intake.errors import ComponentDown, OrdersInvalid

MOST_ROWS = 1000


class SqlOrders:
    """Safe to share between threads. The time limit of a look-up is set around it (`Punctual`)."""

    def __init__(self, mapping: SqlMapping) -> None:
        """Raises `OrdersInvalid` when the address or its driver can't be used."""
        self._columns = {name: of for name, of in mapping.columns.model_dump().items() if of}
        self._query: Executable = (
            text(mapping.query)
            if mapping.query
            else _from_table(str(mapping.table), self._columns.values(), mapping.columns.number)
        )
        self._by_number = mapping.query is not None
        self._engine = _open(mapping.url)

    def find(self, number: str) -> Order | None:
        wanted = normal(number)
        if not wanted:
            return None
        try:
            with self._engine.connect() as connection:  # never committed
                found = connection.execute(self._query, self._values(number)).mappings().fetchmany(MOST_ROWS)
            rows = [self._named(row) for row in found]
            rows = [row for row in rows if normal(str(row["number"])) == wanted]
            return read_order(rows) if rows else None
        except (SQLAlchemyError, ValueError, KeyError) as error:
            raise ComponentDown(f"The database of orders can't be asked: {error}") from error

    def close(self) -> None:
        self._engine.dispose()

    def _values(self, number: str) -> dict[str, object]:
        stated = written(number)
        if self._by_number:
            return {"number": stated}
        return {"spellings": sorted({stated, stated.upper(), stated.lower(), normal(stated), normal(stated).upper()})}

    def _named(self, row: RowMapping) -> dict[str, object]:
        return {name: row[of] for name, of in self._columns.items()}


def _open(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as error:
        raise OrdersInvalid(f"The database of orders can't be opened: {error}. Is its driver installed?") from error


def _from_table(name: str, columns: Iterable[str], number: str) -> Executable:
    """Looks for the likely spellings, so that an index on the column serves."""
    schema, _, plain = name.rpartition(".")
    lines = table(plain, *map(column, dict.fromkeys(columns)), schema=schema or None)
    return select(lines).where(lines.c[number].in_(bindparam("spellings", expanding=True)))
