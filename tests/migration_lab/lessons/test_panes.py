"""The second pane finds the inspector's cell by its name, whatever is inserted, moved or arranged."""

import json
from pathlib import Path
from typing import Any

import pytest

from migration_lab.lessons import panes

NAME = "02_autogenerate"
PANE = "cloned-outputs:notebooks/02_autogenerate.ipynb:"


def code(identity: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": identity, "metadata": {"tags": list(tags)}, "source": "1", "outputs": []}


def write(folder: Path, *cells: dict[str, Any], name: str = NAME) -> Path:
    notebook = folder / f"{name}.ipynb"
    notebook.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return notebook


def file(folder: Path) -> Path:
    return folder / f"{NAME}{panes.ENDING}"


def laid(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file(folder).read_text(encoding="utf-8"))
    return content


def outputs(workspace: dict[str, Any]) -> tuple[list[str], dict[str, int]]:
    """Return the output panes of a layout, and the cell that each entry names."""
    named = {key: value["data"]["index"] for key, value in workspace["data"].items() if key.startswith(PANE)}
    shown = [word for word in json.dumps(workspace["data"][panes.LAYOUT]).split('"') if word.startswith(PANE)]
    return shown, named


@pytest.mark.parametrize("cell", [code("inspector"), code("x7", "inspector")], ids=["by its id", "by its tag"])
def test_the_inspector_is_found(cell: dict[str, Any], tmp_path: Path) -> None:
    assert panes.inspector(write(tmp_path, code("a"), code("b"), cell)) == 2


BROKEN = [1, {"cell_type": "markdown"}, {"cell_type": "code", "metadata": 3}]
BROKEN += [{"cell_type": "code", "metadata": {"tags": 3}}, {"cell_type": "code", "metadata": {"tags": [3]}}]


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}', json.dumps({"cells": BROKEN})])
def test_a_notebook_without_inspector_has_none(content: str, tmp_path: Path) -> None:
    notebook = tmp_path / "02_x.ipynb"
    notebook.write_text(content)

    assert panes.inspector(notebook) is None
    assert panes.inspector(tmp_path / "none.ipynb") is None


def test_a_lesson_with_an_inspector_gets_its_file(tmp_path: Path) -> None:
    write(tmp_path, code("a"), code("inspector"))
    write(tmp_path, code("a"), name="01_setup")

    panes.lay(tmp_path)

    assert [path.name for path in sorted(tmp_path.glob(f"*{panes.ENDING}"))] == [file(tmp_path).name]
    assert outputs(laid(tmp_path)) == ([f"{PANE}1"], {f"{PANE}1": 1})
    assert laid(tmp_path)["metadata"]["id"] == NAME


def test_a_new_version_beside_an_edited_notebook_gets_none(tmp_path: Path) -> None:
    write(tmp_path, code("inspector"), name=f"{NAME}.new")

    panes.lay(tmp_path)

    assert list(tmp_path.glob(f"*{panes.ENDING}")) == []


def test_the_file_follows_an_edited_notebook(tmp_path: Path) -> None:
    write(tmp_path, code("a"), code("inspector"))
    panes.lay(tmp_path)
    write(tmp_path, code("new"), code("a"), code("b"), code("inspector"))

    panes.lay(tmp_path)

    assert outputs(laid(tmp_path)) == ([f"{PANE}3"], {f"{PANE}3": 3})


def test_what_a_learner_saved_into_the_file_stays(tmp_path: Path) -> None:
    write(tmp_path, code("a"), code("inspector"))
    mine = panes.fresh(NAME, 0)
    mine["data"]["terminal:1"] = {"data": {"name": "1"}}
    file(tmp_path).write_text(json.dumps(mine))

    panes.lay(tmp_path)

    assert laid(tmp_path)["data"]["terminal:1"] == {"data": {"name": "1"}}
    assert outputs(laid(tmp_path)) == ([f"{PANE}1"], {f"{PANE}1": 1})


def test_a_file_that_is_something_else_stays(tmp_path: Path) -> None:
    write(tmp_path, code("inspector"))
    file(tmp_path).write_text("my notes")

    panes.lay(tmp_path)

    assert file(tmp_path).read_text() == "my notes"


def test_the_pane_that_jupyterlab_lost_is_found_again(tmp_path: Path) -> None:
    """After a cell is inserted JupyterLab saves the new number as an entry, and the old one in the layout."""
    write(tmp_path, code("new"), code("a"), code("inspector"))
    saved = panes.fresh(NAME, 1)
    saved["data"][f"{PANE}2"] = saved["data"].pop(f"{PANE}1") | {"data": {"index": 2}}

    found = panes.steady(saved, tmp_path)

    assert outputs(found) == ([f"{PANE}2"], {f"{PANE}2": 2})


def test_an_insertion_that_was_not_saved_counts_no_more(tmp_path: Path) -> None:
    write(tmp_path, code("a"), code("inspector"))

    found = panes.steady(panes.fresh(NAME, 2), tmp_path)

    assert outputs(found) == ([f"{PANE}1"], {f"{PANE}1": 1})


def test_an_output_that_the_learner_put_beside_stays(tmp_path: Path) -> None:
    write(tmp_path, code("new"), code("a"), code("inspector"))
    saved = panes.fresh(NAME, 1)
    saved["data"][panes.LAYOUT]["main"]["dock"]["children"][1]["widgets"].append(f"{PANE}0")
    saved["data"][f"{PANE}0"] = {"data": {"path": f"notebooks/{NAME}.ipynb", "index": 0}}

    shown, named = outputs(panes.steady(saved, tmp_path))

    assert shown == [f"{PANE}2", f"{PANE}0"]
    assert named == {f"{PANE}2": 2, f"{PANE}0": 0}


def test_a_pane_that_the_learner_closed_stays_closed(tmp_path: Path) -> None:
    write(tmp_path, code("inspector"))
    saved = panes.fresh(NAME, 0)
    saved["data"][panes.LAYOUT]["main"]["dock"]["children"].pop()

    assert panes.steady(saved, tmp_path) == saved


@pytest.mark.parametrize(
    "workspace",
    [{}, {"data": {}, "metadata": {"id": "default"}}, {"metadata": {"id": "../x"}}, {"data": 3, "metadata": 3}],
)
def test_any_other_workspace_is_left_alone(workspace: dict[str, Any], tmp_path: Path) -> None:
    assert panes.steady(workspace, tmp_path) == workspace


def test_a_layout_as_it_was_laid_is_told_from_an_arranged_one() -> None:
    arranged = panes.fresh(NAME, 4)
    arranged["data"]["terminal:1"] = {}

    assert panes.is_fresh(panes.fresh(NAME, 4))
    assert not panes.is_fresh(arranged)
    assert not panes.is_fresh({})
