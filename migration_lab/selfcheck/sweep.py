"""Check all exercises, or those that are named, two at a time; say each problem in a sentence."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from migration_lab.errors import LabError, UnknownWordError
from migration_lab.exercises import catalogue, exercise
from migration_lab.exercises.exercise import EXERCISES, Exercise
from migration_lab.selfcheck import checking, ids, transcript
from migration_lab.selfcheck.checking import Report

AT_ONCE = 2
Say = Callable[[str], None]
Work = Callable[[Path], Report]


def run(wanted: Sequence[str], say: Say, *, folder: Path = EXERCISES) -> int:
    """Check exercises, say what was found, and return the exit code.

    Args:
        wanted: Ids, names or slugs of exercises, or numbers of lessons; none: all of them.
        say: Takes each line.
        folder: Where the exercises lie.

    Raises:
        UnknownWordError: There is no such exercise.
    """
    found = _checked(wanted, say, folder, work=checking.check)
    return _summed_up(found, say, folder)


def tables(wanted: Sequence[str], say: Say, *, folder: Path = EXERCISES) -> int:
    """Say the tables of mutants and criteria, and return the exit code."""
    code = 0
    for report in reports(chosen(wanted, folder), checking.check):
        say(report.grid or "\n".join(map(str, report.problems)))
        for words in report.equal:
            say(f"equal to the solution: {words}")
        code = max(code, int(bool(report.problems)))
    return code


def accept(wanted: Sequence[str], say: Say, *, folder: Path = EXERCISES) -> int:
    """Write the transcripts, list the ids of exercises that are whole, and return the exit code."""
    found = _checked(wanted, say, folder, work=accepting)
    list_ids(found, say, folder)
    return _summed_up(found, say, folder)


def list_ids(found: Sequence[Report], say: Say, folder: Path) -> None:
    """Add the ids of exercises without a problem to the list."""
    whole = {report.name for report in found if not report.problems}
    if ids.accept([one for one in _readable(folder) if one.name in whole], folder):
        say(f"`{ids.FILE}` was written: what is new in it stays from now on.")


def accepting(folder: Path) -> Report:
    """Check one exercise and take its messages as they are."""
    return checking.check(folder, transcript.accept)


def chosen(wanted: Sequence[str], folder: Path) -> list[Path]:
    """Find the folders of exercises, also of those that cannot be read.

    Raises:
        UnknownWordError: There is no such exercise.
    """
    names = catalogue.names(folder)
    found = [name for name in names if not wanted or any(_is(name, word) for word in wanted)]
    for word in wanted:
        if not any(_is(name, word) for name in names):
            listed = ", ".join(names) or "none yet"
            raise UnknownWordError(f"There is no exercise `{word}`.", f"Choose one of: {listed}.")
    return [folder / name for name in found]


def reports(folders: Sequence[Path], work: Work) -> Iterator[Report]:
    """Check exercises in processes of their own, and give the reports in order."""
    if len(folders) < AT_ONCE:
        yield from map(work, folders)
        return
    with ProcessPoolExecutor(AT_ONCE, mp_context=multiprocessing.get_context("spawn")) as processes:
        yield from processes.map(work, folders)


def _checked(wanted: Sequence[str], say: Say, folder: Path, *, work: Work) -> list[Report]:
    found = []
    for report in reports(chosen(wanted, folder), work):
        found.append(report)
        say(f"{report.name}: {report.done or 'stopped early'}, {_number(len(report.problems), 'problem')}")
        for one in report.problems:
            say(f"  {one}")
    return found


def _summed_up(found: Sequence[Report], say: Say, folder: Path) -> int:
    common = ids.problems(_readable(folder), folder)
    for one in common:
        say(f"  {one}")
    count = len(common) + sum(len(report.problems) for report in found)
    say(f"{_number(len(found), 'exercise')} checked, {_number(count, 'problem')}.")
    return int(count > 0 or not found)


def _is(name: str, word: str) -> bool:
    number, dot, rest = word.partition(".")
    prefix = f"{number.zfill(2)}_{rest}_" if dot else f"{number.zfill(2)}_"
    return name == word or (number.isdigit() and name.startswith(prefix)) or name.split("_", 2)[-1] == word


def _readable(folder: Path) -> list[Exercise]:
    found = []
    for name in catalogue.names(folder):
        try:
            found.append(exercise.read(folder / name))
        except LabError:  # its own check says so
            continue
    return found


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
