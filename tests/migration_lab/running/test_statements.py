"""The SQL that a command sends comes home: both back ends, sync and async engines, also of commands that fail."""

from pathlib import Path

import pytest

from migration_lab import programs
from migration_lab.running import statements
from migration_lab.running.runner import Backend, Runner
from migration_lab.values.statement import Statement, script
from tests.history.server import running
from tests.migration_lab import small_project

FIRST = """\
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE users (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (id)
);
BEGIN;
INSERT INTO alembic_version (version_num) VALUES ('001_users') RETURNING version_num;
COMMIT;"""
SYNC = """\
engine = create_engine(URL.replace("+aiosqlite", ""), poolclass=pool.NullPool)
    with engine.begin() as connection:
        migrate(connection)
"""


def upgraded(root: Path, *lines: str, backend: Backend = "fork") -> str:
    """Run a second revision of these lines after the first one; return the SQL of the second."""
    runner = Runner(root, backend=backend)
    runner.alembic("upgrade", "head")
    small_project.revise(root, "002_more", upgrade="\n".join(lines))
    return script(runner.alembic("upgrade", "head").statements)


def test_a_transaction_begins_where_the_driver_begins_it(runner: Runner) -> None:
    run = runner.alembic("upgrade", "head")

    assert script(run.statements) == FIRST
    assert {one.database for one in run.statements} == {"app.db"}


def test_a_sync_engine_of_the_learner_is_heard_too(runner: Runner, root: Path) -> None:
    env = small_project.ENV.replace("async def main():\n", "def main():\n").replace("asyncio.run(main())", "main()")
    start, end = env.index("    engine = "), env.index("\n\nif context")
    env = env[:start] + "    " + SYNC + env[end:]
    small_project.write(root, "alembic/env.py", "from sqlalchemy import create_engine\n" + env)

    run = runner.alembic("upgrade", "head")

    assert run.ok, run.output
    assert script(run.statements) == FIRST


@pytest.mark.parametrize("arguments", [("current",), ("history",), ("check",), ("upgrade", "head", "--sql")])
def test_a_command_that_changes_nothing_sends_nothing(runner: Runner, arguments: tuple[str, ...]) -> None:
    runner.alembic("upgrade", "head")

    assert runner.alembic(*arguments).statements == ()


def test_a_batch_operation_is_told_step_by_step(root: Path) -> None:
    told = upgraded(
        root, 'with op.batch_alter_table("users") as batch:', '    batch.alter_column("name", nullable=True)'
    )

    assert told == (
        "CREATE TABLE _alembic_tmp_users (\n    id INTEGER NOT NULL,\n    name VARCHAR,\n    PRIMARY KEY (id)\n);\n"
        "BEGIN;\n"
        "INSERT INTO _alembic_tmp_users (id, name) SELECT users.id, users.name\nFROM users;  -- 0 rows\n"
        "DROP TABLE users;\n"
        "ALTER TABLE _alembic_tmp_users RENAME TO users;\n"
        "UPDATE alembic_version SET version_num='002_more' WHERE alembic_version.version_num = '001_users';  -- 1 row\n"
        "COMMIT;"
    )


def test_many_equal_statements_are_told_once_with_their_number(root: Path) -> None:
    told = upgraded(
        root,
        'users = sa.table("users", sa.column("id"), sa.column("name"))',
        'op.bulk_insert(users, [{"id": number, "name": "it\'s"} for number in range(1, 1001)])',
        "for number in range(1, 121):",
        "    op.get_bind().execute(users.update().where(users.c.id == number).values(name=None or b'\\x00'))",
    )

    assert told.splitlines()[1:3] == [
        "INSERT INTO users (id, name) VALUES (?, ?);  -- 1,000 times; first with 1, 'it''s'; 1,000 rows",
        "UPDATE users SET name=? WHERE users.id = ?;  -- 120 times; first with x'00' (1 bytes), 1; 120 rows",
    ]


def test_a_command_that_fails_keeps_what_ran_and_marks_what_did_not(root: Path, backend: Backend) -> None:
    told = upgraded(
        root, 'op.execute("CREATE TABLE half (a)")', 'op.execute("INSERT INTO nowhere VALUES (1)")', backend=backend
    )

    assert told == "CREATE TABLE half (a);\nINSERT INTO nowhere VALUES (1);  -- ! not done"


