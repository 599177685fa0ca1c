"""Mutants that no criterion of an exercise has to see, each with its author's reason: `mutants.toml`."""

import tomllib
from collections.abc import Mapping

from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise

FILE = "mutants.toml"
TABLE = "unseen"


def read(exercise: Exercise) -> Mapping[str, str]:
    """Read the mutants by their words, with the reasons; none if there is no such file.

    Raises:
        LabError: The file cannot be read, or a reason is missing.
    """
    file = f"{exercise.name}/{FILE}"
    if not (exercise.folder / FILE).is_file():
        return {}
    try:
        facts = tomllib.loads((exercise.folder / FILE).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"`{file}` cannot be read: {error}.", "Correct that line of the file.") from error
    unseen = facts.get(TABLE)
    if set(facts) != {TABLE} or not isinstance(unseen, dict):
        raise LabError(f"`{file}` may hold one table, `[{TABLE}]`, and nothing else.", 'Write `"mutant" = "reason"`.')
    for name, reason in unseen.items():
        if not (isinstance(reason, str) and reason.strip()):
            raise LabError(f"`{file}` has no reason for “{name}”.", "Say why no criterion has to see it.")
    return dict(unseen)
