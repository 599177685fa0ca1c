"""Every way out of "Can't locate revision", each run on a database of its own, and what each loses."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from migration_lab.experiments.history_files import added, revision
from migration_lab.experiments.project import last_line, project
from migration_lab.grid import Grid, Prose, cell
from migration_lab.running.runner import Runner
from migration_lab.values.schema import Schema, diff

USERS = 1000
TRIED = revision("002_try_nickname", "001", added("nickname"))
FILE, TEXT = next(iter(TRIED.items()))
HEADERS = ("way out", "it says", "users of 1,001", "nicknames of 1,000", "tables fit the files", "the branch again")
BEFORE, WITH_BRANCH = "before.db", "branch.db"  # as the files make it, without the branch's and with it


@dataclass(frozen=True)
class Way:
    """One way out.

    Args:
        name: What is done.
        walk: Does it, and returns what was said.
    """

    name: str
    walk: Callable[[Runner], str]


def ways_out() -> Grid:
    """Try every way from the same start: 1,000 users got nicknames on a branch, one more came, the file is gone."""
    with project({}) as stranded:
        _strand(stranded)
        rows = tuple(tuple(map(cell, _line(way, stranded))) for way in WAYS)
    return Prose(HEADERS, rows, "The database stands at 002_try_nickname, and no file has that revision")


def _line(way: Way, stranded: Runner) -> tuple[str, ...]:
    with project({}) as runner:
        for file in stranded.root.glob("*.db"):
            shutil.copy(file, runner.root)
        said = way.walk(runner)
        users, nicknames = _count(runner, "*"), _count(runner, "nickname")
        return way.name, said, users, nicknames, _fits(runner), _again(runner)


def _strand(runner: Runner) -> None:
    """Fill a database, try a branch on it, and go back to where its file is not."""
    runner.alembic("upgrade", "head")
    users = (
        "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO users SELECT i, 'user' FROM n"
    )
    _write(runner, users, USERS)
    shutil.copy(runner.root / "app.db", runner.root / BEFORE)
    _lay(runner)
    runner.alembic("upgrade", "head")
    shutil.copy(runner.root / "app.db", runner.root / WITH_BRANCH)
    _write(runner, "UPDATE users SET nickname = 'n' || id")
    _write(runner, "INSERT INTO users (id, name) VALUES (?, 'new')", USERS + 1)
    _take(runner)


def _bring_back(runner: Runner) -> str:
    _lay(runner)
    runner.alembic("downgrade", "-1")
    _take(runner)
    return _current(runner)


def _keep(runner: Runner) -> str:
    _lay(runner)
    return _current(runner)


def _purge(runner: Runner) -> str:
    runner.alembic("stamp", "--purge", "001")
    return _current(runner)


def _by_hand(runner: Runner) -> str:
    _write(runner, "UPDATE alembic_version SET version_num = ?", "001")
    return _current(runner)


def _purge_and_drop(runner: Runner) -> str:
    runner.alembic("stamp", "--purge", "001")
    _write(runner, "ALTER TABLE users DROP COLUMN nickname")
    return _current(runner)


def _restore(runner: Runner) -> str:
    shutil.copy(runner.root / BEFORE, runner.root / "app.db")
    return _current(runner)


def _anew(runner: Runner) -> str:
    (runner.root / "app.db").unlink()
    runner.alembic("upgrade", "head")
    return _current(runner)


WAYS = (
    Way("`upgrade head`", lambda runner: last_line(runner.alembic("upgrade", "head").output)),
    Way("`downgrade 001`", lambda runner: last_line(runner.alembic("downgrade", "001").output)),
    Way("`stamp 001`", lambda runner: last_line(runner.alembic("stamp", "001").output)),
    Way("bring the file back, `downgrade -1`, then leave the branch", _bring_back),
    Way("bring the file back and keep it", _keep),
    Way("`stamp --purge 001`", _purge),
    Way("`UPDATE alembic_version` by hand", _by_hand),
    Way("`stamp --purge 001`, then drop the column by hand", _purge_and_drop),
    Way("put back the copy of the database from before", _restore),
    Way("delete `app.db`, `upgrade head`", _anew),
)


def _current(runner: Runner) -> str:
    return last_line(runner.alembic("current").output)


def _count(runner: Runner, what: str) -> str:
    with closing(sqlite3.connect(runner.root / "app.db")) as connection:
        try:
            return (
                f"{connection.execute(f'SELECT count({what}) FROM users').fetchone()[0]:,}"  # one of two words of ours
            )
        except sqlite3.OperationalError:
            return "0"


def _fits(runner: Runner) -> str:
    """Compare with what the files make that are there."""
    made = WITH_BRANCH if (runner.root / FILE).exists() else BEFORE
    found = [*diff(Schema.read(runner.root / made), Schema.read(runner.root / "app.db"))]
    return f"no: {found[0].sign} {found[0].where}" if found else "yes"


def _again(runner: Runner) -> str:
    """Say what an upgrade does when the branch's file comes back one day."""
    _lay(runner)
    run = runner.alembic("upgrade", "head")
    return "runs" if run.ok else _reason(run.output)


def _reason(output: str) -> str:
    words = [line.partition("OperationalError) ")[2] for line in output.splitlines() if "OperationalError) " in line]
    return words[-1] if words else last_line(output)


def _lay(runner: Runner) -> None:
    (runner.root / FILE).write_text(TEXT, encoding="utf-8")


def _take(runner: Runner) -> None:
    (runner.root / FILE).unlink()


def _write(runner: Runner, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(runner.root / "app.db")) as connection, connection:
        connection.execute(statement, values)
