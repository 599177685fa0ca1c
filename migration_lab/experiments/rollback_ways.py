"""Closing table of lesson 06, first part: downgrades that are no inverse, and code older than its schema."""

import sqlite3
from contextlib import closing
from pathlib import Path

from migration_lab.crashing.reasons import reason
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import last_line, project

REVISION = '''\
"""second"""
from alembic import op
import sqlalchemy as sa

revision = "002"
down_revision = "001"


def upgrade() -> None:
    UPGRADE


def downgrade() -> None:
    DOWNGRADE
'''
MOVE = """\
table = op.create_table("nicks", sa.Column("user_id", sa.Integer), sa.Column("nick", sa.String(50)))
    op.execute("INSERT INTO nicks SELECT id, name FROM users")
    op.drop_column("users", "name")"""
MOVE_BACK = """\
op.add_column("users", sa.Column("name", sa.String(50)))
    op.execute("UPDATE users SET name = (SELECT nick FROM nicks WHERE user_id = users.id)")
    op.drop_table("nicks")"""
REFUSE = """\
many = sa.text("SELECT user_id, count(*) FROM nicks GROUP BY user_id HAVING count(*) > 1")
    for user, count in op.get_bind().execute(many):
        raise RuntimeError(f"user {user} has {count} nicks, users.name holds one")
    """
OLD_CODE = """\
from sqlalchemy import create_engine, select
from models import User

with create_engine("sqlite:///app.db").connect() as connection:
    print(connection.execute(select(User.__table__)).one().name)
"""
ADA = "INSERT INTO users VALUES (17, 'Ada')"


def empty_downgrade() -> Experiment:
    """G1: a downgrade that does nothing ends well, and the next upgrade does not."""
    add = 'op.add_column("users", sa.Column("nick", sa.String(50)))'
    ended = []
    for down in ("pass", 'op.drop_column("users", "nick")'):
        with project({"alembic/versions/002.py": revision(add, down)}) as runner:
            runner.alembic("upgrade", "head").raise_for_failure()
            back = runner.alembic("downgrade", "-1")
            again = runner.alembic("upgrade", "head")
            ended.append(f"downgrade: exit {back.exit_code}, upgrade again: {_ended(again.ok, reason(again))}")
    return Experiment(
        ("G1",),
        "left the downgrade empty (`pass`): nobody goes back anyway",
        "nothing happens",
        ended[0],
        f"the inverse of each line, last line first: {ended[1]}",
    )


def rows_written_since() -> Experiment:
    """G2: what was written after the upgrade may have no place in the old schema."""
    found = []
    for down in (MOVE_BACK, REFUSE + MOVE_BACK):
        with project({"alembic/versions/002.py": revision(MOVE, down)}) as runner:
            runner.alembic("upgrade", "001").raise_for_failure()
            _write(runner.root, ADA)
            runner.alembic("upgrade", "head").raise_for_failure()
            _write(runner.root, "INSERT INTO nicks VALUES (17, 'Countess')")
            back = runner.alembic("downgrade", "-1")
            left = ", ".join(_column(runner.root, "SELECT name FROM users" if back.ok else "SELECT nick FROM nicks"))
            found.append(f"{_ended(back.ok, last_line(back.output))}; left: {left}")
    return Experiment(
        ("G2",),
        "downgrade of a move, after a user got a second nick",
        "a proven downgrade loses nothing",
        found[0],
        f"look first and raise: {found[1]}",
    )


def old_code() -> Experiment:
    """G3: rolling back the code alone meets a schema that is ahead of it."""
    there, back = (
        f'op.alter_column("users", "{a}", new_column_name="{b}")' for a, b in (("name", "nick"), ("nick", "name"))
    )
    with project({"alembic/versions/002.py": revision(there, back), "old_code.py": OLD_CODE}) as runner:
        runner.alembic("upgrade", "001").raise_for_failure()
        _write(runner.root, ADA)
        runner.alembic("upgrade", "head").raise_for_failure()
        ahead = runner.python("old_code")
        runner.alembic("downgrade", "-1").raise_for_failure()
        fine = last_line(runner.python("old_code").output)
    return Experiment(
        ("G3",),
        "rolled back the code, left the database at 002",
        "old code works as before",
        f"every SELECT of a user: {reason(ahead)}",
        f"the database first, then the code (or a schema that both can read, lesson 10): it reads {fine}",
    )


def pretended_downgrade() -> Experiment:
    """G4: what cannot be undone says so; then it is the floor below which nobody gets."""
    delete = """op.execute("DELETE FROM users WHERE name = 'Ada'")"""
    found = []
    for down in ("pass", 'raise RuntimeError("002 deleted rows: restore a backup")'):
        with project({"alembic/versions/002.py": revision(delete, down)}) as runner:
            runner.alembic("upgrade", "001").raise_for_failure()
            _write(runner.root, ADA)
            runner.alembic("upgrade", "head").raise_for_failure()
            back = runner.alembic("downgrade", "001")
            at = last_line(runner.alembic("current").output).split()[0]
            rows = _column(runner.root, "SELECT count(*) FROM users")[0]
            found.append(f"{_ended(back.ok, last_line(back.output))}; at {at} with {rows} of 1 users")
    return Experiment(
        ("G4",),
        "an upgrade that deletes rows, with a downgrade that says `pass`",
        "001 again, as it was",
        found[0],
        f"raise in the first line: {found[1]}",
    )


def revision(upgrade: str, downgrade: str) -> str:
    """Write a second revision."""
    return REVISION.replace("UPGRADE", upgrade).replace("DOWNGRADE", downgrade)


def _ended(ok: bool, words: str) -> str:
    return "exit 0" if ok else words


def _write(root: Path, statement: str) -> None:
    with closing(sqlite3.connect(root / "app.db")) as connection, connection:
        connection.execute(statement)


def _column(root: Path, statement: str) -> list[str]:
    with closing(sqlite3.connect(root / "app.db")) as connection:
        return [str(value) for (value,) in connection.execute(statement)]
