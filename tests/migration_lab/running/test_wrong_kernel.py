"""A Python without the library Alembic (the wrong kernel): the sentence says which kernel to choose."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from migration_lab.running import runner
from migration_lab.running.runner import Backend

SCRIPT = """\
import sys
from pathlib import Path
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Runner

print(AlembicFailed(Runner(Path(sys.argv[1]), backend=sys.argv[2]).alembic("current")))
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a Python that has no library; what it imports of ours comes from a folder with nothing else in it."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--symlinks", folder], check=True)
    (folder / "ours").mkdir()
    (folder / "ours/migration_lab").symlink_to(Path(runner.__file__).parents[1], target_is_directory=True)
    return folder


def test_a_python_without_alembic_says_which_kernel_to_choose(bare: Path, root: Path, backend: Backend) -> None:
    python = bare / "bin/python"
    environment = os.environ | {"PYTHONPATH": str(bare / "ours")}

    told = subprocess.run(
        [python, "-P", "-c", SCRIPT, root, backend],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == (
        f"This Python ({python}) has no Alembic library, so `alembic` cannot run.\n"
        "Hint: choose the lab's kernel (menu Kernel, Change Kernel…), "
        "then restart it (menu Kernel, Restart Kernel…).\n"
    )
