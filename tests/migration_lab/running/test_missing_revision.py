from pathlib import Path

import pytest

from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Run, Runner
from tests.migration_lab import small_project

SHELF = (
    "bring its file back: from the branch it was written on, or from `attempts/…/versions/`, where the highest number "
    "is the newest copy."
)
PROJECT = 'bring its file back: `lab.bring("alembic/versions/004_drop_user_bio.py")`.'


def failed(run: Run) -> list[str]:
    """Return the first line of what the learner reads, and the hint."""
    with pytest.raises(AlembicFailed) as caught:
        run.raise_for_failure()
    return [caught.value.message.splitlines()[0], caught.value.hint]


@pytest.mark.parametrize(("name", "back"), [("002_mine", SHELF), ("004_drop_user_bio", PROJECT)])
@pytest.mark.parametrize("command", ["check", "history"])
def test_a_revision_that_another_one_follows_is_named(
    runner: Runner, root: Path, command: str, name: str, back: str
) -> None:
    gone = small_project.revise(root, name, upgrade="pass")
    small_project.revise(root, "005_next", upgrade="pass")
    gone.unlink()

    said = failed(runner.alembic(command))

    assert said == [
        f"Revision `{name}` is named by `005_next`, but no file has that id.",
        f"if it was deleted, {back} Or let `down_revision` in `005_next` name another revision.",
    ]


def test_without_alembics_warning_the_revision_is_named_all_the_same(runner: Runner, root: Path) -> None:
    gone = small_project.revise(root, "002_mine", upgrade="pass")
    small_project.revise(root, "003_next", upgrade="pass")
    gone.unlink()
    silent = f"import warnings\nwarnings.simplefilter('ignore')\n{small_project.ENV}"
    small_project.write(root, "alembic/env.py", silent)

    said = failed(runner.alembic("current", "--verbose"))

    assert said == [
        "Revision `002_mine` is named by another revision, but no file has that id.",
        f"if it was deleted, {SHELF} Or name another `down_revision`.",
    ]


def test_a_key_error_of_the_learners_own_is_told_as_such(runner: Runner, root: Path) -> None:
    small_project.revise(root, "002_next", upgrade='{}["004_drop_user_bio"]')

    said = failed(runner.alembic("upgrade", "head"))

    assert said[0] == f"`alembic/versions/002_next.py`, line {small_project.FIRST_LINE}, in `upgrade`"


@pytest.mark.parametrize(("name", "back"), [("002_mine", SHELF), ("004_drop_user_bio", PROJECT)])
def test_the_databases_own_revision_without_a_file(runner: Runner, root: Path, name: str, back: str) -> None:
    gone = small_project.revise(root, name, upgrade="pass")
    runner.alembic("upgrade", "head").raise_for_failure()
    gone.unlink()

    said = failed(runner.alembic("upgrade", "head"))

    assert said == [
        f"Can't locate revision identified by '{name}'",
        f"no file has that revision, and the database stands at it. B{back[1:]} "
        "Only if you gave it another id, tell the database the new one, which it believes without looking: "
        "`%alembic stamp --purge NEW_ID`. "
        "See which revisions there are: `%alembic history`.",
    ]


def test_a_revision_of_the_project_that_was_typed(runner: Runner) -> None:
    said = failed(runner.alembic("upgrade", "004_drop_user_bio"))

    assert said[1] == f"see which revisions there are: `%alembic history`. If its file is gone: {PROJECT}"


@pytest.mark.parametrize(
    ("section", "gone", "has", "reads"),
    [
        (("-n", "analytics"), "006_index_endpoint_lookup", "versions", "analytics"),
        ((), "a003_fill_daily_usage", "analytics", "versions"),
    ],
)
def test_a_database_of_another_history_is_not_sent_for_a_file_that_is_there(
    runner: Runner, root: Path, section: tuple[str, ...], gone: str, has: str, reads: str
) -> None:
    small_project.revise(root, gone, upgrade="pass").unlink()
    ini = root / "alembic.ini"
    ini.write_text(ini.read_text(encoding="utf-8") + "\n[analytics]\nscript_location = alembic\n", encoding="utf-8")

    said = failed(runner.alembic(*section, "upgrade", gone))

    assert said[1] == (
        f"`alembic/{has}/` has this revision, and the command reads `alembic/{reads}/`: it came to the database of "
        "the other history. Look at the address that env.py or `-x url=` gives it, and at the name after `-n`. "
        "Stamp nothing."
    )
