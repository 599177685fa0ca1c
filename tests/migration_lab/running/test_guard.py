"""Nobody's real database is ever touched: whatever names it, the runner refuses, and the file stays as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Backend, Runner
from tests.migration_lab import outside, small_project
from tests.migration_lab.outside import CREATING, WAYS, in_env_py, in_ini, outside_a_transaction, sentence


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Give a database that is not the lesson's."""
    return outside.database(tmp_path / "real.db")


@pytest.mark.parametrize("name", WAYS, ids=lambda way: way.__name__)
def test_a_database_outside_the_workspace_is_refused(
    runner: Runner, real: Path, name: Callable[[Path, str], None]
) -> None:
    name(runner.root, f"sqlite+aiosqlite:///{real}")
    before = real.read_bytes()

    run = runner.alembic("upgrade", "head")

    assert str(AlembicFailed(run)) == sentence(str(real), f"sqlite+aiosqlite:///{real}")
    assert real.read_bytes() == before


@pytest.mark.parametrize("name", CREATING, ids=lambda way: way.__name__)
def test_a_database_outside_the_workspace_is_not_created(
    runner: Runner, tmp_path: Path, name: Callable[[Path, str], None]
) -> None:
    name(runner.root, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")

    run = runner.alembic("upgrade", "head")

    assert not run.ok
    assert not (tmp_path / "new.db").exists()


def test_a_name_that_cannot_be_read_is_not_attached(runner: Runner, real: Path) -> None:
    small_project.revise(
        runner.root,
        "002_next",
        upgrade=f'__import__("sqlite3").connect("app.db").execute("ATTACH ? AS other", ("{real}",))',
    )

    run = runner.alembic("upgrade", "head")

    assert str(AlembicFailed(run)) == (
        "The command attaches a database whose name does not stand in the statement (`ATTACH ?`), so the lab cannot "
        "see whether it is in the workspace. "
        "The lab never touches a real database, so nothing was attached and nothing was changed.\n"
        "Hint: write the file's name into the statement: `ATTACH DATABASE 'other.db' AS other`."
    )


def test_a_refusal_that_a_migration_survives_is_no_failure(runner: Runner, real: Path) -> None:
    attach = f"""__import__("sqlite3").connect("app.db").execute("ATTACH '{real}' AS other")"""
    body = f"try:\n    {attach}\nexcept Exception as error:\n    print(error)"
    small_project.revise(runner.root, "002_next", upgrade=body)

    run = runner.alembic("upgrade", "head")

    assert run.ok
    assert "not authorized" in run.output


def test_databases_of_the_workspace_and_in_memory_can_be_attached(runner: Runner) -> None:
    outside_a_transaction(
        runner.root,
        "ATTACH DATABASE 'other.db' AS other", "CREATE TABLE other.kept (id INTEGER)", "DETACH DATABASE other",
        "ATTACH DATABASE ':memory:' AS memory", "ATTACH DATABASE '' AS passing", "VACUUM", "VACUUM INTO 'copy.db'",
    )  # fmt: skip

    run = runner.alembic("upgrade", "head")

    assert run.ok, run.output
    assert (runner.root / "other.db").stat().st_size > 0
    assert (runner.root / "copy.db").stat().st_size > 0


def test_the_database_of_this_command_line_can_be_attached(runner: Runner, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    outside_a_transaction(runner.root, f"ATTACH DATABASE '{mine}' AS again", "CREATE TABLE again.kept (id INTEGER)")

    run = runner.alembic("-x", f"url=sqlite+aiosqlite:///{mine}", "upgrade", "head")

    assert run.ok, run.output


def test_a_module_is_guarded_too(runner: Runner, root: Path, real: Path) -> None:
    small_project.write(
        root, "lab_app/seed.py", f'import sqlite3\nsqlite3.connect("{real}").execute("DROP TABLE real")\n'
    )

    run = runner.python("lab_app.seed")

    assert str(AlembicFailed(run)) == sentence(str(real), f"sqlite+aiosqlite:///{real}")


@pytest.mark.parametrize("word", ["-x", "-x=", "-xurl"])
def test_the_database_of_this_very_command_line_is_allowed(
    root: Path, tmp_path: Path, backend: Backend, word: str
) -> None:
    given = f"url=sqlite+aiosqlite:///{tmp_path / 'mine.db'}"
    arguments = {"-x": ("-x", given), "-x=": (f"-x={given}",), "-xurl": (f"-x{given}",)}[word]

    run = Runner(root, backend=backend).alembic(*arguments, "upgrade", "head")

    assert run.ok
    assert (tmp_path / "mine.db").exists()
    assert not (root / "app.db").exists()


def test_only_that_database_is_allowed(runner: Runner, real: Path, tmp_path: Path) -> None:
    in_env_py(runner.root, f"sqlite+aiosqlite:///{real}")

    run = runner.alembic("-x", f"url=sqlite+aiosqlite:///{tmp_path / 'mine.db'}", "upgrade", "head")

    assert str(AlembicFailed(run)) == sentence(str(real), f"sqlite+aiosqlite:///{real}")


def test_a_database_in_memory_is_allowed(runner: Runner, root: Path) -> None:
    in_ini(root, "sqlite+aiosqlite://")

    run = runner.alembic("upgrade", "head")

    assert run.ok
    assert not (root / "app.db").exists()


@pytest.mark.parametrize("url", ["postgresql+asyncpg://ada:secret@db.example.org/shop", "postgresql+psycopg://ada:secret@db.example.org/shop"])  # fmt: skip  # noqa: E501
def test_a_server_is_refused_and_its_password_is_not_shown(runner: Runner, root: Path, url: str) -> None:
    in_ini(root, url)

    run = runner.alembic("upgrade", "head")

    assert str(AlembicFailed(run)) == sentence("postgresql database shop on db.example.org", "postgresql://…")
    assert "secret" not in run.output


def test_a_server_given_on_this_command_line_is_tried(runner: Runner) -> None:
    run = runner.alembic("-x", "url=postgresql+asyncpg://ada:secret@127.0.0.1:1/shop", "upgrade", "head")

    assert run.error.startswith("ConnectionRefusedError: ")
