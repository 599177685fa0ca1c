"""The seed writes the same rows every time, at any revision."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lab_app.people import PEOPLE
from lab_app.seed import main, place, seed
from lab_app.settings import PROJECT, sqlite_url
from migration_lab.values.rows import Rows

Migrate = Callable[..., None]
PRIMARY = ["001_initial_schema", "002_add_user_profiles", "003_migrate_user_data", "004_drop_user_bio", "head"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Point the settings at two files that do not exist yet."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url(tmp_path / "app.db"))
    monkeypatch.setenv("ANALYTICS_DATABASE_URL", sqlite_url(tmp_path / "analytics.db"))
    return {"alembic": tmp_path / "app.db", "analytics": tmp_path / "analytics.db"}


def test_there_are_24_named_users_with_the_promised_oddities() -> None:
    by_id = {person.id: person for person in PEOPLE}

    assert list(by_id) == list(range(1, 25))
    assert by_id[17].full_name == "Ada Byron"
    assert by_id[7].email == by_id[8].email
    assert (by_id[5].full_name, by_id[5].email) == (None, None)
    assert by_id[11].full_name == "Zoë Łukasiewicz"
    assert by_id[6].bio == ""
    assert len({person.username for person in PEOPLE}) == 24


@pytest.mark.parametrize("revision", PRIMARY)
def test_the_seed_works_at_every_revision(files: dict[str, Path], migrate: Migrate, revision: str) -> None:
    migrate(sqlite_url(files["alembic"]), "alembic", revision)

    code = main(["--users", "100"])

    assert code == 0
    assert Rows.read(files["alembic"]).counts.items() >= {"users": 100, "endpoint_configs": 300}.items()
    assert sql(files["alembic"], "SELECT full_name FROM users WHERE id = 17") == [("Ada Byron",)]


@pytest.mark.parametrize("revision", ["a001_request_events", "a002_daily_usage", "head"])
def test_the_seed_of_analytics_works_at_every_revision(files: dict[str, Path], migrate: Migrate, revision: str) -> None:
    migrate(sqlite_url(files["alembic"]), "alembic", "001_initial_schema")
    migrate(sqlite_url(files["analytics"]), "analytics", revision)

    main(["--users", "100"])

    assert Rows.read(files["analytics"]).counts["request_events"] == 200


@pytest.mark.parametrize("revision", PRIMARY)
def test_the_seed_lets_the_history_go_on(files: dict[str, Path], migrate: Migrate, revision: str) -> None:
    migrate(sqlite_url(files["alembic"]), "alembic", revision)
    main([])

    migrate(sqlite_url(files["alembic"]), "alembic")

    assert Rows.read(files["alembic"]).counts["user_profiles"] == 24


def test_every_user_has_an_endpoint_and_every_event_belongs_to_one(files: dict[str, Path], migrate: Migrate) -> None:
    for section, file in files.items():
        migrate(sqlite_url(file), section)

    main(["--users", "57"])

    endpoints = {row[0] for row in sql(files["alembic"], "SELECT id FROM endpoint_configs")}
    owners = sql(files["alembic"], "SELECT count(DISTINCT owner_id) FROM endpoint_configs")
    events = {row[0] for row in sql(files["analytics"], "SELECT endpoint_id FROM request_events")}
    assert owners == [(57,)]
    assert events <= endpoints


def test_two_runs_write_the_same_bytes(tmp_path: Path, migrate: Migrate) -> None:
    contents = []
    for name in ("one.db", "two.db"):
        migrate(sqlite_url(tmp_path / name), "alembic", "001_initial_schema")
        asyncio.run(seed(sqlite_url(tmp_path / name), table="users", users=2000))
        contents.append((tmp_path / name).read_bytes())

    assert contents[0] == contents[1]


def test_a_second_run_changes_nothing_and_repairs_what_is_missing(files: dict[str, Path], migrate: Migrate) -> None:
    for section, file in files.items():
        migrate(sqlite_url(file), section)
    main(["--users", "50"])
    first = [Rows.read(file) for file in files.values()]

    main(["--users", "50"])
    second = [Rows.read(file) for file in files.values()]
    sql(files["alembic"], "DELETE FROM endpoint_configs WHERE id = 83")
    sql(files["alembic"], "UPDATE users SET full_name = 'Ada Lovelace' WHERE id = 17")
    main(["--users", "50"])

    assert first == second
    assert sql(files["alembic"], "SELECT count(*) FROM endpoint_configs WHERE id = 83") == [(1,)]
    assert sql(files["alembic"], "SELECT full_name FROM users WHERE id = 17") == [("Ada Lovelace",)]


def test_more_users_are_added_to_those_that_are_there(files: dict[str, Path], migrate: Migrate) -> None:
    migrate(sqlite_url(files["alembic"]), "alembic")
    main([])

    main(["--users", "1000"])

    assert Rows.read(files["alembic"]).counts == {"endpoint_configs": 3000, "user_profiles": 1000, "users": 1000}


def test_a_database_without_tables_is_named_and_no_file_is_made(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([])

    assert code == 1
    assert capsys.readouterr().out == (
        f"primary: no tables in `{files['alembic']}` yet, run `alembic upgrade head` first\n"
        f"analytics: no tables in `{files['analytics']}` yet, run `alembic -n analytics upgrade head` first\n"
    )
    assert not any(file.exists() for file in files.values())


def test_what_was_written_is_counted(
    files: dict[str, Path], migrate: Migrate, capsys: pytest.CaptureFixture[str]
) -> None:
    for section, file in files.items():
        migrate(sqlite_url(file), section)

    main([])

    assert capsys.readouterr().out == (
        f"primary: 24 users, 74 endpoint configs, 24 user profiles in `{files['alembic']}`\n"
        f"analytics: 48 request events, 48 daily counts in `{files['analytics']}`\n"
    )


@pytest.mark.parametrize(
    ("url", "named"),
    [
        (sqlite_url(PROJECT / "app.db"), "app.db"),
        (sqlite_url(PROJECT / "data" / "app.db"), "data/app.db"),
        ("sqlite+aiosqlite:////else/where/app.db", "/else/where/app.db"),
        ("sqlite+aiosqlite://", "sqlite+aiosqlite://"),
        ("postgresql+asyncpg://ada:secret@db.example/gateway", "postgresql+asyncpg://ada:***@db.example/gateway"),
    ],
)
def test_a_database_is_named_from_the_project_and_without_its_password(url: str, named: str) -> None:
    assert place(url) == named


@pytest.mark.parametrize(("number", "reason"), [("23", "23 is too few: there are 24 named users"), ("many", "invalid")])
def test_a_number_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str], number: str, reason: str) -> None:
    with pytest.raises(SystemExit):
        main(["--users", number])

    assert reason in capsys.readouterr().err


def sql(file: Path, statement: str) -> list[tuple[object, ...]]:
    """Run one statement on a SQLite file."""
    connection = sqlite3.connect(file)
    with connection:
        found = connection.execute(statement).fetchall()
    connection.close()
    return found
