"""Before the opening cell: a name that is not there yet says what to run, and everything else stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

import migration_lab
from migration_lab import places
from migration_lab.jupyter import unopened
from migration_lab.lessons import meant
from migration_lab.proof.notebook import code_cells, plain, text

AGAIN = (
    "Run the lesson's first code cell again (`from migration_lab import …`). "
    'Then `lab = continue_lesson("02_autogenerate")` or `work = exercise("02.1").start()` goes on where you were; '
    '`lab = open_lesson("02_autogenerate")` begins anew.'
)
SENTENCE = f"No lesson is open in this kernel. {AGAIN}"
OPEN = 'from migration_lab import open_lesson\nlab = open_lesson("02_autogenerate")'


def said(desk: Path, *sources: str, prepared: bool = True) -> list[str]:
    """Run cells in a kernel that starts as the lab's kernels do, or as any other."""
    ipython = desk / ".lab" / "ipython"
    if prepared:
        unopened.write(ipython)
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    variables = {
        **os.environ,
        "MIGRATION_LAB_HOME": str(desk),
        "IPYTHONDIR": str(ipython),
        "JPY_SESSION_NAME": "/desk/notebooks/02_autogenerate.ipynb",
    }
    NotebookClient(notebook, allow_errors=True).execute(cwd=str(desk), env=variables)
    return [plain(text(cell.outputs)) for cell in code_cells(notebook)]


def test_before_a_lesson_is_open_its_names_say_what_to_run(built_desk: Path) -> None:
    cells = said(
        built_desk,
        "%alembic current",
        "lab",
        "open_lesson('02')",
        "exercise('02.1').start()",
        "users",
        OPEN,
        "%alembic current",
        "del lab; lab",
    )

    assert cells[0].endswith(f"LabError: No lesson is open here, so there is no workspace to work on.\nHint: {AGAIN}")
    assert cells[1].endswith(f"NameError: name 'lab' is not defined\n{SENTENCE}")
    assert cells[2].endswith(f"NameError: name 'open_lesson' is not defined\n{SENTENCE}")
    assert cells[3].endswith(f"NameError: name 'exercise' is not defined\n{SENTENCE}")
    assert cells[4].endswith("NameError: name 'users' is not defined")
    assert "006_index_endpoint_lookup (head)" in cells[6]
    assert cells[7].endswith("NameError: name 'lab' is not defined")


def test_every_name_of_the_first_cells_is_known() -> None:
    imported = {"continue_lesson", "exercise", "open_lesson", "predict", "see"}

    assert imported | {"lab", "work"} == unopened.NAMES
    assert imported <= {*migration_lab.__all__, "see"}


def test_other_errors_look_as_without_the_lab(desk: Path) -> None:
    sources = ("def f():\n    return users\nf()", "1 / 0", "async def g():\n    return users\nawait g()", "x = (")

    ours, others = desk / "ours", desk / "others"
    for folder in (ours, others):
        folder.mkdir(parents=True)

    assert said(ours, *sources) == said(others, *sources, prepared=False)


def test_it_costs_nothing_at_the_start_of_a_kernel() -> None:
    program = (
        "import sys, migration_lab.jupyter.unopened as it; print(*(n for n in sys.modules if n.startswith('migr')))"
    )

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert found == "migration_lab migration_lab.jupyter migration_lab.jupyter.unopened\n"


@pytest.mark.parametrize(
    ("notebook", "lesson"),
    [
        ("/desk/notebooks/01_setup.ipynb", "01_setup"),
        ("notebooks/02_autogenerate.new.ipynb", "02_autogenerate"),
        ("notebooks/Untitled.ipynb", "00_welcome"),
        ("", "00_welcome"),
    ],
)
def test_the_lesson_meant_is_that_of_the_notebook(
    notebook: str, lesson: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", notebook)

    assert meant.name() == lesson


def test_without_a_notebook_the_lesson_opened_last_is_meant(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    for age, name in enumerate(("01_setup", "00_welcome", "02_autogenerate")):
        note = places.backstage(name) / "opened.json"
        note.parent.mkdir(parents=True)
        note.touch()
        os.utime(note, (1_000 - age, 1_000 - age))

    assert meant.name() == "01_setup"


@pytest.mark.parametrize(("opened", "task"), [((), "02.1"), (("02_3_boolean_default", "02_2_missed"), "02.3")])
def test_the_exercise_meant_is_the_lessons_one_that_was_opened_last(
    opened: tuple[str, ...], task: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "/desk/notebooks/02_autogenerate.ipynb")
    for age, name in enumerate((*opened, "00_1_first_upgrade")):
        note = places.backstage(name) / "opened.json"
        note.parent.mkdir(parents=True)
        note.touch()
        os.utime(note, (1_000 - age, 1_000 - age))

    assert meant.exercise() == task


def test_a_lesson_without_exercises_names_none(tmp_path: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "01_setup.ipynb")
    monkeypatch.setattr(places, "ORIGIN", tmp_path)

    assert meant.again() == (
        "Run the lesson's first code cell again (`from migration_lab import …`). "
        'Then `lab = continue_lesson("01_setup")` goes on where you were; `lab = open_lesson("01_setup")` begins anew.'
    )
