"""The answers to one rename, each run on its own copy of the service, with 1,000 users in it."""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from migration_lab.experiments.project import last_line
from migration_lab.grid import Grid, cell
from migration_lab.lessons.lesson import STARTS
from migration_lab.places import ORIGIN
from migration_lab.running.runner import Runner

START = "006_index_endpoint_lookup"
REVISION = "007_rename_full_name"
USERS = 1000
COMMON_ENV = STARTS / "02_autogenerate" / "alembic" / "env.py"
SAFE_ENV = ORIGIN / "alembic" / "env.py"
TARGET = '"target_metadata": target_metadata'
HEADERS = ("answer", "upgrade", "alembic check", "names kept", "user 17", "endpoints kept", "names after downgrade")

FILE = f'''\
"""rename full_name"""
import sqlalchemy as sa
from alembic import op

revision = "{REVISION}"
down_revision = "{START}"


def upgrade() -> None:
    UPGRADE


def downgrade() -> None:
    DOWNGRADE
'''
BATCH = """with op.batch_alter_table("users") as batch:
        batch.alter_column("{}", new_column_name="{}", existing_type=sa.String(120))"""
EMPTY = ", server_default=''"
DIRECT = 'op.alter_column("users", "{}", new_column_name="{}")'


@dataclass(frozen=True)
class Answer:
    """One way to bring users.full_name to users.display_name.

    Args:
        name: The answer in a few words.
        body: The operation with two places for the old and the new name, or nothing for the draft as it is.
        required: Whether the model says that everybody has a display name.
        default: What is added to the new column of a draft.
        env: The env.py it runs with.
        settings: What that env.py tells `context.configure` besides.
    """

    name: str
    body: str = ""
    required: bool = False
    default: str = ""
    env: Path = COMMON_ENV
    settings: str = ""


ANSWERS = (
    Answer("1 the draft as it came", required=True),
    Answer("1 the draft, if the column may be NULL"),
    Answer("2 the draft with server_default=''", required=True, default=EMPTY),
    Answer("2 the same, with render_as_batch=True", required=True, default=EMPTY, settings=', "render_as_batch": True'),
    Answer("3 rename in a batch, foreign keys on", BATCH),
    Answer("3 the same file, foreign keys off", BATCH, env=SAFE_ENV),
    Answer("4 rename directly, foreign keys on", DIRECT),
)


@dataclass(frozen=True)
class Verdict:
    """What became of the rows under one answer.

    Args:
        answer: The answer in a few words.
        upgrade: How the upgrade ended.
        check: What `alembic check` said after it.
        names: How many of the names are still with their users.
        ada: The name of user 17.
        endpoints: How many endpoints are left.
        back: How many of the names are with their users after a downgrade.
    """

    answer: str
    upgrade: str
    check: str
    names: int
    ada: str | None
    endpoints: int
    back: int

    @property
    def line(self) -> tuple[object, ...]:
        """Put it into one line of a table; an empty name is shown as SQL writes it."""
        ada = "''" if self.ada == "" else self.ada
        return (self.answer, self.upgrade, self.check, self.names, ada, f"{self.endpoints:,}", self.back)


def verdicts(answers: tuple[Answer, ...] = ANSWERS) -> tuple[Verdict, ...]:
    """Run each answer on its own copy of the service, up and down, and count the rows."""
    with _service() as service:
        return tuple(_judge(service, answer) for answer in answers)


def answers_compared() -> Grid:
    """Line up the verdicts on all answers."""
    rows = tuple(tuple(map(cell, one.line)) for one in verdicts())
    return Grid(HEADERS, rows, "Goal: all 999 names stay with their users, and all 3,000 endpoints stay")


@contextmanager
def _service() -> Iterator[Path]:
    """Build the service at the start of the lesson in a temporary folder."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder).resolve() / "service"
        shutil.copytree(ORIGIN / "lab_app", root / "lab_app", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ORIGIN / "alembic", root / "alembic", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ORIGIN / "alembic.ini", root)
        runner = Runner(root)
        runner.alembic("upgrade", "001_initial_schema").raise_for_failure()
        runner.python("lab_app.seed", "--users", str(USERS)).raise_for_failure()
        runner.alembic("upgrade", START).raise_for_failure()
        yield root


def _judge(service: Path, answer: Answer) -> Verdict:
    root = service.with_name("answer")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(service, root)
    names = _names(root)
    runner = Runner(root)
    _write(root, answer)
    upgrade = runner.alembic("upgrade", "head")
    check = runner.alembic("check") if upgrade.ok else None
    kept, endpoints, ada = _kept(root, names), _endpoints(root), _names(root)[17]
    if upgrade.ok:
        runner.alembic("downgrade", "-1").raise_for_failure()
    return Verdict(
        answer.name,
        "exit 0" if upgrade.ok else _reason(upgrade.output),
        last_line(check.output) if check else "not at head",
        names=kept,
        ada=ada,
        endpoints=endpoints,
        back=_kept(root, names),
    )


def _write(root: Path, answer: Answer) -> None:
    """Change the model and lay the revision: the draft that Alembic writes, or the body of the answer."""
    model = root / "lab_app" / "models" / "user.py"
    kind = "str" if answer.required else "str | None"
    text = model.read_text(encoding="utf-8").replace("full_name: Mapped[str | None]", f"display_name: Mapped[{kind}]")
    model.write_text(text, encoding="utf-8")
    env = answer.env.read_text(encoding="utf-8").replace(TARGET, f"{TARGET}{answer.settings}")
    (root / "alembic" / "env.py").write_text(env, encoding="utf-8")
    file = root / "alembic" / "versions" / f"{REVISION}.py"
    if answer.body:
        names = ("full_name", "display_name")
        up, down = answer.body.format(*names), answer.body.format(*reversed(names))
        file.write_text(FILE.replace("UPGRADE", up).replace("DOWNGRADE", down), encoding="utf-8")
        return
    draft = ("revision", "--autogenerate", "-m", "rename full_name", "--rev-id", REVISION)
    Runner(root).alembic(*draft).raise_for_failure()
    required = "nullable=False)"
    text = file.read_text(encoding="utf-8").replace(required, f"nullable=False{answer.default})")
    file.write_text(text, encoding="utf-8")


def _names(root: Path) -> Mapping[int, str | None]:
    with closing(sqlite3.connect(root / "app.db")) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(users)")]
        column = next(name for name in ("display_name", "full_name") if name in columns)
        return dict(connection.execute(f"SELECT id, {column} FROM users"))  # one of the two names above


def _kept(root: Path, names: Mapping[int, str | None]) -> int:
    now = _names(root)
    return sum(name is not None and now.get(user) == name for user, name in names.items())


def _endpoints(root: Path) -> int:
    with closing(sqlite3.connect(root / "app.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM endpoint_configs").fetchone()[0])


def _reason(output: str) -> str:
    """Find the database's own words in what a failed command printed."""
    found = re.search(r"OperationalError\) (.+)", output)
    return f"stops: {found[1]}" if found else f"stops: {last_line(output)}"
