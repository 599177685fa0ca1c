import ast
import json
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.door import tiny

COMMAND = "py lab" if sys.platform == "win32" else "./lab"
# None in `sys.modules` is what Python takes for "there is no such module"
WITHOUT = """\
import runpy, sys
for name in ("venv", "ensurepip", "pip"):
    sys.modules[name] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return `lab` as a module, to ask its functions."""
    loader = SourceFileLoader("lab", str(tiny.ROOT / "lab"))
    spec = spec_from_loader("lab", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_start_from_another_folder_hands_over_words_folder_and_a_clean_python(
    finished: Path, shelf: tiny.Shelf, tmp_path: Path
) -> None:
    personal = {
        "PYTHONPATH": "elsewhere",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONOPTIMIZE": "2",
        "VIRTUAL_ENV": "other",
    }

    result = tiny.run(finished, "reset", "02", variables=shelf.variables | personal, cwd=tmp_path)

    facts = json.loads(result.stdout)
    python = Path(facts.pop("python"))
    assert python.is_relative_to(finished / ".venv")
    assert facts == {"words": ["reset", "02"], "cwd": str(tmp_path), "heard": "chirp", "safe_path": True, "set": []}


def test_a_second_start_says_nothing_and_changes_nothing(finished: Path, shelf: tiny.Shelf) -> None:
    before = {path: path.stat().st_mtime_ns for path in (finished / ".venv").rglob("*")}

    result = tiny.run(finished, variables=shelf.variables)

    after = {path: path.stat().st_mtime_ns for path in (finished / ".venv").rglob("*")}
    assert (result.returncode, result.stderr) == (0, "")
    assert after == before


def test_the_exit_code_of_a_verb_is_passed_on(finished: Path, shelf: tiny.Shelf) -> None:
    result = tiny.run(finished, "--then-end-with", "7", variables=shelf.variables)

    assert result.returncode == 7


def test_the_libraries_are_compiled_but_not_their_tests(finished: Path) -> None:
    libraries = next((finished / ".venv").rglob("sparrow.py")).parent

    compiled = {path.parent.parent / f"{path.name.split('.')[0]}.py" for path in libraries.rglob("*.pyc")}

    sources = set(libraries.rglob("*.py"))
    tests = {path for path in sources if {"test", "tests"} & {*path.parts}}
    assert {path.name for path in tests} == {"test_song.py"}
    assert compiled >= sources - tests
    assert not compiled & tests


def test_a_moved_folder_is_set_up_again(moved: Path, shelf: tiny.Shelf) -> None:
    result = tiny.run(moved, variables=shelf.variables)

    assert result.stderr == f"The folder has moved, so the libraries are installed again.\n{tiny.STEPS}"
    assert Path(json.loads(result.stdout)["python"]).is_relative_to(moved)


def test_the_verb_test_adds_its_tools_and_a_changed_lock_takes_them_away(moved: Path, shelf: tiny.Shelf) -> None:
    tiny.run(moved, variables=shelf.variables)

    added = tiny.run(moved, "test", variables=shelf.variables)
    (moved / "requirements.lock").write_text(shelf.lock("uv", "setuptools"))
    changed = tiny.run(moved, variables=shelf.variables)

    assert (added.returncode, added.stderr) == (0, "Adding the tools for tests.\n")
    assert json.loads(added.stdout)["heard"] == "chirp and trill"
    assert changed.stderr == f"The list of libraries has changed, so they are installed again.\n{tiny.STEPS}"
    assert json.loads(changed.stdout)["heard"] == "nothing"


def test_two_at_once_take_turns_and_only_one_sets_up(lab: Path, shelf: tiny.Shelf) -> None:
    first = subprocess.Popen(tiny.command(lab), env=shelf.variables, stderr=subprocess.PIPE, text=True)
    assert first.stderr is not None
    begun = [first.stderr.readline(), first.stderr.readline()]

    second = tiny.run(lab, variables=shelf.variables)
    rest = first.communicate()[1]

    assert "".join(begun) + rest == tiny.FIRST + tiny.STEPS
    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stderr == "Another terminal is setting up this folder: waiting for it.\n"


def test_an_environment_of_somebody_else_is_kept_aside(lab: Path, shelf: tiny.Shelf) -> None:
    (lab / ".venv").mkdir()
    (lab / ".venv/mine.txt").write_text("precious")

    result = tiny.run(lab, variables=shelf.variables)

    assert result.stderr == f"`.venv` was not made by the lab: it is kept as `.venv-1`.\n{tiny.FIRST}{tiny.STEPS}"
    assert (lab / ".venv-1/mine.txt").read_text() == "precious"


def test_without_a_network_one_sentence_says_so(lab: Path, shelf: tiny.Shelf, closed: str, tmp_path: Path) -> None:
    away = {"PIP_INDEX_URL": closed, "PIP_FIND_LINKS": "", "PIP_NO_INDEX": "0"}
    nothing_kept = {"UV_CACHE_DIR": str(tmp_path / "cache")}

    result = tiny.run(lab, "doctor", variables=shelf.variables | away | nothing_kept)

    assert (result.returncode, _last(result)) == (1, _no_network("doctor"))


def test_a_network_that_ends_after_the_first_file_gets_the_same_sentence(
    lab: Path, shelf: tiny.Shelf, closed: str, tmp_path: Path
) -> None:
    only_uv = tmp_path / "only uv"
    only_uv.mkdir()
    shutil.copy2(next(shelf.folder.glob("uv-*.whl")), only_uv)
    caches = {"UV_CACHE_DIR": str(tmp_path / "cache"), "UV_HTTP_RETRIES": "0"}
    away = {"PIP_INDEX_URL": closed, "PIP_FIND_LINKS": only_uv.as_uri(), "PIP_NO_INDEX": "0"}

    result = tiny.run(lab, variables=shelf.variables | caches | away)

    assert (result.returncode, _last(result)) == (1, _no_network())


@pytest.mark.parametrize("name", ["uv", "sparrow"])
def test_a_file_with_another_hash_is_refused(lab: Path, shelf: tiny.Shelf, name: str) -> None:
    lock = lab / "requirements.lock"
    pin, _, good = shelf.lock(name).split()
    lock.write_text(lock.read_text().replace(good, f"--hash=sha256:{'0' * 64}"))

    result = tiny.run(lab, variables=shelf.variables)

    assert (result.returncode, _last(result)) == (
        1,
        f"The file that came for `{pin}` is not the one that the lock expects (its hash differs), "
        "so it was not installed.\nHint: If you changed a lock, bring it back: `git checkout requirements.lock "
        "requirements-dev.lock`. If not, your package index sent another file: tell its owner. "
        f"Then run `{COMMAND}` again. The details are in `.venv/lab-setup.log`.\n",
    )


@pytest.mark.parametrize("name", ["uv", "sparrow"])
def test_a_lock_without_hashes_leads_back_to_the_one_of_the_lab(lab: Path, shelf: tiny.Shelf, name: str) -> None:
    lock = lab / "requirements.lock"
    pin, _, good = shelf.lock(name).split()
    lock.write_text(lock.read_text().replace(f" \\\n    {good}", ""))

    result = tiny.run(lab, variables=shelf.variables)

    assert (result.returncode, _last(result)) == (
        1,
        f"The lock has no hash for `{pin}`, so no file that comes for it could be checked and nothing more was "
        "installed.\nHint: Bring the locks back: `git checkout requirements.lock requirements-dev.lock`. "
        f"Then run `{COMMAND}` again. The details are in `.venv/lab-setup.log`.\n",
    )


@pytest.mark.parametrize("name", ["uv", "sparrow"])
def test_a_version_that_the_index_does_not_offer_is_named(lab: Path, shelf: tiny.Shelf, name: str) -> None:
    lock = lab / "requirements.lock"
    lock.write_text(lock.read_text().replace(f"{name}==", f"{name}==9."))

    result = tiny.run(lab, variables=shelf.variables)

    pin = shelf.lock(name).split()[0].replace("==", "==9.")
    assert (result.returncode, _last(result)) == (
        1,
        f"The package index does not offer `{pin}` for this computer, and the lab needs exactly this version.\n"
        "Hint: A mirror may be behind: try again later, or with another index. "
        f"Then run `{COMMAND}` again. The details are in `.venv/lab-setup.log`.\n",
    )


def test_a_lock_without_uv_is_said_before_anything_is_taken_away(moved: Path, shelf: tiny.Shelf) -> None:
    (moved / "requirements.lock").unlink()

    result = tiny.run(moved, variables=shelf.variables)

    assert (result.returncode, _last(result)) == (
        1,
        "`requirements.lock` does not name uv, which installs all the rest.\n"
        "Hint: Bring the file back: `git checkout requirements.lock`.\n",
    )
    assert list((moved / ".venv").rglob("sparrow.py"))


def test_a_python_without_venv_names_the_package_that_brings_it(lab: Path, shelf: tiny.Shelf) -> None:
    command = [sys.executable, "-c", WITHOUT, str(lab / "lab")]

    result = subprocess.run(command, env=shelf.variables, capture_output=True, text=True)

    package = f"python3.{sys.version_info.minor}-venv"
    assert (result.returncode, _last(result)) == (
        1,
        "This Python comes without `venv` and `ensurepip`, which make the folder for the lab's libraries.\n"
        f"Hint: On Debian or Ubuntu run `sudo apt install {package}`; elsewhere install Python again with all its "
        f"parts. Then run `{COMMAND}` again.\n",
    )


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13), (3, 14, 0)])
def test_a_python_that_does_not_fit_is_named_with_one_that_does(script: ModuleType, version: tuple[int, ...]) -> None:
    words = script.refusal(version, "python3.12")

    seen = ".".join(map(str, version))
    assert words == (
        f"This is Python {seen}, and the lab needs Python 3.11, 3.12 or 3.13.\n"
        "Hint: You have one of them. Run `python3.12 lab` instead."
    )


