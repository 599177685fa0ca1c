"""Ids that were given once stay: they are listed in `exercises/ids.txt`, one line for each exercise."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from migration_lab.exercises.exercise import Exercise
from migration_lab.selfcheck.problem import Problem

FILE = "ids.txt"


def problems(exercises: Sequence[Exercise], folder: Path) -> list[Problem]:
    """List ids that two exercises have, that were renamed, and that are not listed yet.

    Args:
        exercises: All of them.
        folder: Where they lie, with the list.
    """
    return [*_doubled(exercises), *_renamed(exercises, listed(folder)), *_new(exercises, listed(folder))]


def listed(folder: Path) -> dict[str, list[str]]:
    """Read the list: the ids of exercises, each with the ids of its criteria."""
    file = folder / FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {words[0]: words[1:] for line in lines if (words := line.split())}


def accept(exercises: Sequence[Exercise], folder: Path) -> bool:
    """Add what is new to the list; nothing is ever taken out of it. Return whether anything was."""
    known = listed(folder)
    for one in exercises:
        goals = known.setdefault(one.id, [])
        goals += [goal.id for goal in one.goals if goal.id not in goals]
    text = "".join(f"{' '.join((name, *known[name]))}\n" for name in sorted(known, key=_order))
    before = (folder / FILE).read_text(encoding="utf-8") if (folder / FILE).is_file() else ""
    if text != before:
        (folder / FILE).write_text(text, encoding="utf-8", newline="\n")
    return text != before


def _order(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split(".") if part.isdigit())


def _doubled(exercises: Sequence[Exercise]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for one in exercises:
        for name in (one.id, *one.aliases, *(goal.id for goal in one.goals)):
            if name in owner:
                words = f"`{name}` belongs to `{owner[name]}` already."
                yield Problem(one.name, "ids", words, "Give this one an id of its own.")
            owner.setdefault(name, one.name)


def _renamed(exercises: Sequence[Exercise], known: dict[str, list[str]]) -> Iterator[Problem]:
    now = {name: one for one in exercises for name in (*one.aliases, one.id)}
    for name, goals in known.items():
        if name not in now:
            words = f"The id `{name}` was given once, and no exercise has it any more."
            yield Problem(
                FILE, "ids", words, "Give it back, or list it in the `aliases` of the exercise that took over."
            )
            continue
        for goal in [goal for goal in goals if goal not in {each.id for each in now[name].goals}]:
            words = f"The criterion `{goal}` was given once, and it is gone."
            yield Problem(now[name].name, "ids", words, "Give it back: an id is never renamed.")


def _new(exercises: Sequence[Exercise], known: dict[str, list[str]]) -> Iterator[Problem]:
    for one in exercises:
        new = [
            name for name in (one.id, *(goal.id for goal in one.goals)) if name not in {*known, *known.get(one.id, [])}
        ]
        if new:
            words = f"`{FILE}` does not list {', '.join(f'`{name}`' for name in new)} yet."
            yield Problem(one.name, "ids", words, "`selfcheck --accept` adds it; from then on it stays.")
