"""Closing table of lesson 06, second part: the commands of an incident."""

import sqlite3
from contextlib import closing

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import last_line, project
from migration_lab.experiments.rollback_ways import revision

SECOND = {"alembic/versions/002.py": revision("pass", "pass")}


def minus_one_at_base() -> Experiment:
    """G5: a relative step needs a revision to step from."""
    with project({}) as runner:
        stuck = runner.alembic("downgrade", "-1")
        fine = runner.alembic("downgrade", "base")
    return Experiment(
        ("G5", "S13"),
        "`downgrade -1` on a database that is at base",
        "nothing to do, exit 0",
        _failed(stuck.output, stuck.exit_code),
        f"say where to: `downgrade base`, exit {fine.exit_code}",
    )


def minus_one_at_a_merge() -> Experiment:
    """G5: below a merge there are two ways, and -1 does not say which."""
    branches = {
        f"alembic/versions/002{name}.py": revision("pass", "pass").replace('"002"', f'"002{name}"') for name in "ab"
    }
    merge = revision("pass", "pass").replace('"002"', '"003"').replace('"001"', '("002a", "002b")')
    with project({**branches, "alembic/versions/003.py": merge}) as runner:
        runner.alembic("upgrade", "head").raise_for_failure()
        stuck = runner.alembic("downgrade", "-1")
        runner.alembic("downgrade", "002a").raise_for_failure()
        stands = ", ".join(sorted(line for line in runner.alembic("current").output.split() if line[:1] == "0"))
    return Experiment(
        ("G5",),
        "`downgrade -1` right after a merge",
        "the merge is taken back",
        _failed(stuck.output, stuck.exit_code),
        f"name a parent, `downgrade 002a`: the merge is taken back, the database is at both, {stands}",
    )


def unknown_target() -> Experiment:
    """S13: a revision is named as its file names it, and only the history says how."""
    with project(SECOND) as runner:
        runner.alembic("upgrade", "head").raise_for_failure()
        unknown = runner.alembic("downgrade", "001_initial_schema")
        fine = runner.alembic("downgrade", "001")
        history = last_line(runner.alembic("history").output)
    return Experiment(
        ("S13",),
        "`downgrade 001_initial_schema`, copied from a guide",
        "the first revision",
        _failed(unknown.output, unknown.exit_code),
        f"`history` first: `{history}`; then `downgrade 001`, exit {fine.exit_code}",
    )


def preview_from_current() -> Experiment:
    """G6: offline, nobody knows what is current."""
    drop = {"alembic/versions/002.py": revision("pass", 'op.drop_column("users", "name")')}
    with project(drop) as runner:
        runner.alembic("upgrade", "head").raise_for_failure()
        blind = runner.alembic("downgrade", "current:-1", "--sql")
        script = runner.alembic("downgrade", "head:-1", "--sql").output
    statement = next((line for line in script.splitlines() if line.startswith("ALTER TABLE")), "no statement")
    return Experiment(
        ("G6", "S13"),
        "`downgrade current:-1 --sql`",
        "the SQL of one step down",
        _failed(blind.output, blind.exit_code),
        f"`downgrade head:-1 --sql`, or both names: `{statement}`",
    )


def base_is_not_empty() -> Experiment:
    """G11: base means that no revision is applied; the version table stays."""
    with project({}) as runner:
        runner.alembic("upgrade", "head").raise_for_failure()
        runner.alembic("downgrade", "base").raise_for_failure()
        script = runner.alembic("downgrade", "001:base", "--sql").output
        with closing(sqlite3.connect(runner.root / "app.db")) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = connection.execute("SELECT count(*) FROM alembic_version").fetchone()[0]
    drops = sum(line.startswith("DROP TABLE alembic_version") for line in script.splitlines())
    return Experiment(
        ("G11", "S13"),
        "`downgrade base`, then asked whether the database is empty",
        "no table is left",
        f"left: {', '.join(tables)} with {rows} rows (its `--sql` has {drops} statements that drop it)",
        "compare the other tables; Alembic needs this one, and the next upgrade uses it",
    )


def _failed(output: str, exit_code: int) -> str:
    return f"exit {exit_code}: {last_line(output).removeprefix('FAILED: ')}"
