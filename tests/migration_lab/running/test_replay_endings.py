"""A replay whose child is ended, by its migration or by the learner."""

import signal
import threading
from pathlib import Path

import pytest

from migration_lab.running import replay
from migration_lab.running.replay import Bounds, Stopped
from migration_lab.running.replay_copy import Project
from tests.migration_lab import small_project
from tests.migration_lab.replayed import played, step


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os._exit(0)", "The process was ended from inside, before Alembic was done."),
        ("sys.exit(0)", "The process was ended from inside, before Alembic was done."),
        ("os.kill(os.getpid(), signal.SIGKILL)", "`alembic upgrade 002_next` was ended by signal 9 (SIGKILL)."),
        ("while True: pass", "`alembic upgrade 002_next` did not end within its time limit"),
    ],
)
def test_other_branches_go_on_after_any_ending(root: Path, folder: Path, body: str, words: str) -> None:
    small_project.revise(root, "002_next", upgrade=f"op.execute('DELETE FROM users')\n{body}")
    step(root, "003_other", follows='"001_users"')
    step(root, "004_both", follows='("002_next", "003_other")')

    outcome = played(root, folder, bounds=Bounds(seconds=2.0))

    assert list(outcome.files) == ["001_users", "003_other"]
    assert words in outcome.failed["002_next"][0]
    assert outcome.failed["004_both"] == ("Not reached: `002_next` could not be replayed.", "Look at `002_next` first.")


def test_an_interrupt_ends_the_replay(root: Path, folder: Path) -> None:
    small_project.revise(root, "002_next", upgrade="time.sleep(60)")
    main = threading.main_thread().ident
    folder.mkdir()
    assert main is not None

    with pytest.raises(Stopped) as caught:
        replay.replay(Project(root), folder, lambda *_: signal.pthread_kill(main, signal.SIGINT))

    assert caught.value._render_traceback_() == [
        "Stopped: The replay was stopped by you. It worked on a copy: your database was not touched."
    ]
