"""Whether this computer is ready for the lab: each check is tried out, not guessed from a version number."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migration_lab import edition, places, programs
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.jupyter import address
from migration_lab.lessons import disk
from migration_lab.running import environment

PYTHONS = ((3, 11), (3, 14))  # from, and before: `requires-python` in pyproject.toml
SPACE = 500_000_000
NEEDED = frozenset({"RENAME COLUMN", "DROP COLUMN"})
AGAIN = f"Delete the folder `.venv` and run `{LAB}` (with conda: make the environment again)."
UPDATE = f"Install Python 3.13, delete the folder `.venv`, and run `{LAB}` with it."


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
    """Run every check; one that fails in an unexpected way is itself a finding."""
    return tuple(examined(name, check) for name, check in CHECKS.items())


def examined(name: str, check: Callable[[], str]) -> Finding:
    """Run one check: its sentence is good news, its error is a problem."""
    try:
        return Finding(name, True, check())
    except LabError as error:
        return Finding(name, False, error.message, error.hint)
    except Exception as error:  # a doctor who faints helps nobody
        return Finding(name, False, f"This check could not be made: {type(error).__name__}: {error}", AGAIN)


def ready_code(findings: Sequence[Finding]) -> str:
    """Return the code an instructor compares, or nothing when there is a problem.

    It stands for the edition (the lab's version, its lessons, its libraries): a whole room reads out the same one.
    """
    return f"READY-{edition.code()}" if all(finding.ok for finding in findings) else ""


def python(version: tuple[int, ...]) -> str:
    """Accept the versions of Python the lab is tested with."""
    if not PYTHONS[0] <= version[:2] < PYTHONS[1]:
        raise LabError(f"This is Python {_dotted(version)}; the lab is tested with 3.11, 3.12 and 3.13.", UPDATE)
    return f"Python {_dotted(version)}."


def libraries(installed: Mapping[str, str], pinned: Mapping[str, str]) -> str:
    """Compare the libraries that are installed with all that the lock pins for this computer."""
    other = [
        f"{name} {installed.get(name, 'is missing')}, not {version}"
        for name, version in pinned.items()
        if installed.get(name) != version
    ]
    if other:
        raise LabError(f"Some are not the versions the lab was tested with: {'; '.join(other)}.", AGAIN)
    return f"All {len(pinned)} are the versions the lab was tested with."


def kernel() -> str:
    """Start a kernel as a notebook does, and import in it what lessons import."""
    from migration_lab import trials

    failure = trials.kernel()
    if failure:
        raise LabError(f"A notebook's kernel cannot work: {failure}", AGAIN)
    return "It starts, and finds the lab's libraries."


def sqlite(version: str, abilities: Mapping[tuple[str, str], bool]) -> str:
    """Say what SQLite can do, as it was tried out.

    Args:
        version: What SQLite says of itself.
        abilities: For a statement and the version that brought it: whether it works here.
    """
    can = ", ".join(what for (what, _), works in abilities.items() if works)
    lacks = ", ".join(f"{what} (since {since})" for (what, since), works in abilities.items() if not works)
    if any(what in NEEDED and not works for (what, _), works in abilities.items()):
        raise LabError(f"SQLite {version} is too old for the lessons. It lacks {lacks}.", UPDATE)
    return f"SQLite {version} can do {can}" + (f"; not yet {lacks}, which lessons only mention." if lacks else ".")


def desk(home: Path) -> str:
    """Write on the desk, and see whether its disk keeps two programs from writing one database at the same time."""
    from migration_lab import trials

    with disk.told(home):
        locks = trials.locks(home)
    if not locks:
        raise LabError(
            f"The disk of `{places.shown(home)}` keeps no locks (a network disk?): two programs could write the same "
            "database at once and break it.",
            f"Choose a folder on a local disk: set `{places.HOME_VARIABLE}` to it.",
        )
    return f"`{places.shown(home)}` can be written to, and its disk keeps locks."


def space(free: int, home: Path) -> str:
    """Compare the bytes that are free with what the lessons need."""
    words = f"{free / 1e9:,.1f} GB are free for `{places.shown(home)}`"
    if free < SPACE:
        raise LabError(f"Only {words}; the lessons need {SPACE / 1e9:.1f} GB.", "Free some space on that disk.")
    return f"{words}."


def port(wanted: int) -> str:
    """Find the port JupyterLab would be served at."""
    free = address.free_port(wanted)
    return f"{free} is free." if free == wanted else f"{wanted} is taken; the lab will use {free}."


def migration() -> str:
    """Run the real Alembic up and down on a copy of the project."""
    from migration_lab import trials

    revisions, users = trials.migration()
    return f"{revisions} revisions went up and down again on a copy with {users} users."


def settings(variables: Mapping[str, str]) -> str:
    """Say which settings of a real project the lab ignores."""
    found = sorted(name for name in variables if name.upper() in environment.SETTINGS)
    return f"{' and '.join(found)} set: ignored by the lab." if found else "None set that the lab would have to ignore."


def extras(browser: Path | None, postgres: Path | None) -> str:
    """Say which programs for tests are here; nobody needs them to learn."""
    browser_words = "found" if browser else f"not found, so `{LAB} test` leaves out the browser"
    postgres_words = "found" if postgres else f"not found, so `{LAB} test` leaves it out"
    return f"For developers only. Chromium: {browser_words}. PostgreSQL: {postgres_words}."


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version[:3]))


def _libraries() -> str:
    pinned = edition.pinned()
    return libraries(edition.installed(pinned), pinned)


def _sqlite() -> str:
    from migration_lab import trials

    return sqlite(trials.VERSION, trials.abilities())


def _space() -> str:
    home = places.home()
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    return space(shutil.disk_usage(there).free, home)


CHECKS: dict[str, Callable[[], str]] = {
    "Python": lambda: python(sys.version_info[:3]),
    "libraries": _libraries,
    "kernel": kernel,
    "SQLite": _sqlite,
    "desk": lambda: desk(places.home()),
    "disk": _space,
    "port": lambda: port(address.PORT),
    "migration": migration,
    "settings": lambda: settings(os.environ),
    "extras": lambda: extras(programs.chromium(), programs.postgres()),
}
