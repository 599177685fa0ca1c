"""One exercise checked from its files to its mutants: a copy of 02.1 that is broken where only a run shows it.

The copy has as few answers as an exercise may have, because each is replayed, and fewer rows, because each mutant
compares them all: `./lab selfcheck` runs the whole one.
"""

import shutil
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.selfcheck import checking
from migration_lab.selfcheck.checking import Report
from migration_lab.selfcheck.problem import Problem

ANSWERS = {"batch_with_foreign_keys_on", "no_way_back", "alternative_copy_and_drop"}
BLIND = '''

def children_kept(replay: Replay) -> Miss | None:
    """See nothing."""


def note(replay: Replay) -> str:
    """Tell the time."""
    import time

    return str(time.perf_counter_ns())
'''


@pytest.fixture
def small(folder: Path) -> Path:
    """Give the copy with a few of its answers and of its users."""
    for answer in [*folder.glob("wrong/*"), *folder.glob("alternative_*")]:
        if answer.name not in ANSWERS:
            shutil.rmtree(answer)
    file = folder / "exercise.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("users = 1000", "users = 40"), encoding="utf-8")
    return folder


@pytest.fixture
def broken(small: Path) -> Report:
    """Check a copy whose fourth criterion is blind, and whose note is another one each time."""
    file = small / "check.py"
    file.write_text(file.read_text(encoding="utf-8") + BLIND, encoding="utf-8")
    return checking.check(small)


def of(report: Report, rule: str) -> list[str]:
    return [str(one) for one in report.problems if one.rule == rule]


def test_what_only_a_run_shows_is_told(broken: Report) -> None:
    assert [one.rule for one in broken.problems] == ["wrong", "twice", "dead", "transcript"]
    assert of(broken, "wrong") == [
        "02_1_rename (wrong): `wrong/batch_with_foreign_keys_on` fails `rename.nothing-else`, "
        "but its `answer.toml` says `rename.children-kept`. Correct `criterion`, or the order of the goals."
    ]
    assert of(broken, "twice") == [
        "02_1_rename (twice): The solution is told one thing the first time, and another the second time. "
        "Let `check.py` look at nothing but the replay."
    ]
    assert of(broken, "dead") == [
        "02_1_rename (dead): `rename.children-kept` sees no mutant: it would hold whatever a learner does. "
        "Let it look closer, or take it away."
    ]
    assert of(broken, "transcript")[0].startswith(
        "02_1_rename (transcript): The messages differ from `transcript.txt`: - “Done: 6 of 6 hold"
    )
    assert "files: a second head" in broken.grid


def test_files_that_are_wrong_stop_the_check_before_anything_runs(folder: Path, desk: Path) -> None:
    (folder / "README.md").unlink()

    report = checking.check(folder)

    assert (report.done, report.grid) == ("", "")
    assert [one.rule for one in report.problems] == ["task"]
    assert places.home() == desk
    assert not desk.exists()


def test_a_start_that_cannot_be_built_is_told(folder: Path) -> None:
    file = folder / "exercise.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("006_index_endpoint_lookup", "666"), encoding="utf-8")

    (found,) = checking.check(folder).problems

    assert isinstance(found, Problem)
    assert str(found).startswith("02_1_rename (lab): ")


def test_a_solution_that_is_not_done_has_no_mutants(small: Path) -> None:
    right, wrong = (small / "solution", small / "wrong" / "no_way_back")
    file = "alembic/versions/007_rename_full_name.py"
    (right / file).write_text((wrong / file).read_text(encoding="utf-8"), encoding="utf-8")

    report = checking.check(small)

    assert report.grid == ""
    assert of(report, "right")[0].startswith("02_1_rename (right): `solution` is right, but it is told “not yet”")
