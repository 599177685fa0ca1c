"""The SQL of one revision, for SQLite and for PostgreSQL, rendered by the project's own `env.py` without a database."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from migration_lab.errors import LabError
from migration_lab.running import offline_reason, wording
from migration_lab.running.offline_project import OfflineProject
from migration_lab.running.runner import Run, Runner

Dialect = Literal["sqlite", "postgresql"]
DIALECTS: dict[Dialect, str] = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

_CHILD = "migration_lab.running.offline_child"
SECONDS = 20.0
_MOST = 256  # remembered scripts
_remembered: dict[tuple[str, str, str], "OfflineSql"] = {}


@dataclass(frozen=True)
class Script:
    """The SQL of one direction, as far as it could be rendered.

    Args:
        sql: What `alembic upgrade … --sql` prints.
        problem: Why it ends early, in a sentence; empty if it does not.
        hint: What to do about it.
    """

    sql: str
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True)
class OfflineSql:
    """The SQL of one revision in one dialect."""

    dialect: Dialect
    upgrade: Script
    downgrade: Script

    def __str__(self) -> str:
        return "\n\n".join(
            "\n".join(part for part in (f"-- {direction}", one.sql, one.problem, one.hint) if part)
            for direction, one in (("upgrade", self.upgrade), ("downgrade", self.downgrade))
        )


def render(project: OfflineProject, revision: str, dialect: Dialect) -> OfflineSql:
    """Render one revision; nothing is rendered again while no file of the project changes.

    Raises:
        LabError: The project is gone, or no process could be started.
    """
    key = (project.content(), revision, dialect)
    if key in _remembered:
        return _remembered[key]
    found, steady = _asked(project, revision, dialect)
    if key[0] and steady:
        while len(_remembered) >= _MOST:
            del _remembered[next(iter(_remembered))]
        _remembered[key] = found
    return found


def remembered(project: OfflineProject, revision: str, dialect: Dialect) -> OfflineSql | None:
    """Give what was rendered before, if no file changed since."""
    return _remembered.get((project.content(), revision, dialect))


def _asked(project: OfflineProject, revision: str, dialect: Dialect) -> tuple[OfflineSql, bool]:
    """Ask a child; the second answer is whether it would say the same again."""
    with tempfile.TemporaryDirectory(prefix="migration-lab-") as folder:
        answer = Path(folder) / "answer.json"
        question = {
            "answer": str(answer),
            "dialect": dialect,
            "ini": project.ini,
            "revision": revision,
            "scripts": project.scripts,
            "section": project.section,
        }
        run = Runner(project.root, SECONDS).python(_CHILD, json.dumps(question))
        told = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else None
    if told is None:
        return _failed(run, dialect), False
    upgrade, downgrade = (_script(told[direction], project.root, dialect) for direction in ("upgrade", "downgrade"))
    return OfflineSql(dialect, upgrade, downgrade), True


def _failed(run: Run, dialect: Dialect) -> OfflineSql:
    if run.ending == "time limit":
        message, hint = offline_reason.too_long(SECONDS)
    else:
        message, hint = offline_reason.explain("", run.error.strip() or f"exit code {run.exit_code}", dialect)
    script = Script("", message, hint)
    return OfflineSql(dialect, script, script)


def _script(told: dict[str, Any], root: Path, dialect: Dialect) -> Script:
    sql = told["sql"].strip()
    if "error" in told:
        words = wording.relative(told["words"], str(root))
        return Script(sql, *offline_reason.explain(told["error"], words, dialect))
    return Script(sql) if sql else Script("", *offline_reason.nothing())


def require(project: OfflineProject | None) -> OfflineProject:
    """Give the project back.

    Raises:
        LabError: There is none.
    """
    if project is None:
        raise LabError(
            "SQL cannot be rendered here: there is no `env.py` beside these revision files, and Alembic needs it.",
            "Point to the folder that `script_location` in `alembic.ini` names.",
        )
    return project
