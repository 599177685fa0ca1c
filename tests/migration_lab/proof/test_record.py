"""Recording a notebook: the same bytes each time, and a clear refusal of what cannot stay the same."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from migration_lab.errors import LabError
from migration_lab.proof import notebook
from migration_lab.proof.record import record

PLANNED = {"tags": ["raises-exception"]}
ADDRESS = "from migration_lab.errors import LabError\nraise LabError('No table `book`.', 'Run the cell above.')"

WIDGET = """from ipywidgets import HTML
from migration_lab.grid import Grid
from migration_lab.widgets.dressed import Dressed
Dressed(Grid(('table',), (('users',),)), HTML('live'))"""


def write(folder: Path, *cells: NotebookNode, name: str = "01_setup") -> Path:
    file = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Set-up\n\n## First steps"), *cells]), file)
    return file


def refusal(folder: Path, *cells: NotebookNode) -> str:
    """Record a notebook that must be refused, and return the words; the file must be as it was."""
    file = write(folder, *cells)
    before = file.read_bytes()
    with pytest.raises(LabError) as raised:
        record(["01"], folder)
    assert file.read_bytes() == before
    return str(raised.value)


def test_recording_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    cells = [
        new_code_cell("import pandas as pd, ipywidgets, sys"),
        new_code_cell("print('out'); print('err', file=sys.stderr); print('out again')"),
        new_code_cell("pd.DataFrame({'table': ['users'], 'rows': [1000]})"),
        new_code_cell("ipywidgets.HTML('<b>3 tables</b>')"),
        new_code_cell("{}['users']", metadata=PLANNED),
        new_code_cell(ADDRESS, metadata=PLANNED),
        new_code_cell("!echo from a shell"),
    ]
    file = write(tmp_path, *cells)

    first = record([], tmp_path)
    once = file.read_bytes()
    second = record([], tmp_path)

    assert [*map(str, first)] == ["`01_setup.ipynb`: 7 code cells, saved"]
    assert [*map(str, second)] == ["`01_setup.ipynb`: 7 code cells, nothing changed"]
    assert file.read_bytes() == once
    assert notebook.saved_form(notebook.read(file)).encode() == once


def test_a_widget_is_saved_by_its_words_alone(tmp_path: Path) -> None:
    file = write(tmp_path, new_code_cell(WIDGET))

    record(["1"], tmp_path)

    (output,) = notebook.code_cells(notebook.read(file))[0].outputs
    assert sorted(output.data) == ["text/html", "text/markdown", "text/plain"]
    assert output.data["text/plain"] == "table\n-----\nusers"
    assert not any(word in file.read_text(encoding="utf-8") for word in ("vnd.jupyter.widget", "model_id"))


def test_what_is_saved_is_what_the_kernel_said(tmp_path: Path) -> None:
    file = write(tmp_path, new_code_cell("print(6 * 7)"), new_code_cell(ADDRESS, metadata=PLANNED))

    record(["1"], tmp_path)

    said = [notebook.text(cell.outputs) for cell in notebook.code_cells(notebook.read(file))]
    assert said == ["[stdout]\n42", "[error]\nLabError: No table `book`.\nHint: Run the cell above."]


def test_only_the_notebooks_named_are_recorded(tmp_path: Path) -> None:
    other = write(tmp_path, new_code_cell("print(1)"), name="02_autogenerate")
    write(tmp_path, new_code_cell("print(1)"))
    before = other.read_bytes()

    recorded = record(["notebooks/01_setup.ipynb"], tmp_path)

    assert [one.file for one in recorded] == ["01_setup.ipynb"]
    assert other.read_bytes() == before


def test_a_lesson_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    write(tmp_path, new_code_cell("1"))

    with pytest.raises(LabError) as raised:
        record(["12"], tmp_path)

    assert str(raised.value) == (f"There is no notebook `12` in `{tmp_path.name}`.\nHint: Choose one of: 01_setup.")


def test_a_cell_that_fails_unplanned_is_named(tmp_path: Path) -> None:
    words = refusal(tmp_path, new_code_cell("x = 1"), new_code_cell("1 / 0"))

    message, _, hint = words.partition("\nHint: ")
    assert message.startswith(
        '`01_setup.ipynb`, code cell 2 of 2, under "First steps": '
        "The cell raised `ZeroDivisionError` and does not carry the tag `raises-exception`.\n"
    )
    assert message.endswith("ZeroDivisionError: division by zero")
    assert hint == (
        "Repair the cell; if the failure is planned, give the cell the tag `raises-exception`. "
        "The file stays as it was."
    )


def test_a_planned_failure_that_does_not_come_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, new_code_cell("print('fine')", metadata=PLANNED)) == (
        '`01_setup.ipynb`, code cell 1 of 1, under "First steps": '
        "The cell carries the tag `raises-exception`, but nothing was raised.\n"
        "Hint: Make the cell fail as the text around it says, or take the tag away. The file stays as it was."
    )


def test_an_empty_cell_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, new_code_cell("")) == (
        '`01_setup.ipynb`, code cell 1 of 1, under "First steps": The cell is empty.\n'
        "Hint: Delete the cell. The file stays as it was."
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("object()", "the memory address `0x"),
        ("import tempfile; print(tempfile.gettempdir() + '/app.db')", "the absolute path `"),
        ("import datetime; print(datetime.datetime.now().isoformat())", "the clock's `"),
        ("raise OSError('no /home/ada/app.db')  # planned", "the absolute path `/home/ada/app.db`"),
    ],
)
def test_an_output_that_differs_from_machine_to_machine_or_day_to_day_is_refused(
    tmp_path: Path, source: str, found: str
) -> None:
    words = refusal(tmp_path, new_code_cell(source, metadata=PLANNED if "planned" in source else {}))

    assert f'code cell 1 of 1, under "First steps": The output shows {found}' in words
    assert words.endswith(
        "\nHint: Show something that is the same in every run: a name, a count, a path relative to the workspace. "
        "The file stays as it was."
    )


def test_an_output_that_differs_from_run_to_run_is_refused_with_the_difference(tmp_path: Path) -> None:
    counter = "import os, pathlib\nfile = pathlib.Path(os.environ['MIGRATION_LAB_HOME'], 'runs')\n"
    counter += "file.write_text(file.read_text() + 'x' if file.exists() else 'x')"

    words = refusal(tmp_path, new_code_cell(counter))

    assert 'code cell 1 of 1, under "First steps": Two runs gave two outputs:\n' in words
    assert "    --- first run\n    +++ second run\n" in words
    assert "    -1\n    +2" in words
