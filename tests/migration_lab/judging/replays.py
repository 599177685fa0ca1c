"""Replays made by hand: a start and migrations in plain SQL, run on a real SQLite file."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.exercises.exercise import Exercise, Goal
from migration_lab.judging import stand
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, Replay, State, Step
from migration_lab.lessons.lesson import Lesson
from migration_lab.running.runner import Run
from migration_lab.values.history import History
from migration_lab.values.revision_file import Revision

VERSION = """
CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('001');
"""
START = (
    VERSION
    + """
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50), email VARCHAR(99), photo BLOB);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, total NUMERIC DEFAULT 0,
    CONSTRAINT fk_orders_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE members (team VARCHAR(9), user_id INTEGER, role TEXT, PRIMARY KEY (team, user_id));
CREATE TABLE "odd ""name`" ("a b" TEXT, "c.d" TEXT);
CREATE TRIGGER stamp AFTER UPDATE ON users BEGIN SELECT 1; END;
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE INDEX ix_orders_open ON orders (user_id, total DESC) WHERE total > 0;
INSERT INTO users VALUES (5, NULL, NULL, NULL), (7, 'Hedy', 'h@x', x'00ff'), (13, 'Seán O''Brien', 's@x', NULL),
    (17, 'Ada Byron', 'a@x', NULL);
INSERT INTO orders VALUES (1, 7, 10), (2, 7, 0), (3, 17, 5);
INSERT INTO members VALUES ('red', 7, 'lead'), ('red', 17, NULL), ('blue', 17, 'lead');
INSERT INTO "odd ""name`" VALUES ('one', 'x'), ('one', 'x'), ('two' || char(10) || '<b>', NULL);
"""
)
MOVE_UP = "UPDATE alembic_version SET version_num = '002';"
MOVE_DOWN = "UPDATE alembic_version SET version_num = '001';"
DROP_ALL = 'DROP TABLE orders; DROP TABLE members; DROP TABLE users; DROP TABLE "odd ""name`";'
HISTORY = History((Revision("001", file="001.py"), Revision("002", ("001",), "second", file="002.py")))
REVISION = '''"""second"""
from alembic import op
import sqlalchemy as sa
revision = "002"
down_revision = "001"


def upgrade():
    with op.batch_alter_table("users") as batch:
        batch.alter_column("name", new_column_name="full_name")
    op.f("x")


def downgrade():
    pass
'''
OK = Run("alembic upgrade head", 0, "")
GOALS = (
    Goal("rename.one-head", "there is one head"),
    Goal("rename.rows-kept", "every user keeps their name: user 17 is “Ada Byron”"),
)


def exercise(folder: Path = Path(), goals: tuple[Goal, ...] = GOALS) -> Exercise:
    """Give the record of an exercise."""
    beginning = Lesson("02_9_names", "Keep the names", "001", "", 4, False, (), folder / "start")
    hints = ("look", "take", "write")
    lesson = "02_autogenerate"
    return Exercise("02.9", "02_9_names", beginning.title, lesson, 5, hints, goals, (), "safe", folder, beginning)


@lru_cache
def replayed(up: str = "", down: str | None = None, *, start: str = START, again: str | None = None) -> Replay:
    """Run SQL as upgrade, downgrade and upgrade again on a start, and give the replay of that.

    Args:
        up: The upgrade.
        down: The downgrade; None: all is as it was at the start.
        start: What is there before.
        again: The second upgrade; None: as the first one.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        begun = _run(folder, start)
        first = _run(folder, f"{up};{MOVE_UP}")
        if down is None:
            (folder / "app.db").unlink()
        back = _run(folder, start if down is None else f"{down};{MOVE_DOWN}")
        last = _run(folder, f"{up if again is None else again};{MOVE_UP}")
    states = {UPGRADE: first, DOWNGRADE: back, AGAIN: last}
    steps = tuple(Step(name, (OK,), state, _target(name)) for name, state in states.items())
    files = {"alembic/versions/002.py": REVISION}
    histories = {"primary": HISTORY, "analytics": History()}
    return Replay(exercise(), begun, begun, histories, files, tuple(files), steps=steps)


def failed(run: Run, up: str = "", *, files: Mapping[str, str] | None = None) -> Replay:
    """Give a replay whose upgrade failed after this SQL, at the start's revision."""
    whole = replayed(up)
    with TemporaryDirectory() as folder:
        step = Step(UPGRADE, (run,), _run(Path(folder), START + up), _target(UPGRADE))
    texts = dict(files or whole.files)
    return Replay(whole.exercise, whole.start, whole.own, whole.histories, texts, tuple(texts), steps=(step,))


def state(script: str) -> State:
    """Give the state that a script makes."""
    with TemporaryDirectory() as folder:
        return _run(Path(folder), script)


def _target(name: str) -> dict[str, tuple[str, ...]]:
    return {"primary": ("001",) if name == DOWNGRADE else ("002",)}


def _run(folder: Path, script: str) -> State:
    with closing(sqlite3.connect(folder / "app.db")) as connection:
        connection.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; {script}")
    return stand.read(folder)
