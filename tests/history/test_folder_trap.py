"""A folder called `alembic/` beside a library called `alembic`: what keeps them apart, and what would not."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.history.stand import ROOT, Stand

WHICH = "import alembic; print(alembic.__file__)"


def test_at_the_root_the_library_is_imported() -> None:
    printed = python(ROOT, "-c", WHICH).stdout.strip()

    assert Path(printed).name == "__init__.py"
    assert ROOT / "alembic" not in Path(printed).parents


def test_at_the_root_the_library_runs_as_a_module() -> None:
    assert python(ROOT, "-m", "alembic", "--version").returncode == 0


def test_with_an_init_file_the_library_would_be_hidden(tmp_path: Path) -> None:
    """The two tests above can fail: this is the accident."""
    (tmp_path / "alembic").mkdir()
    (tmp_path / "alembic" / "__init__.py").touch()

    hidden = python(tmp_path, "-c", "from alembic import op")
    module = python(tmp_path, "-m", "alembic", "--version")

    assert "cannot import name 'op' from 'alembic'" in hidden.stderr
    assert "No module named alembic.__main__" in module.stderr


def test_commands_of_the_api_do_not_fill_the_path_with_dots(primary: Stand) -> None:
    before = list(sys.path)

    for _ in range(3):
        primary.upgrade("head")

    assert "." not in sys.path[: len(sys.path) - len(before)]
    assert set(sys.path) == set(before) | {str(ROOT)}


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_the_scripts_are_found_from_any_folder(section: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    script = ScriptDirectory.from_config(Config(ROOT / "alembic.ini", ini_section=section))

    assert Path(script.dir) == ROOT / "alembic"
    assert script.get_current_head()


def test_logging_of_the_caller_survives() -> None:
    """A bare `fileConfig` switches off every logger that exists already."""
    program = """
import logging
from alembic import command
from alembic.config import Config
mine = logging.getLogger("my.service")
command.upgrade(Config("alembic.ini"), "head", sql=True)
print("disabled:", mine.disabled)
"""

    printed = python(ROOT, "-c", program).stdout

    assert printed.endswith("disabled: False\n")


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False)
