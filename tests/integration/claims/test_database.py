"""Migrations from an empty database, and the durable settings of SQLite."""

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.exc import OperationalError

from intake.claims.database import open_engine, upgrade, writing
from intake.claims.tables import metadata


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'intake.db'}"


def is_ours(name: str | None, kind: str, *_: object) -> bool:
    """The index of words is SQLite's, in tables of its own."""
    return kind != "table" or not str(name).startswith("claim_words")


def test_migrations_build_the_tables_of_today(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrations_run_from_any_folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_engine(url).dispose()
    assert os.listdir(tmp_path) == ["intake.db"]


def test_opening_again_changes_nothing(url: str) -> None:
    open_engine(url).dispose()
    engine = open_engine(url)
    with writing(engine) as connection:
        upgrade(connection)
        names = inspect(connection).get_table_names()
    assert {name for name in names if is_ours(name, "table")} == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_schema_changes_are_rolled_back(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        before = connection.exec_driver_sql("PRAGMA schema_version").scalar()

    with pytest.raises(OperationalError):
        _make_table_twice(engine)

    with engine.connect() as connection:
        assert not inspect(connection).has_table("half")
        assert connection.exec_driver_sql("PRAGMA schema_version").scalar() == before
    engine.dispose()


def test_claims_of_the_first_version_are_new_ones_today(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, "0004")
        connection.exec_driver_sql("INSERT INTO conversations VALUES ('t', '2026-01-01', 'de', 0, NULL, '{}', '[]')")
        connection.exec_driver_sql(
            "INSERT INTO claims VALUES (1, 'K7M-4PQ-9X', 'k', 'f', 'opened', '2026-01-01', 'de', 't', NULL, NULL, NULL,"
            " '', '{\"status\": \"opened\"}', 1)"
        )
        connection.exec_driver_sql("INSERT INTO events VALUES (1, 'K7M-4PQ-9X', '{\"status\": \"opened\"}')")
    engine.dispose()
    engine = open_engine(url)
    with engine.connect() as connection:
        claim = connection.exec_driver_sql("SELECT status, draft, changed FROM claims").one()
        event = connection.exec_driver_sql("SELECT body FROM events").scalar()
    engine.dispose()
    assert tuple(claim) == ("new", '{"status": "new"}', "2026-01-01")
    assert event == '{"status": "new"}'


def _make_table_twice(engine: Engine) -> None:
    with writing(engine) as connection:
        for _ in range(2):
            connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)],
)
def test_sqlite_is_durable(url: str, pragma: str, value: object) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()
