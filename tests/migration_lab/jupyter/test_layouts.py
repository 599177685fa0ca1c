"""JupyterLab's layouts: the inspector's cell is looked up when a page asks, and a file does not undo an arrangement."""

import json
from pathlib import Path
from typing import Any

import pytest

from migration_lab.jupyter.layouts import Layouts
from migration_lab.lessons import panes

NAME = "02_autogenerate"


@pytest.fixture
def layouts(tmp_path: Path) -> Layouts:
    """Layouts beside a notebook whose third cell is the inspector."""
    (tmp_path / "notebooks").mkdir()
    cells = [{"cell_type": "code", "id": identity} for identity in ("new", "a", "inspector")]
    (tmp_path / "notebooks" / f"{NAME}.ipynb").write_text(json.dumps({"cells": cells}))
    return Layouts(tmp_path / "layouts", tmp_path / "notebooks")


def arranged() -> dict[str, Any]:
    layout = panes.fresh(NAME, 1)
    layout["data"]["terminal:1"] = {"data": {"name": "1"}}
    return layout


def test_the_inspector_is_looked_up_when_a_page_asks(layouts: Layouts) -> None:
    layouts.save(NAME, json.dumps(panes.fresh(NAME, 1)))

    assert f"cloned-outputs:notebooks/{NAME}.ipynb:2" in layouts.load(NAME)["data"]


def test_the_lessons_file_does_not_undo_what_was_arranged(layouts: Layouts) -> None:
    layouts.save(NAME, json.dumps(arranged()))

    layouts.save(NAME, json.dumps(panes.fresh(NAME, 2)))

    assert "terminal:1" in layouts.load(NAME)["data"]


def test_the_lessons_file_brings_back_a_pane_that_was_closed(layouts: Layouts) -> None:
    closed = arranged()
    closed["data"][panes.LAYOUT]["main"]["dock"]["children"].pop()
    layouts.save(NAME, json.dumps(closed))

    layouts.save(NAME, json.dumps(panes.fresh(NAME, 2)))

    assert panes.has_inspector(layouts.load(NAME))


def test_what_is_arranged_is_saved(layouts: Layouts) -> None:
    layouts.save(NAME, json.dumps(panes.fresh(NAME, 2)))

    layouts.save(NAME, json.dumps(arranged()))

    assert "terminal:1" in layouts.load(NAME)["data"]


def test_what_is_no_layout_is_refused_as_by_jupyterlab(layouts: Layouts) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        layouts.save(NAME, "no layout")


def test_a_layout_that_was_never_saved_is_empty(layouts: Layouts) -> None:
    assert layouts.load("default")["data"] == {}
