"""Databases for the tests of the histories: a SQLite file, or a database of a PostgreSQL server that the run starts."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from lab_app.settings import sqlite_url
from migration_lab import programs
from tests.history.server import running
from tests.history.stand import Stand

NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[sa.URL]:
    """Run PostgreSQL as long as the tests run."""
    folder = programs.postgres()
    assert folder, "There is no PostgreSQL here. Install it, or leave its tests out: `pytest -m 'not postgres'`"
    with running(folder) as url:
        yield url


@pytest.fixture
def fresh_url(server: sa.URL) -> str:
    """Make an empty database on the server."""
    name = f"lab_{next(NUMBERS)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Stand]:
    """Give a function that makes an empty database of a section, on each kind of database."""

    def make(section: str = "alembic") -> Stand:
        if request.param == "postgres":
            return Stand(section, request.getfixturevalue("fresh_url"))
        return Stand(section, sqlite_url(tmp_path / "test.db"))

    return make


@pytest.fixture
def primary(tmp_path: Path) -> Stand:
    """Give an empty primary database in a SQLite file, with a folder for more revisions."""
    extra = tmp_path / "versions"
    extra.mkdir()
    return Stand("alembic", sqlite_url(tmp_path / "test.db"), extra)
