"""Inside a child process: upgrade revision by revision, and put a copy of the database file aside after each.

The learner's own `env.py` runs, once for as long as it commits after each revision; an `env.py` that puts all
revisions into one transaction is run again for each of them.
"""

import contextlib
import json
import os
import runpy
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.config import CommandLine, Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory

from migration_lab.errors import LabError
from migration_lab.running import child
from migration_lab.running.replay_order import PLACE, SAID, Steps, read

SIDES = ("-wal", "-journal")


class _Replay:
    """The state of a running replay."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._todo = list(steps.revisions)
        self._seed = steps.seed
        self._left = steps.room
        self._database: Path | None = None
        self._version_table = ""
        self._open = ""  # a revision that has run, and is not known to be committed
        sys.argv = ["alembic", "-n", steps.section, "upgrade", "heads"]  # as it would be typed: some env.py look
        options = CommandLine(prog="alembic").parser.parse_args(sys.argv[1:])
        self._config = Config("alembic.ini", ini_section=steps.section, cmd_opts=options)
        self._script = ScriptDirectory.from_config(self._config)
        self._script.get_heads()  # loads all files now: one that cannot be loaded is no fault of the first revision

    def run(self) -> None:
        """Run all steps.

        Raises:
            LabError: `env.py` ran none of them, or did not commit.
        """
        while self._todo:
            before = len(self._todo)
            with EnvironmentContext(
                self._config, self._script, fn=self._upgrade, as_sql=False, starting_rev=None, destination_rev="heads"
            ):
                self._script.run_env()
            if self._open:
                self._keep()
            if len(self._todo) == before:
                raise LabError(
                    "`alembic/env.py` came to its end without running any revision.",
                    "let `env.py` call `context.run_migrations()` when it is not in offline mode.",
                )

    def _upgrade(self, _heads: object, context: MigrationContext) -> Iterator[MigrationStep]:
        """Give Alembic one step after the other; what stands behind a `yield` happens when the step is done."""
        self._database, self._version_table = _file(context), context.version_table
        _say("opened", file=os.path.relpath(self._database))
        while self._todo:
            _say("begun", revision=self._todo[0])
            child.limit(self._steps.seconds)
            self._open = self._todo.pop(0)
            script = self._script.get_revision(self._open)
            assert script is not None
            yield MigrationStep.upgrade_from_script(self._script.revision_map, script)
            assert context.connection is not None
            if self._seed or context.connection.in_transaction():
                return
            self._keep()

    def _keep(self) -> None:
        """Put the database file aside."""
        assert self._database is not None
        revision, self._open = self._open, ""
        _require_committed(self._database, revision, self._version_table)
        if self._seed and _has(self._database, self._seed[-1]):
            self._sow(revision)
        file = PLACE / f"{len(self._steps.revisions) - len(self._todo)}.db"
        _copy(self._database, file)
        self._left -= file.stat().st_size
        if self._left < 0:
            raise LabError(
                f"The database files of this history would take more than {self._steps.room // 1024**2} MB.",
                "look at what this revision writes: the rest is not replayed.",
            )
        _say("kept", revision=revision, file=file.name)

    def _sow(self, revision: str) -> None:
        """Write the named rows, as a lesson does; a project that cannot take them goes on without."""
        (module, *arguments, table), self._seed = self._seed, ()
        assert self._database is not None
        _say("sowing", revision=revision)
        typed, sys.argv = sys.argv, [module, *arguments]
        with contextlib.suppress(SystemExit, Exception):  # what it did is seen by the rows
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.argv = typed
        _say("sown" if _has_rows(self._database, table) else "not sown", revision=revision)


def main() -> None:
    """Carry out the order that lies in the project's copy."""
    _Replay(read(Path())).run()


def _say(word: str, **facts: str) -> None:
    with SAID.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"word": word, **facts}) + "\n")


def _file(context: MigrationContext) -> Path:
    """Find the file behind a connection; not through SQLAlchemy, which would begin a transaction."""
    assert context.connection is not None
    name = context.connection.dialect.name
    path = ""
    if name == "sqlite":
        cursor: Any = context.connection.connection.cursor()
        cursor.execute("PRAGMA database_list")
        path = next((str(row[2]) for row in cursor.fetchall() if row[1] == "main"), "")
        cursor.close()
    if not path:
        where = "a SQLite database in memory" if name == "sqlite" else f"a {name} database"
        raise LabError(
            f"`alembic/env.py` opens {where}. A timeline needs a SQLite file: it keeps a copy of it for each revision.",
            "let `env.py` take the address of `app.db` from the settings.",
        )
    return Path(path)


def _require_committed(database: Path, revision: str, version_table: str) -> None:
    with closing(sqlite3.connect(database)) as connection, contextlib.suppress(sqlite3.OperationalError):
        table = version_table.replace('"', '""')
        if (revision,) in connection.execute(f'SELECT version_num FROM "{table}"').fetchall():
            return
    raise LabError(
        f"`{revision}` ran without an error, and nothing of it is in `{database.name}`: it was not committed.",
        "let `alembic/env.py` run its migrations inside `with context.begin_transaction():`, on a connection on which "
        "nothing was executed before.",
    )


def _has(database: Path, table: str) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        return known.fetchone() is not None


def _has_rows(database: Path, table: str) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        name = table.replace('"', '""')
        return connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is not None


def _copy(database: Path, target: Path) -> None:
    if not any(database.with_name(database.name + end).exists() for end in SIDES):
        shutil.copyfile(database, target)
        return
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


if __name__ == "__main__":
    main()
