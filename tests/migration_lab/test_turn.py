import subprocess
import sys
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.turn import turn

HOLD = """
import sys
from pathlib import Path
from migration_lab.turn import turn
with turn(Path(sys.argv[1]), "02_autogenerate"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_turn_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), turn(tmp_path, "02_autogenerate"):
        _ = 1 / 0

    with turn(tmp_path, "02_autogenerate", wait=0):
        pass


def test_another_process_is_waited_for_and_then_named(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()

        with pytest.raises(LabError) as caught, turn(tmp_path, "02_autogenerate", wait=0.05):
            pass

        other.communicate()
    assert str(caught.value) == (
        "Another notebook or terminal is opening `02_autogenerate` and did not finish: two together would mix files.\n"
        "Hint: Wait for it, or shut its kernel down (JupyterLab, left side: Running Terminals and Kernels). "
        "Then run this again."
    )


def test_a_killed_process_gives_its_turn_back(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
        other.wait()

    with turn(tmp_path, "02_autogenerate", wait=0):
        pass


def test_different_lessons_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with turn(tmp_path, "01_setup", wait=0), turn(tmp_path, "02_autogenerate", wait=0):
        pass
