"""Whether this computer is ready for the lab: each check is tried out, not guessed from a version number."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from migration_lab import address, edition, environment, places
from migration_lab.errors import LabError

PYTHONS = ((3, 11), (3, 14))  # from, and before: `requires-python` in pyproject.toml
SPACE = 500_000_000
AGAIN = "Delete the folder `.venv` and run `./lab` (with conda: make the environment again)."
UPDATE = "Install Python 3.13, delete the folder `.venv`, and run `./lab` with it."
PROGRAMS = {"Chromium": ("chromium", "chromium-browser", "google-chrome"), "PostgreSQL": ("postgres", "pg_ctl", "psql")}


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Args:
        name: What was looked at.
        ok: Whether the lab can work with it.
        words: What was found, in a sentence.
        next_step: What to do about a problem, ready to paste.
    """

    name: str
    ok: bool
    words: str
    next_step: str = ""


def examine() -> tuple[Finding, ...]:
    """Run every check; one that fails unexpectedly is itself a finding."""
    return tuple(_examined(name, check) for name, check in CHECKS.items())


def ready_code(findings: Sequence[Finding]) -> str:
    """Return the code an instructor compares, or nothing when there is a problem.

    It stands for the edition (the lab's version, its lessons, its libraries): a whole room reads out the same one.
    """
    return f"READY-{edition.code()}" if all(finding.ok for finding in findings) else ""


def _examined(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except LabError as error:
        return Finding(name, False, error.message, error.hint)
    except Exception as error:  # a doctor who faints helps nobody
        return Finding(name, False, f"This check could not be made: {type(error).__name__}: {error}", AGAIN)


def _python() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if not PYTHONS[0] <= sys.version_info[:2] < PYTHONS[1]:
        raise LabError(f"This is Python {version}; the lab is tested with 3.11, 3.12 and 3.13.", UPDATE)
    return f"Python {version}"


def _libraries() -> str:
    pinned = edition.pinned()
    different = [
        f"{name} {metadata.version(name)} (not {pinned[name]})"
        for name in edition.libraries()
        if metadata.version(name) != pinned[name]
    ]
    if different:
        raise LabError(f"Other versions than the lab's own are installed: {', '.join(different)}.", AGAIN)
    return f"All {len(edition.libraries())} have the lab's own versions."


def _kernel() -> str:
    from migration_lab import trials  # here, so that a library that does not load is a finding

    failure = trials.kernel()
    if failure:
        raise LabError(f"Notebooks cannot run: {failure}", AGAIN)
    return "Starts, and finds the lab's libraries."


def _sqlite() -> str:
    from migration_lab import trials

    can, cannot = trials.sqlite()
    missing = [f"{what} (from SQLite {since} on)" for what, since in cannot]
    if {"RENAME COLUMN", "DROP COLUMN"} & {what for what, _ in cannot}:
        raise LabError(f"SQLite {trials.SQLITE} is too old for the lessons: it lacks {', '.join(missing)}.", UPDATE)
    return f"SQLite {trials.SQLITE} knows {', '.join(can)}" + (f"; not {', '.join(missing)}." if missing else ".")


def _desk() -> str:
    from migration_lab import trials

    home = places.home()
    if not trials.desk(home):
        raise LabError(
            f"In `{places.shown(home)}` two programs can write the same database at once: its disk (a network disk?) "
            "keeps no locks. Databases can break there.",
            f"Choose a folder on a local disk: set `{places.HOME_VARIABLE}` to it.",
        )
    return f"`{places.shown(home)}` can be written to, and its disk keeps locks."


def _space() -> str:
    home = places.home()
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    words = f"{free / 1e9:,.1f} GB are free for `{places.shown(home)}`"
    if free < SPACE:
        raise LabError(f"Only {words}; the lessons need {SPACE / 1e9:.1f} GB.", "Free some space on that disk.")
    return f"{words}."


def _port() -> str:
    port = address.free_port(address.PORT)
    return f"{port} is free." if port == address.PORT else f"{address.PORT} is taken; the lab will use {port}."


def _migration() -> str:
    from migration_lab import trials

    revisions, rows = trials.migration()
    return f"{revisions} revisions went up and down again on a copy, with {rows} users in it."


def _settings() -> str:
    found = sorted(name for name in os.environ if name.upper() in environment.SETTINGS)
    if found:
        return f"{' and '.join(found)} {'is' if len(found) == 1 else 'are'} set here; the lab ignores that."
    return "None that point to a real database."


def _developers() -> str:
    found = [what for what, programs in PROGRAMS.items() if any(_installed(program) for program in programs)]
    missing = [what for what in PROGRAMS if what not in found]
    have = f"{' and '.join(found)} found" if found else ""
    lack = f"no {' and no '.join(missing)}: `./lab test` leaves those tests out" if missing else ""
    return "; ".join(filter(None, (have, lack))).capitalize() + "."


def _installed(program: str) -> bool:
    return shutil.which(program) is not None or any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "libraries": _libraries,
    "kernel": _kernel,
    "SQLite": _sqlite,
    "desk": _desk,
    "disk": _space,
    "port": _port,
    "migration": _migration,
    "settings": _settings,
    "developers": _developers,
}
