"""A notebook as data: places, settled outputs, and the form in which it is saved."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from migration_lab.errors import LabError
from migration_lab.proof import notebook


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def error(*traceback: str) -> NotebookNode:
    return new_output("error", ename="KeyError", evalue="'users'", traceback=list(traceback))


def test_a_cell_is_placed_under_the_nearest_heading_above() -> None:
    lesson = new_notebook(
        cells=[
            new_markdown_cell("# One\n\n## Two ##\n\n```text\n# no heading\n```"),
            new_code_cell("1"),
            new_markdown_cell("Only prose."),
            new_code_cell("2"),
        ]
    )

    place = notebook.place(lesson, "x.ipynb", 2)

    assert str(place) == '`x.ipynb`, code cell 2 of 2, under "Two"'


def test_a_cell_without_a_heading_above_is_placed_too() -> None:
    place = notebook.place(new_notebook(cells=[new_code_cell("1"), new_markdown_cell("# Late")]), "x.ipynb", 1)

    assert place.heading == "(no heading above)"


def test_chunks_of_a_stream_become_one_with_stdout_first() -> None:
    chunks = [stream("a"), stream("!", "stderr"), stream("b")]

    assert notebook.settled(chunks) == [stream("ab"), stream("!", "stderr")]


def test_streams_on_both_sides_of_a_display_stay_apart() -> None:
    shown = new_output("display_data", data={"text/plain": "x"})

    assert notebook.settled([stream("a"), shown, stream("b")]) == [stream("a"), shown, stream("b")]


def test_what_a_terminal_would_have_wiped_out_is_gone() -> None:
    assert notebook.settled([stream("10 %\r100 %\nab\x08\x08cd\r\n")]) == [stream("100 %\ncd\n")]


def test_a_traceback_with_frames_is_cut_to_its_last_line() -> None:
    long = error(
        "\x1b[31m-----\x1b[0m", "KeyError  Traceback (most recent call last)", "File /home/ada/x.py:1", "KeyError"
    )

    assert notebook.settled([long])[0].traceback == ["KeyError: 'users'"]


def test_a_traceback_without_frames_is_kept_without_colours() -> None:
    assert notebook.settled([error("\x1b[31mKeyError\x1b[0m: 'users'\nHint: …")])[0].traceback == [
        "KeyError: 'users'",
        "Hint: …",
    ]


def test_a_widget_is_kept_by_its_text() -> None:
    view = new_output("display_data", data={notebook.WIDGET_VIEW: {"model_id": "4f2"}, "text/plain": "3 tables"})

    assert notebook.settled([view])[0].data == {"text/plain": "3 tables"}


def test_a_widget_beside_its_words_is_left_out() -> None:
    view = new_output("display_data", data={notebook.WIDGET_VIEW: {"model_id": "4f2"}})
    words = new_output("display_data", data={"text/plain": "3 tables"})

    assert notebook.settled([words, view]) == [words]


def test_settling_twice_changes_nothing() -> None:
    view = new_output("display_data", data={notebook.WIDGET_VIEW: {"model_id": "4f2"}})
    said = [stream("a\rb"), view, stream("c"), error("Traceback (most recent call last)"), stream("", "stderr")]

    once = notebook.settled(said)

    assert notebook.settled(once) == once


def test_the_saved_form_holds_nothing_of_the_machine_the_day_or_the_editor() -> None:
    result = new_output("execute_result", data={"text/plain": "1"}, execution_count=41)
    cell = new_code_cell("1", outputs=[result], execution_count=41, metadata={"collapsed": True, "tags": ["x"]})
    lesson = new_notebook(
        cells=[cell], metadata={"language_info": {"name": "python", "version": "3.11.7"}, "widgets": {"state": {}}}
    )

    saved = json.loads(notebook.saved_form(lesson))

    assert saved["metadata"] == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert saved["cells"][0]["metadata"] == {"tags": ["x"]}
    assert (saved["cells"][0]["execution_count"], saved["cells"][0]["outputs"][0]["execution_count"]) == (1, 1)


def test_the_saved_form_of_the_saved_form_is_the_same() -> None:
    lesson = new_notebook(cells=[new_code_cell("same"), new_code_cell("same"), new_markdown_cell("# Ωmega")])
    for cell in lesson.cells:
        del cell["id"]

    once = notebook.saved_form(lesson)

    assert notebook.saved_form(nbformat.reads(once, as_version=4)) == once
    assert len({cell["id"] for cell in json.loads(once)["cells"]}) == 3
    assert once.endswith("}\n")
    assert "Ωmega" in once


def test_a_file_that_is_no_notebook_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "01_setup.ipynb"
    file.write_text("<<<<<<< HEAD\n")

    with pytest.raises(LabError) as raised:
        notebook.read(file)

    assert str(raised.value) == (
        "`01_setup.ipynb` cannot be read as a notebook: Notebook does not appear to be JSON: '<<<<<<< HEAD\\n'.\n"
        "Hint: Put the file back as it was: `git checkout -- 01_setup.ipynb`."
    )
