"""A widget shows its words first, then itself; the words are what is saved."""

from typing import Any

import pytest
from ipywidgets import HTML

from migration_lab.grid import Grid
from migration_lab.widgets.dressed import WIDGET, Dressed

FACE = Grid(("table",), (("<b>users</b>",),))


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a notebook is given, output by output."""
    outputs: list[dict[str, Any]] = []
    monkeypatch.setattr("migration_lab.widgets.dressed.display", lambda data, raw: outputs.append(data))
    return outputs


def test_the_words_come_first_and_the_widget_by_itself(shown: list[dict[str, Any]]) -> None:
    dressed = Dressed(FACE, HTML())

    dressed._ipython_display_()

    words, live = shown
    assert words["text/plain"] == "table\n------------\n<b>users</b>"
    assert words["text/html"].startswith('<div class="migration-lab-face"><table>')
    assert "&lt;b&gt;users" in words["text/html"]
    assert list(live) == [WIDGET]
    assert live[WIDGET]["model_id"] == dressed.live.model_id


def test_in_a_terminal_a_widget_is_its_words() -> None:
    assert repr(Dressed(FACE, HTML())) == str(FACE)