def test_without_a_fitting_python_the_hint_is_to_install_one(script: ModuleType) -> None:
    words = script.refusal((3, 10, 13), None)

    python = "py -3.13" if sys.platform == "win32" else "python3.13"
    assert words.splitlines()[1] == f"Hint: Install Python 3.13 and run `{python} lab`."


@pytest.mark.parametrize("python", ["python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "python3.10"])
def test_an_old_python_that_is_here_gets_the_sentence(python: str, lab: Path, shelf: tiny.Shelf) -> None:
    """Prove it on those that are installed; `test_lab_parses_on_every_python` holds for the others."""
    for found in _old_pythons(python):
        result = subprocess.run([found, str(lab / "lab")], env=shelf.variables, capture_output=True, text=True)

        sentence, hint = result.stderr.splitlines()
        assert result.returncode == 1
        assert sentence.startswith(f"This is Python {python.removeprefix('python')}.")
        assert hint.startswith("Hint: ")
        assert not (lab / ".venv").exists()


def test_lab_parses_on_every_python() -> None:
    tree = ast.parse((tiny.ROOT / "lab").read_text(encoding="utf-8"))

    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.AsyncFunctionDef, ast.Match, ast.YieldFrom)
    new_forms = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, modern)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    annotated = [node.name for node in functions if node.returns or any(each.annotation for each in node.args.args)]
    starred = [node for node in ast.walk(tree) if isinstance(node, (ast.List, ast.Tuple)) if _unpacks(node)]
    printed = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "print"]
    assert (new_forms, annotated, starred, printed) == ([], [], [], [])


def _unpacks(node: ast.List | ast.Tuple) -> bool:
    return any(isinstance(each, ast.Starred) for each in node.elts)


def _old_pythons(name: str) -> list[str]:
    """Return this Python where it is installed: on PATH, or beside others that pyenv manages."""
    version = name.removeprefix("python")
    managed = Path.home().glob(f".pyenv/versions/{version}.*/bin/{name}")
    return [str(path) for path in managed] or list(filter(None, [shutil.which(name)]))


def _last(result: subprocess.CompletedProcess[str]) -> str:
    """Return what stands after the steps: the sentence and its hint."""
    return "".join(result.stderr.splitlines(keepends=True)[-2:])


def _no_network(*words: str) -> str:
    return (
        "The libraries could not be downloaded, because the network or the package index does not answer.\n"
        "Hint: Check the connection; in a company, check that pip knows its proxy or mirror (`pip config list`). "
        f"Then run `{' '.join([COMMAND, *words])}` again: what is already here is kept. "
        "The details are in `.venv/lab-setup.log`.\n"
    )
