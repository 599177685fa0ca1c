"""Experiments of lesson 05 with files that are gone, edited or thrown together, and with what is pending."""

from migration_lab.experiments import history_released
from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.history_files import VERSIONS, added, revision
from migration_lab.experiments.project import FIRST, last_line, project
from migration_lab.reading import query
from migration_lab.running.runner import Runner

SECOND = revision("002", "001", added("timezone"))
THIRD = revision("003", "002", added("locale"))


def heads_is_not_pending() -> Experiment:
    """F8, S11: `heads` reads files; what is pending depends on a database."""
    with project(SECOND | THIRD) as runner:
        before = runner.alembic("heads").output.strip()
        pending = runner.alembic("history", "-r", "current:heads").output.splitlines()
        gate = last_line(runner.alembic("current", "--check-heads").output)
        runner.alembic("upgrade", "head")
        after = runner.alembic("heads").output.strip()
        passed = runner.alembic("current", "--check-heads")
    return Experiment(
        ("F7", "F8", "S11"),
        "`alembic heads` as “view pending migrations”, on an empty database",
        "the three that wait",
        f"`{before}`; and after the upgrade, `{after}`",
        f"`history -r current:heads`: {len(pending)} lines. In a script `current --check-heads`: `{gate}`, "
        f"then exit {passed.exit_code}",
    )


def parent_gone() -> Experiment:
    """A file that another one names was deleted."""
    with project(THIRD) as runner:
        said = last_line(runner.alembic("heads").output)
    with project(revision("003", "001", added("locale"))) as runner:
        fine = last_line(runner.alembic("heads").output)
    return Experiment(
        ("F5",),
        "deleted `002.py`, although `003.py` follows it",
        "its change is taken back",
        f"every command stops: `{said}`",
        f"bring it back; or, if no database has run it, let 003 follow 001: `{fine}`",
    )


def circle() -> Experiment:
    """Two revisions that follow each other."""
    with project(revision("002", "003") | revision("003", "002")) as runner:
        said = last_line(runner.alembic("heads").output).rpartition(".")[2]
    with project(SECOND | THIRD) as runner:
        fine = last_line(runner.alembic("heads").output)
    return Experiment(
        ("F3",),
        "re-parented 002 behind 003, which follows 002",
        "the order is turned round",
        f"`{said}`",
        f"each follows the one before: `{fine}`",
    )


def reparented_after_it_ran() -> Experiment:
    """F3: a database that has run a revision believes that it has run all that come before it."""
    ours, minas = revision("002_timezone", "001", added("timezone")), revision("002_retries", "001", added("retries"))
    behind = revision("002_timezone", "002_retries", added("timezone"))
    found = []
    for first in ((), ("downgrade", "001")):
        with project(ours) as runner:
            runner.alembic("upgrade", "head")
            if first:
                runner.alembic(*first)
            _lay(runner, minas | behind)
            runner.alembic("upgrade", "head")
            found.append(_columns(runner))
    return Experiment(
        ("F3",),
        "re-parented your revision behind Mina's after your database had run it",
        "`upgrade head` adds what is missing",
        f"it adds nothing; columns: {found[0]}",
        f"take yours back first, then re-parent: {found[1]}",
    )


def edited_after_release() -> Experiment:
    """F4: an edited revision makes two kinds of databases at one revision."""
    with project(SECOND) as runner:
        runner.alembic("upgrade", "head")
        release = history_released.record(runner.root)
        _lay(runner, revision("002", "001", added("time_zone")))
        again = runner.alembic("upgrade", "head")
        old, at = _columns(runner), last_line(runner.alembic("current").output)
        (runner.root / "app.db").unlink()
        runner.alembic("upgrade", "head")
        new = _columns(runner)
        found = history_released.edited(runner.root, release).caption
    return Experiment(
        ("F4",),
        "corrected a column's name in a revision that was released",
        "`upgrade head` corrects it everywhere",
        f"exit {again.exit_code}, and at `{at}` one database has {old}, another {new}",
        f"a list of what was released finds it: {found}. Correct it with a new revision",
    )


def purged_by_mistake() -> Experiment:
    """F5: `stamp --purge` forgets first and looks for the revision afterwards."""
    with project(SECOND) as runner:
        runner.alembic("upgrade", "head")
        stamp = runner.alembic("stamp", "--purge", "02")
        at = runner.alembic("current").output.strip() or "nowhere"
        again = _reason(runner.alembic("upgrade", "head").output)
        runner.alembic("stamp", "002")
        told = last_line(runner.alembic("current").output)
    return Experiment(
        ("F5",),
        "`stamp --purge` with an id that was mistyped",
        "it fails, so nothing has changed",
        f"exit {stamp.exit_code}, and the database stands {at}; the next upgrade: `{again}`",
        f"`current` after each `stamp`; a plain `stamp` with the right id repairs it: `{told}`",
    )


def squashed() -> Experiment:
    """F6: a squash strands every database that stands in the middle."""
    with project(SECOND | THIRD) as runner:
        runner.alembic("upgrade", "002")
        _squash(runner, "010_squashed")
        stranded = last_line(runner.alembic("upgrade", "head").output)
    with project(SECOND | THIRD) as runner:
        runner.alembic("upgrade", "head")  # one release before: all databases reach the last revision
        _squash(runner, "003")
        kept = last_line(runner.alembic("current").output)
        (runner.root / "app.db").unlink()
        fresh = runner.alembic("upgrade", "head")
    return Experiment(
        ("F6",),
        "squashed three revisions into one new one",
        "old databases find their place",
        f"one that stood at 002: `{stranded}`",
        f"give the squash the id of the last one, one release after every database has reached it: `{kept}`; "
        f"a new database: exit {fresh.exit_code}",
    )


def _squash(runner: Runner, identity: str) -> None:
    for file in (runner.root / VERSIONS).glob("*.py"):
        file.unlink()
    text = FIRST.replace('"001"', f'"{identity}"')
    more = ", ".join(["name", *(f'sa.Column("{column}", sa.String(20))' for column in ("timezone", "locale"))])
    _lay(runner, {f"{VERSIONS}/{identity}.py": text.replace("True), name)", f"True), {more})")})


def _reason(output: str) -> str:
    return next(line.partition("OperationalError) ")[2] for line in output.splitlines() if "OperationalError) " in line)


def _lay(runner: Runner, files: dict[str, str]) -> None:
    for path, text in files.items():
        (runner.root / path).write_text(text, encoding="utf-8")


def _columns(runner: Runner) -> str:
    found = query.ask(
        runner.root / "app.db", "SELECT name FROM pragma_table_info('users') WHERE name NOT IN (?, ?)", ("id", "name")
    )
    return ", ".join(row[0] for row in found.rows) or "none"
