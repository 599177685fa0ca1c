"""The answers an author wrote for an exercise: the solution, other right ones, and known-wrong ones; laid and run."""

import shlex
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons.ledger import BY_PRODUCTS
from migration_lab.running.runner import Run, Runner

FILE = "answer.toml"
SOLUTION, ALTERNATIVE, WRONG = "solution", "alternative", "wrong"
TEXTS, TEXT = "a list of texts", "a text"
KEYS = {"commands": TEXTS, "words": TEXTS, "without": TEXTS, "verdict": TEXT, "criterion": TEXT}
PROGRAMS = ("alembic", "python")


@dataclass(frozen=True)
class Answer:
    """One answer to an exercise.

    Args:
        name: Its folder in the exercise: `solution`, `alternative_batch`, `wrong/server_default_empty`.
        kind: "solution", "alternative" or "wrong".
        folder: Where its files lie.
        commands: What is run in the workspace when the files are laid.
        without: Files of the workspace that it takes away.
        verdict: What a wrong answer must be told; "done" for the right ones.
        criterion: The first criterion it must fail; empty if it fails before any is judged.
        words: What must stand in the message.
    """

    name: str
    kind: str
    folder: Path = field(repr=False)
    commands: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    verdict: str = "done"
    criterion: str = ""
    words: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, Path]:
        """List its files by their path in the project."""
        found = (path for path in sorted(self.folder.rglob("*")) if path.is_file() and path.name != FILE)
        named = {path.relative_to(self.folder): path for path in found}
        return {path.as_posix(): file for path, file in named.items() if not BY_PRODUCTS.intersection(path.parts)}


def solution(exercise: Exercise) -> Answer:
    """Read the model answer.

    Raises:
        LabError: It is missing, or its `answer.toml` is wrong.
    """
    return _read(exercise, SOLUTION, SOLUTION)


def alternatives(exercise: Exercise) -> tuple[Answer, ...]:
    """Read the other right answers, in the order of their names."""
    return tuple(_read(exercise, path.name, ALTERNATIVE) for path in _folders(exercise.folder, "alternative_*"))


def wrong(exercise: Exercise) -> tuple[Answer, ...]:
    """Read the known-wrong answers, in the order of their names."""
    return tuple(_read(exercise, f"{WRONG}/{path.name}", WRONG) for path in _folders(exercise.folder / WRONG, "*"))


def every(exercise: Exercise) -> tuple[Answer, ...]:
    """Read all answers: the solution first, the wrong ones last."""
    return (solution(exercise), *alternatives(exercise), *wrong(exercise))


def lay(answer: Answer, workspace: Path) -> None:
    """Lay the files of an answer over those of a workspace."""
    for path in answer.without:
        (workspace / path).unlink(missing_ok=True)
    for path, file in answer.files.items():
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, workspace / path)


def run(answer: Answer, workspace: Path) -> tuple[Run, ...]:
    """Run the commands of an answer in a workspace where its files are laid; stop after one that fails."""
    runs: list[Run] = []
    runner = Runner(workspace)
    for command in answer.commands:
        program, *words = shlex.split(command)
        runs.append(runner.alembic(*words) if program == "alembic" else runner.python(words[1], *words[2:]))
        if not runs[-1].ok:
            break
    return tuple(runs)


def _folders(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if path.is_dir() and path.name not in BY_PRODUCTS)


def _read(exercise: Exercise, name: str, kind: str) -> Answer:
    folder = exercise.folder / name
    if not folder.is_dir():
        raise LabError(f"Exercise {exercise.id} has no folder `{name}`.", f"Make `{exercise.name}/{name}/`.")
    file, facts = f"{exercise.name}/{name}/{FILE}", dict[str, Any]()
    if (folder / FILE).is_file():
        try:
            facts = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LabError(f"`{file}` cannot be read: {error}.", "Correct that line of the file.") from error
    _examine(facts, file, kind)
    given: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in facts.items()}
    answer = Answer(name, kind, folder, **given)
    if not (answer.files or answer.commands or answer.without):
        raise LabError(f"`{exercise.name}/{name}/` is empty.", f"Put files in it, or `commands` in its `{FILE}`.")
    return answer


def _examine(facts: dict[str, Any], file: str, kind: str) -> None:
    for key, value in facts.items():
        if key not in KEYS:
            raise LabError(f"`{file}` has the unknown key `{key}`.", f"Known keys are {', '.join(KEYS)}.")
        texts = value if isinstance(value, list) and KEYS[key] == TEXTS else [value]
        if isinstance(value, list) != (KEYS[key] == TEXTS) or not all(isinstance(text, str) for text in texts):
            raise LabError(f"`{file}` has `{key} = {value!r}`.", f"Write `{key}` as {KEYS[key]}.")
    if kind == WRONG and not (facts.get("verdict") and facts.get("words")):
        raise LabError(f"`{file}` does not say `verdict` and `words`.", "Say what the learner must be told, and how.")
    for command in facts.get("commands", []):
        program, *words = shlex.split(command) or [""]
        if program not in PROGRAMS or (program == "python" and (words[:1] != ["-m"] or len(words) < 2)):
            raise LabError(f"`{file}` has the command `{command}`.", "Write `alembic …` or `python -m …`.")
