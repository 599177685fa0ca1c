"""A widget shows its words first, then itself; the words are what is saved."""

import sys
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets import HTML
from traitlets.config import Config

from migration_lab.grid import Grid
from migration_lab.widgets.dressed import WIDGET, Dressed

FACE = Grid(("table",), (("<b>users</b>",),))


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """Give a notebook's shell without history, and put back what it takes for itself."""
    hooks = sys.displayhook, sys.excepthook
    started = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    yield started
    started.restore_sys_module_state()
    sys.displayhook, sys.excepthook = hooks
    InteractiveShell.clear_instance()


def test_the_words_come_first_and_the_widget_by_itself(shell: InteractiveShell) -> None:
    dressed = Dressed(FACE, HTML())

    with capture_output() as published:
        shell.display_formatter.format(dressed)

    words, live = (output.data for output in published.outputs)
    assert words["text/plain"] == "table\n------------\n<b>users</b>"
    assert words["text/html"].startswith('<div class="migration-lab-face"><table>')
    assert "&lt;b&gt;users" in words["text/html"]
    assert words["text/markdown"] == "| table |\n| --- |\n| &lt;b&gt;users&lt;/b&gt; |"
    assert list(live) == [WIDGET]
    assert live[WIDGET]["model_id"] == dressed.live.model_id


def test_in_a_terminal_a_widget_is_its_words() -> None:
    assert repr(Dressed(FACE, HTML())) == str(FACE)


def test_the_place_for_errors_is_above_the_widget() -> None:
    live = HTML()

    dressed = Dressed(FACE, live)

    assert dressed.live.children == (dressed.told.region, live)
