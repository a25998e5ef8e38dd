"""Opens the database: durable settings for SQLite, and the schema brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from intake.claims.access.audit import Deed, seal
from intake.claims.access.audit_head import AuditHead
from intake.claims.queue.search import prepare_words

MIGRATIONS = "intake.claims:migrations"
BUSY_MILLISECONDS = 20_000


def open_engine(url: str, audit_head: AuditHead | None = None) -> Engine:
    """An engine for `url` (SQLAlchemy) whose schema is up to date. Makes the folder of an SQLite file.

    `audit_head` notes the entries of the audit log outside the database.
    """
    engine = create_engine(url, execution_options={"audit_head": audit_head})
    if engine.dialect.name == "sqlite":
        _make_durable(engine)
    with writing(engine) as connection:
        upgrade(connection)
        prepare_words(connection)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; committed at the end of the block, rolled back on any error.

    What was recorded for the audit log is written with it, and noted outside the database once it is committed.
    """
    deeds: list[Deed] = []
    with engine.execution_options(writes=True, deeds=deeds).begin() as connection:
        yield connection
        sealed = seal(connection, deeds)
    audit_head = engine.get_execution_options()["audit_head"]
    if sealed and audit_head:
        audit_head.write(sealed)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to `revision` within the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _make_durable(engine: Engine) -> None:
    database = make_url(engine.url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # `_begin` begins; the driver would do so too late and without IMMEDIATE
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL may lose the last commits on power loss
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock first: a reader that turns writer half-way fails without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
