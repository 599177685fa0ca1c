"""Begin a new exercise: a folder with all its files, each saying what its author has to write there."""

import re
from collections.abc import Mapping
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.exercises.exercise import EXERCISES
from migration_lab.exercises.faults import ID
from migration_lab.lessons import lesson
from migration_lab.lessons.lesson import Lesson

SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RECORD = """id = "{id}"
title = "TODO(author) the title, as a learner reads it"
lesson = "{lesson}"
minutes = 15
start_revision = "{start}"
analytics_revision = "{analytics}"
users = {users}
env = "safe" # TODO(author) "unsafe" if the accident needs env.py as most teams have it; else only delete this
hints = [
    "TODO(author) where to look",
    "TODO(author) which tool to take",
    "TODO(author) almost the answer",
]

[goals]
"{word}.one-head" = "one head, your revision, and the upgrade reaches it"
"{word}.rows-kept" = "TODO(author) what is true of the rows: one by its name, all by their count"
"{word}.way-back" = "the downgrade brings back what was there, and a second upgrade works"
"""
TASK = """# {id} TODO(author) the title, as in exercise.toml

TODO(author) the situation, and in one bold sentence what is to be done.

- You start at `{start}`.

You are done when this is true:

1. There is one head, your revision, and the upgrade reaches it.
2. TODO(author) what is true of the rows, as in exercise.toml.
3. The downgrade brings back what was there, and a second upgrade works.
"""
CHECK = '''"""Judge TODO(author) what, by what the databases say."""

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Replay


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def rows_kept(replay: Replay) -> Miss | None:
    """Expect TODO(author) what is asked of the rows; one row is the example."""
    return expect.rows_kept(replay, "users", example=17)


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)
'''
REVISION = '''"""TODO(author) {what}.

Revision ID: {revision}
Revises: {start}
"""

from alembic import op

revision = "{revision}"
down_revision = "{start}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SELECT 1")  # TODO(author) {what}


def downgrade() -> None:
    op.execute("SELECT 1")  # TODO(author) its inverse
'''
PROMISE = """verdict = "not yet"
criterion = "{word}.{criterion}"
words = ["TODO(author) what the message must say: a count and a named row"]
"""
ANSWERS = {
    "solution": "the model answer",
    "alternative_other_way": "another right answer",
    "wrong/first_mistake": "the mistake that most make; call the folder after it",
    "wrong/second_mistake": "another mistake; call the folder after it",
}


def new(number: str, slug: str, folder: Path = EXERCISES) -> Path:
    """Write a new exercise that `selfcheck` finds unfinished, and return its folder.

    Args:
        number: Its id: "02.4".
        slug: One or more words for its folder: "split_name".
        folder: Where the exercises lie.

    Raises:
        LabError: The id or the slug cannot be one, or is taken; nothing was written then.
    """
    if not ID.fullmatch(number):
        raise LabError(
            f"`{number}` is no id of an exercise.", "Write the lesson's two digits, a dot, a number: `02.4`."
        )
    if not SLUG.fullmatch(slug):
        raise LabError(f"`{slug}` is no slug.", "Write small letters and digits, words joined by `_`: `split_name`.")
    begun = _lesson(number[:2])
    taken = sorted(path.name for path in folder.glob(f"{number.replace('.', '_')}_*"))
    taken += sorted(path.name for path in folder.glob(f"*_{slug}") if path.name.split("_", 2)[2:] == [slug])
    if taken:
        raise LabError(f"`{taken[0]}` is there already.", "Choose another number and another slug.")
    place = folder / f"{number.replace('.', '_')}_{slug}"
    for path, text in _texts(number, slug, begun).items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8", newline="\n")
    return place


def _lesson(number: str) -> Lesson:
    try:
        return lesson.find(number)
    except LabError as error:
        raise LabError(f"There is no lesson {number} that the exercise could belong to.", error.hint) from error


def _texts(number: str, slug: str, begun: Lesson) -> Mapping[str, str]:
    facts = {
        "id": number,
        "lesson": begun.name,
        "start": begun.start_revision,
        "analytics": begun.analytics_revision,
        "users": begun.users,
        "word": slug.partition("_")[0],
    }
    texts = {"exercise.toml": RECORD.format(**facts), "README.md": TASK.format(**facts), "check.py": CHECK}
    revision = f"{int(begun.start_revision[:3] or 0) + 1:03}_{slug}" if begun.start_revision[:3].isdigit() else slug
    for answer, what in ANSWERS.items():
        file = f"{answer}/alembic/versions/{revision}.py"
        texts[file] = REVISION.format(what=what, revision=revision, start=begun.start_revision)
        if answer.startswith("wrong/"):
            criterion = "rows-kept" if "first" in answer else "way-back"
            texts[f"{answer}/answer.toml"] = PROMISE.format(word=facts["word"], criterion=criterion)
    return texts
