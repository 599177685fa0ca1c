"""The floor plan and the house rules, compared with the code: who may import whom, one door, sizes, numbers."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import ROOT, files

LONGEST = 300
LONGEST_FUNCTION = 25  # lines from `def` to the end, the docstring not counted
MOST_PARAMETERS = 5  # `self` not counted
GALLERY = "gallery"  # a notebook for authors, with a workspace of its own: no lesson, so it has no number
# Function → why it may be bigger.
BIG = {
    "migration_lab/jupyter/quiet.py::configuration": "a list of settings, one a line",
    "migration_lab/running/fork_client.py::_start": "one step: opens what the child inherits, closes it if that fails",
}

# Room → the packages it may import besides Python's own; a file of the room may have more.
ROOMS = {
    "lab_app": {"fastapi", "lab_app", "pydantic", "pydantic_settings", "sqlalchemy"},
    "alembic": {"alembic", "sqlalchemy"},
}
MORE = {
    "lab_app/missing_file.py": {"alembic"},
    "lab_app/schema_check.py": {"alembic"},
    "alembic/env.py": {"lab_app"},
}
# Room → what it must never import.
NEVER = {"migration_lab": {"lab_app", "tests"}, "benchmarks": {"tests"}}

# Heavy library → the only places of `migration_lab` that open its door.
DOORS = {
    "IPython": {"lessons/opening.py", "magics.py", "widgets/"},
    "alembic": {
        "completion.py",
        "experiments/",
        "progress/history/",
        "progress/updating.py",
        "running/child.py",
        "running/offline_child.py",
        "running/rehearsal.py",
        "running/replay_steps.py",
        "running/shell_command.py",
    },
    "ipywidgets": {"widgets/"},
    "anywidget": {"widgets/"},
    "jupyter_client": {"proof/kernel.py"},
    "jupyterlab": {"jupyter/server.py"},
    "jupyterlab_server": {"jupyter/layouts.py"},
    "nbclient": {"proof/kernel.py"},
    "nbformat": {"proof/"},
    "nbval": {"proof/nbval_gaps/"},
    "pytest": {"proof/nbval_gaps/"},
    "rich": {"cli.py"},
    "traitlets": {"jupyter/server.py"},
    "typer": {"cli.py"},
}


def python_files(room: str) -> list[Path]:
    """List the Python files of a room."""
    return sorted(path for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts)


def imports(path: Path) -> set[str]:
    """Return the top packages that a file imports, wherever in it the import stands."""
    return set(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def foreign(path: Path) -> set[str]:
    return imports(path) - sys.stdlib_module_names


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, dict[str, dict[str, dict[str, dict[str, object]]]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def outside_the_plan(file: str, packages: set[str]) -> set[str]:
    """Return what a file imports that the table does not allow."""
    room = file.partition("/")[0]
    if room in ROOMS:
        return packages - ROOMS[room] - MORE.get(file, set())
    return packages & NEVER.get(room, set())


def behind_the_door(file: str, packages: set[str]) -> set[str]:
    """Return the libraries that a file of `migration_lab` imports although another one is their door."""
    inside = file.removeprefix("migration_lab/")
    return {
        package
        for package in packages & set(DOORS)
        if not any(inside == door or (door.endswith("/") and inside.startswith(door)) for door in DOORS[package])
    }


@pytest.mark.parametrize("room", [*ROOMS, *NEVER])
def test_a_room_imports_only_what_the_floor_plan_allows(room: str) -> None:
    wrong = {name(path): found for path in python_files(room) if (found := outside_the_plan(name(path), foreign(path)))}

    assert wrong == {}, "Move the code, or change the floor plan in `tests/test_layout.py` with its reason."


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("lab_app/main.py", "alembic"),
        ("lab_app/main.py", "migration_lab"),
        ("alembic/versions/007_x.py", "lab_app"),
        ("alembic/env.py", "migration_lab"),
        ("migration_lab/running/runner.py", "lab_app"),
    ],
)
def test_the_floor_plan_finds_what_it_does_not_allow(file: str, package: str) -> None:
    assert outside_the_plan(file, {package, "sqlalchemy"}) == {package}


def test_each_heavy_library_has_one_door() -> None:
    instruments = python_files("migration_lab")

    wrong = {name(path): found for path in instruments if (found := behind_the_door(name(path), foreign(path)))}

    assert wrong == {}, "Ask the door for what you need: its values, not the library's objects."


def test_a_second_door_is_found() -> None:
    assert behind_the_door("migration_lab/values/schema.py", {"typer", "sqlalchemy"}) == {"typer"}
    assert behind_the_door("migration_lab/widgets/timeline.py", {"ipywidgets"}) == set()


def test_an_import_inside_a_function_counts(tmp_path: Path) -> None:
    file = tmp_path / "sly.py"
    file.write_text("import os\n\ndef f():\n    from lab_app.models import UserTable\n    import typer.testing\n")

    assert foreign(file) == {"lab_app", "typer"}


@pytest.mark.parametrize("room", ["alembic", "benchmarks", "lab_app", "migration_lab", "notebooks", "tests"])
def test_every_file_fits_in_a_head(room: str) -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(room)}

    too_long = {file: lines for file, lines in lengths.items() if lines > LONGEST}

    assert too_long == {}, f"At {LONGEST} lines a file is split by its nouns."


def functions(file: str, code: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the length and the number of parameters of each function in a file."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args
            named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            parameters = [each.arg for each in named if each is not None and each.arg not in {"self", "cls"}]
            yield f"{file}::{node.name}", _lines(node) - _lines_of_docstring(node), len(parameters)


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _lines_of_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return _lines(node.body[0]) if ast.get_docstring(node) is not None else 0


def too_big(file: str, code: str) -> dict[str, str]:
    """Return the functions of a file that do too much, or want too much."""
    found = {}
    for function, lines, parameters in functions(file, code):
        if lines > LONGEST_FUNCTION:
            found[function] = f"{lines} lines"
        elif parameters > MOST_PARAMETERS:
            found[function] = f"{parameters} parameters"
    return found


@pytest.mark.parametrize("room", ["lab_app", "migration_lab"])
def test_every_function_does_one_thing_with_few_parameters(room: str) -> None:
    found = [too_big(name(path), path.read_text(encoding="utf-8")) for path in python_files(room)]

    wrong = {function: size for each in found for function, size in each.items() if function not in BIG}

    assert wrong == {}, f"Split it: {LONGEST_FUNCTION} lines and {MOST_PARAMETERS} parameters are the most."


@pytest.mark.parametrize(
    ("code", "size"),
    [
        ("def f():\n" + "    x = 1\n" * 25, "26 lines"),
        ("class C:\n    async def f(self):\n        'Say.'\n" + "        x = 1\n" * 25, "26 lines"),
        ("def f(a, b, /, c, *d, e, **f): ...", "6 parameters"),
    ],
)
def test_a_function_that_is_too_big_is_found(code: str, size: str) -> None:
    assert too_big("x.py", code) == {"x.py::f": size}


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    'Say.'\n" + "    x = 1\n" * 24,
        "class C:\n    def f(self, a, b, *c, d, **e): ...",
    ],
)
def test_a_docstring_and_self_do_not_count(code: str) -> None:
    assert too_big("x.py", code) == {}


def test_only_migration_lab_is_installed() -> None:
    assert project()["tool"]["setuptools"]["packages"]["find"] == {"include": ["migration_lab*"]}, (
        "An installed `alembic/` would land inside the library's own folder."
    )


def test_ruff_knows_that_alembic_is_a_library_and_does_not_ask_for_init_files() -> None:
    lint = project()["tool"]["ruff"]["lint"]

    assert lint["isort"]["known-third-party"] == ["alembic"]
    assert "INP" not in lint["select"]


def test_pytest_finds_the_project_without_packages() -> None:
    options = project()["tool"]["pytest"]["ini_options"]

    assert (options["testpaths"], options["pythonpath"]) == (["tests"], ["."])
    assert "--import-mode=importlib" in options["addopts"]
    assert options["filterwarnings"] == ["error"]


def test_no_room_is_called_like_a_library_or_like_nothing_in_particular() -> None:
    names = {path.stem for path in (ROOT / "migration_lab").rglob("*.py")} | {
        path.name for path in (ROOT / "tests").iterdir()
    }

    assert names & {"alembic", "base", "common", "helpers", "utils"} == set()


def test_every_lesson_has_its_number_everywhere() -> None:
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    starts = {path.parent.name for path in (ROOT / "notebooks" / "start").glob("*/lesson.toml")}

    lessons = notebooks - {GALLERY}

    assert notebooks == starts, "`notebooks/NN_slug.ipynb` and `notebooks/start/NN_slug/lesson.toml` belong together."
    assert sorted(lesson[:3] for lesson in lessons) == [f"{number:02d}_" for number in range(len(lessons))]


def test_what_a_newcomer_reads_is_there() -> None:
    wanted = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "docs/handbook.md", "environment.yml", "lab"}

    assert {each for each in wanted if not (ROOT / each).is_file()} == set()


HOSTS = re.compile(
    r"https?://[^\s/]*(?:pypi|pythonhosted|anaconda|conda-forge|registry|mirror|artifactory)[^\s]*", re.I
)
MACHINE = re.compile(r"(?<![\w./])/(?:home|root|Users|work|tmp)/[a-z0-9_-]+/\S*")


@pytest.mark.parametrize(("what", "pattern"), [("a registry", HOSTS), ("a path of one machine", MACHINE)])
def test_no_file_names(what: str, pattern: re.Pattern[str]) -> None:
    texts = [path for path in files() if path.suffix != ".png" and not name(path).startswith("tests/")]

    found = {name(path): match[0] for path in texts if (match := pattern.search(path.read_text(encoding="utf-8")))}

    assert found == {}, f"{what} stands in a committed file: it is true on one machine only."


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOSTS, "--index-url https://mirror.example.org/simple"),
        (HOSTS, "https://mirror.example.org/packages/x.whl"),
        (MACHINE, "cd /home/ada/lab/work"),
    ],
)
def test_a_registry_or_a_path_of_one_machine_is_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