@pytest.mark.parametrize("end", ["os._exit(7)", "ctypes.string_at(0)"])
def test_a_program_that_dies_leaves_what_it_sent(root: Path, backend: Backend, end: str) -> None:
    told = upgraded(root, "op.execute(\"INSERT INTO users VALUES (1, 'a')\")", end, backend=backend)

    assert told == "BEGIN;\nINSERT INTO users VALUES (1, 'a');  -- 1 row"


def test_there_is_an_end_to_what_is_kept(root: Path) -> None:
    told = upgraded(
        root,
        "for number in range(600):",
        '    op.execute(f"CREATE TABLE t{number} (a)")',
        'op.execute("INSERT INTO users VALUES (1, \'" + "x" * 9000 + "\')")',
    )

    lines = told.splitlines()
    assert len(lines) == statements.MOST + 1
    assert lines[-2:] == ["CREATE TABLE t399 (a);", "-- … and 204 more statements;"]


def test_a_long_statement_is_cut(root: Path) -> None:
    told = upgraded(root, 'op.execute("INSERT INTO users VALUES (1, \'" + "x" * 9000 + "\')")')

    assert told.splitlines()[1].endswith("x… (9,032 characters);  -- 1 row")
    assert len(told.splitlines()[1]) < 4_100


def test_a_savepoint_is_told_if_something_happens_in_it(root: Path) -> None:
    told = upgraded(
        root,
        "for sql in ('SELECT 1', 'DELETE FROM users'):",
        "    with op.get_bind().begin_nested():",
        "        op.execute(sql)",
    )

    words = [line.split(" ")[0] for line in told.splitlines()]
    assert words == ["SAVEPOINT", "DELETE", "RELEASE", "BEGIN;", "UPDATE", "COMMIT;"]


def test_no_path_of_this_machine_is_told(root: Path) -> None:
    told = upgraded(root, "op.execute(f\"INSERT INTO users VALUES (1, '{os.getcwd()}/app.db')\")")

    assert "INSERT INTO users VALUES (1, 'app.db');" in told


def test_hidden_parameters_stay_hidden(runner: Runner, root: Path) -> None:
    env = small_project.ENV.replace("poolclass=", "hide_parameters=True, poolclass=")
    small_project.write(root, "alembic/env.py", env)
    insert = 'op.get_bind().execute(sa.text("INSERT INTO users VALUES (1, :name)"), {"name": "secret"})'
    small_project.revise(root, "002_more", upgrade=insert)

    told = script(runner.alembic("upgrade", "head").statements)

    assert "INSERT INTO users VALUES (1, ?);  -- with hidden parameters; 1 row" in told
    assert "secret" not in told


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "sent"
    file.write_text(
        '{"text": "A", "parameters": "", "times": 1, "rows": 2, "done": true, "database": "d", "opened": true}   \n{"te'
    )

    assert statements.read(file, "/nowhere") == (Statement("BEGIN", database="d"), Statement("A", rows=2, database="d"))
    assert statements.read(tmp_path / "missing", "/nowhere") == ()


@pytest.mark.postgres
def test_a_server_is_told_too_with_its_transactions(root: Path) -> None:
    folder = programs.postgres()
    assert folder, "There is no PostgreSQL here. Install it, or leave its tests out: `pytest -m 'not postgres'`"
    small_project.write(root, "alembic/env.py", small_project.ENV.replace("engine.begin()", "engine.connect()"))
    lines = (
        'op.execute("INSERT INTO users VALUES (1, 100)")',
        "with op.get_context().autocommit_block():",
        '    op.execute("CREATE INDEX CONCURRENTLY ix ON users (name)")',
        'op.execute("INSERT INTO nowhere VALUES (1)")',
    )
    small_project.revise(root, "002_more", upgrade="\n".join(lines))

    with running(folder) as server:
        url = f"url={server.render_as_string(hide_password=False)}"
        run = Runner(root).alembic("-x", url, "upgrade", "head")
        quiet = Runner(root).alembic("-x", url, "current")

    assert [
        line for line in script(run.statements).splitlines() if not line.startswith((" ", ")", "CREATE TABLE"))
    ] == [
        "BEGIN;",
        "INSERT INTO alembic_version (version_num) VALUES ('001_users') RETURNING alembic_version.version_num;",
        "INSERT INTO users VALUES (1, 100);  -- 1 row",
        "COMMIT;",
        "CREATE INDEX CONCURRENTLY ix ON users (name);",
        "BEGIN;",
        "INSERT INTO nowhere VALUES (1);  -- ! not done",
        "ROLLBACK;",
    ]
    assert quiet.statements == ()
