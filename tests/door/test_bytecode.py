import py_compile
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from migration_lab.door import bytecode
from tests.door.tiny import ROOT

MODULE = "import os\n\n\ndef answer() -> int:\n    return 6 * 7\n"


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """Return a folder with a module, its tests, a template that is no Python, and a module in another encoding."""
    folder = tmp_path / "my łibraries"
    (folder / "good/tests").mkdir(parents=True)
    (folder / "good/answer.py").write_text(MODULE)
    (folder / "good/tests/test_answer.py").write_text(MODULE)
    (folder / "template.py").write_text("import {{ name }}\n")
    (folder / "old.py").write_bytes("# coding: latin-1\nNAME = 'Zoë'\n".encode("latin-1"))
    return folder


def test_the_byte_code_is_what_python_itself_writes(libraries: Path, tmp_path: Path) -> None:
    bytecode.compile_all(str(libraries))

    for name in ("good/answer.py", "old.py"):
        source = libraries / name
        expected = Path(py_compile.compile(str(source), cfile=str(tmp_path / "expected.pyc")) or "")
        assert Path(cache_from_source(source)).read_bytes() == expected.read_bytes()


def test_tests_and_what_is_no_python_are_left_out(libraries: Path) -> None:
    bytecode.compile_all(str(libraries))

    assert {path.name.split(".")[0] for path in libraries.rglob("*.pyc")} == {"answer", "old"}


def test_it_runs_as_a_program_and_fails_where_it_cannot_write(libraries: Path) -> None:
    (libraries / "__pycache__").write_text("a file where a folder is needed")

    command = [sys.executable, "-m", "migration_lab.door.bytecode", str(libraries)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("FileExistsError: ")
