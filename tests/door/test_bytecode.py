import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from migration_lab.door import bytecode, shelf, stamp
from tests.door.tiny import ROOT

MODULE = "import os\n\n\ndef answer() -> int:\n    return 6 * 7\n"
# as long as the module, and no Python: byte-code of it can only come from an earlier set-up
SPOILED = "import os\n\n\ndef answer() -> int:\n    return 6 * !\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give uv a cache of its own."""
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a lab of which only the locks matter."""
    for name in (stamp.LOCK, stamp.TOOLS_LOCK):
        (tmp_path / name).write_text("good==1\n")
    return tmp_path


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """Return a folder with a module, its tests, a template that is no Python, and a module in another encoding."""
    folder = tmp_path / "my łibraries"
    (folder / "good/tests").mkdir(parents=True)
    (folder / "good/answer.py").write_text(MODULE)
    (folder / "good/tests/test_answer.py").write_text(MODULE)
    (folder / "template.py").write_text("import {{ name }}\n")
    (folder / "old.py").write_bytes("# coding: latin-1\nNAME = 'Zoë'\n".encode("latin-1"))
    (folder / "__editable___lab_finder.py").write_text("MAPPING = {'lab': '/one/clone'}\n")
    return folder


@pytest.fixture
def kept(libraries: Path, root: Path) -> Path:
    """Return the libraries without byte-code, after a set-up that kept it."""
    bytecode.prepare(libraries, root)
    for folder in list(libraries.rglob("__pycache__")):
        shutil.rmtree(folder)
    return libraries


def test_the_byte_code_is_what_python_itself_writes(libraries: Path, root: Path) -> None:
    bytecode.prepare(libraries, root)

    for name in ("good/answer.py", "old.py"):
        assert _compiled(libraries / name) == _expected(libraries / name, root)


def test_tests_and_what_is_no_python_and_what_is_made_here_are_left_out(libraries: Path, root: Path) -> None:
    bytecode.prepare(libraries, root)

    assert {path.name.split(".")[0] for path in libraries.rglob("*.pyc")} == {"answer", "old"}


def test_a_second_set_up_takes_the_byte_code_of_the_first_with_the_time_of_its_own_sources(
    kept: Path, root: Path
) -> None:
    source = kept / "good/answer.py"
    os.utime(source, (1_000_000_000, 1_000_000_000))
    expected = _expected(source, root)
    source.write_text(SPOILED)
    os.utime(source, (1_000_000_000, 1_000_000_000))

    bytecode.prepare(kept, root)

    assert _compiled(source) == expected


def test_a_source_of_another_length_is_compiled_anew(kept: Path, root: Path) -> None:
    source = kept / "good/answer.py"
    source.write_text(MODULE + "# longer\n")

    bytecode.prepare(kept, root)

    assert _compiled(source) == _expected(source, root)


@pytest.mark.parametrize("name", [stamp.LOCK, stamp.TOOLS_LOCK])
def test_with_another_lock_everything_is_compiled_anew(kept: Path, root: Path, name: str) -> None:
    (root / name).write_text("good==2\n")
    (kept / "good/answer.py").write_text(SPOILED)

    bytecode.prepare(kept, root)

    assert {path.name.split(".")[0] for path in kept.rglob("*.pyc")} == {"old"}
    assert len(list(shelf.place().glob("bytecode-*"))) == 1


def test_a_library_that_the_first_set_up_did_not_have_is_compiled(kept: Path, root: Path) -> None:
    (kept / "more.py").write_text(MODULE)

    bytecode.prepare(kept, root)

    assert _compiled(kept / "more.py") == _expected(kept / "more.py", root)


@pytest.mark.parametrize(
    "damage", [lambda content: content[:200], lambda content: content.replace(b"answer", b"ANSWER")]
)
def test_kept_byte_code_that_was_damaged_is_not_taken(kept: Path, root: Path, damage: Callable[[bytes], bytes]) -> None:
    archive = next(shelf.place().glob("bytecode-*"))
    archive.write_bytes(damage(archive.read_bytes()))

    bytecode.prepare(kept, root)

    assert _compiled(kept / "good/answer.py") == _expected(kept / "good/answer.py", root)


def test_it_runs_as_a_program_and_fails_where_it_cannot_write(libraries: Path, root: Path) -> None:
    (libraries / "__pycache__").write_text("a file where a folder is needed")

    command = [sys.executable, "-m", "migration_lab.door.bytecode", str(libraries), str(root)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("FileExistsError: ")


def _compiled(source: Path) -> bytes:
    return Path(cache_from_source(source)).read_bytes()


def _expected(source: Path, folder: Path) -> bytes:
    return Path(py_compile.compile(str(source), cfile=str(folder / "expected.pyc")) or "").read_bytes()
