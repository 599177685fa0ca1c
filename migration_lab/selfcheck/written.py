"""What can be wrong in the files of an exercise, before anything is run."""

import re
from collections.abc import Iterator
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.exercises import answers, exercise
from migration_lab.exercises.answers import Answer
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import criteria
from migration_lab.judging.criteria import Broke
from migration_lab.judging.verdict import COUNTED, KINDS
from migration_lab.lessons.ledger import BY_PRODUCTS
from migration_lab.selfcheck import accepted, problem
from migration_lab.selfcheck.problem import Problem

UNFINISHED = "TODO(author)"  # what `new-exercise` leaves where an author has to write
TRANSCRIPT = "transcript.txt"
KNOWN_FILES = {exercise.FILE, exercise.ACCIDENT, "README.md", criteria.FILE, TRANSCRIPT, accepted.FILE}
KNOWN_FOLDERS = ("start", answers.SOLUTION)
NUMBERED = re.compile(r"^\d+\. ", re.MULTILINE)
FEWEST_WRONG, FEWEST_ALTERNATIVES = 2, 1


def problems(folder: Path) -> list[Problem]:
    """List what is wrong in the files of the exercise in `folder`; with any of it, running it would prove nothing."""
    try:
        one = exercise.read(folder)
        found = [*_unused(one), *_texts(one), *_check(one), *_answers(one)]
        accepted.read(one)
    except LabError as error:
        return [*_unfinished(folder), problem.of(folder.name, "record", error)]
    return [*_unfinished(folder), *found]


def _unfinished(folder: Path) -> Iterator[Problem]:
    for path in _files(folder):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        place = path.relative_to(folder).as_posix()
        for number, line in enumerate(lines, 1):
            if UNFINISHED in line and place != TRANSCRIPT:
                wanted = line.partition(UNFINISHED)[2].strip(" :\"',.]#")
                yield Problem(
                    folder.name, "unfinished", f"`{place}`, line {number} waits for you: {wanted}.", "Write it."
                )


def _files(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if not BY_PRODUCTS.intersection(path.relative_to(folder).parts)]


def _unused(one: Exercise) -> Iterator[Problem]:
    for path in _files(one.folder):
        place = path.relative_to(one.folder)
        top, deep = place.parts[0], len(place.parts)
        used = place.as_posix() in KNOWN_FILES or (
            deep > 1 and (top in KNOWN_FOLDERS or top.startswith("alternative_"))
        )
        if not used and not (top == answers.WRONG and deep > 2):
            yield Problem(
                one.name, "unused", f"Nothing reads `{place.as_posix()}`.", "Delete it, or give it its place."
            )


def _texts(one: Exercise) -> Iterator[Problem]:
    if not (one.folder / "README.md").is_file():
        yield Problem(one.name, "task", "It has no `README.md`.", "Write the task as the learner reads it.")
    elif one.task.splitlines()[:1] != [f"# {one.id} {one.title}"]:
        yield Problem(one.name, "task", f"`README.md` does not begin with `# {one.id} {one.title}`.", "Correct line 1.")
    elif len(listed := NUMBERED.findall(one.task)) != len(one.goals):
        words = (
            f"`README.md` numbers {len(listed)} things that must be true; `exercise.toml` has {len(one.goals)} goals."
        )
        yield Problem(one.name, "task", words, "Number the goals there, one a line, in the same order.")
    if len(set(one.hints)) != len(one.hints):
        yield Problem(one.name, "hints", "Two of its hints are the same.", "Let each hint say one more thing.")
    if len({goal.sentence for goal in one.goals}) != len(one.goals):
        yield Problem(one.name, "goals", "Two of its goals have the same sentence.", "Say what each of them is about.")


def _check(one: Exercise) -> Iterator[Problem]:
    try:
        criteria.load(one)
    except Broke as broke:
        yield Problem(one.name, "check", f"`{criteria.FILE}` cannot be run: {broke.fault.words}.", "Correct it.")


def _answers(one: Exercise) -> Iterator[Problem]:
    right, wrong = answers.alternatives(one), answers.wrong(one)
    if not answers.solution(one).files and one.beginning.start_revision and not answers.solution(one).commands:
        yield Problem(one.name, "answers", "Its solution does nothing.", "Put files or commands in `solution/`.")
    if len(right) < FEWEST_ALTERNATIVES:
        more = "Write another right one in `alternative_…/`: it guards against checks that are too strict."
        yield Problem(one.name, "answers", "It has no alternative answer.", more)
    if len(wrong) < FEWEST_WRONG:
        more = f"Write at least {FEWEST_WRONG} in `wrong/…/`, as learners make them."
        yield Problem(
            one.name, "answers", f"It has {len(wrong)} known-wrong answer{'' if len(wrong) == 1 else 's'}.", more
        )
    for answer in (*right, *wrong):
        yield from _promise(one, answer)


def _promise(one: Exercise, answer: Answer) -> Iterator[Problem]:
    file = f"`{answer.name}/{answers.FILE}`"
    if answer.verdict not in KINDS:
        yield Problem(
            one.name, "answers", f"{file} has the verdict `{answer.verdict}`.", f"Choose one of: {'; '.join(KINDS)}."
        )
    elif answer.kind == answers.WRONG and answer.verdict not in COUNTED[2:]:
        yield Problem(
            one.name, "answers", f"{file} promises `{answer.verdict}` to a wrong answer.", "Say what it misses."
        )
    if answer.criterion not in {"", *(goal.id for goal in one.goals)}:
        ids = ", ".join(goal.id for goal in one.goals)
        yield Problem(one.name, "answers", f"{file} has the criterion `{answer.criterion}`.", f"Choose one of: {ids}.")
