"""The kernel is interrupted while a history is waited for: the cell ends, the replay goes on."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from migration_lab import see
from migration_lab.running.replay_copy import Project
from migration_lab.widgets.time_travel import Unfinished
from tests.migration_lab import small_project

SOON = 0.2  # seconds


@pytest.fixture
def interrupt() -> Iterator[None]:
    """Interrupt the main thread soon, as Jupyter does."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, SOON)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_an_interrupt_ends_the_waiting_and_the_replay_goes_on(
    built_desk: Path, root: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    go = tmp_path / "go"
    small_project.revise(root, "002_waits", upgrade=f"while not os.path.exists({str(go)!r}): time.sleep(0.01)")
    travel = see.timeline(Project(root))
    request.getfixturevalue("interrupt")

    with pytest.raises(Unfinished) as caught:
        travel.wait()

    go.touch()
    assert caught.value._render_traceback_() == [
        "Stopped: the widget above goes on by itself. For its words run the cell again."
    ]
    assert [bool(stop) for stop in travel.wait()] == [True, True]
