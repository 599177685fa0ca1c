"""Nobody's real database is ever touched: canary files stand where the environment and a foreign `.env` point to."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from migration_lab import places
from migration_lab.lessons import lesson, start
from migration_lab.proof import groups, suite

NAME = "02_autogenerate"
CELLS = [
    "import os; print(sorted(name for name in os.environ if name.upper().endswith('DATABASE_URL')))",
    f"from migration_lab import open_lesson, continue_lesson; lab = open_lesson('{NAME}')",
    "%alembic downgrade base",
    "%alembic upgrade head",
    "%alembic -n analytics downgrade base",
    "!alembic downgrade base && alembic upgrade head && alembic -n analytics upgrade head",
    "!python -m lab_app.seed",
    "lab.python('lab_app.seed').ok, lab.alembic('check').ok",
    f"lab = continue_lesson('{NAME}'); lab.schema(), lab.rows(), lab.sql('select count(*) from users')",
    "print(sorted(name for name in os.environ if name.upper().endswith('DATABASE_URL')))",
]


@pytest.fixture
def nest(tmp_path: Path) -> Path:
    """Lay two databases that look like those of the service, at the revision where a migration would find work."""
    nest = tmp_path / "canary"
    nest.mkdir()
    for name in ("primary.db", "analytics.db"):
        with closing(sqlite3.connect(nest / name)) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            connection.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)")
            connection.execute("INSERT INTO customers VALUES (1, 'a real one')")
            connection.commit()
    return nest


def settings(nest: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{(nest / 'primary.db').as_posix()}",
        "ANALYTICS_DATABASE_URL": f"sqlite+aiosqlite:///{(nest / 'analytics.db').as_posix()}",
    }


def lay_env_file(folder: Path, nest: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={value}\n" for name, value in settings(nest).items()]
    (folder / ".env").write_text("".join(lines), encoding="utf-8")


def bytes_of(nest: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in sorted(nest.iterdir())}


def play(cells: list[str], folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Run cells in a real kernel; return what each of them said."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.execute(env=dict(environment))
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells]


@pytest.mark.parametrize("way", ["environment", "lower case", ".env files"])
def test_a_lesson_in_a_real_kernel_leaves_the_canaries_as_they_were(
    way: str, built_desk: Path, nest: Path, tmp_path: Path
) -> None:
    given = settings(nest) if way != "lower case" else {name.lower(): value for name, value in settings(nest).items()}
    if way == ".env files":
        given = {}
        for folder in (built_desk, built_desk / "notebooks", tmp_path, tmp_path / "person"):
            lay_env_file(folder, nest)
    (built_desk / "notebooks").mkdir(exist_ok=True)
    before = bytes_of(nest)

    said = play(CELLS, built_desk / "notebooks", {**os.environ, **given, "HOME": str(tmp_path / "person")})

    assert bytes_of(nest) == before
    assert said[0] == f"{sorted(given)}\n"  # they did reach the kernel
    assert said[-1] == "[]\n"
    assert any("primary: 1000 users" in words or "primary: 24 users" in words for words in said)


def test_settings_in_the_workspace_itself_are_refused_by_both_ways_to_run_alembic(built_desk: Path, nest: Path) -> None:
    """Here the environment is clean: only the guard stands before the canaries."""
    write = "".join(f"{name}={value}\n" for name, value in settings(nest).items())
    opened = f"from migration_lab import open_lesson; lab = open_lesson('{NAME}')"
    commands = ["alembic upgrade head", "alembic stamp head", "alembic -n analytics upgrade head"]
    before = bytes_of(nest)

    said = play(
        [
            opened,
            f"open('.env', 'w').write({write!r})",
            *(f"try:\n    get_ipython().run_line_magic('alembic', {command.removeprefix('alembic ')!r})\n"
              "except Exception as error:\n    print(error)" for command in commands),
            *(f"!{command}" for command in commands),
        ],
        built_desk, os.environ,
    )  # fmt: skip

    assert bytes_of(nest) == before
    assert [words.count("which is not in the workspace") for words in said[2:]] == [1] * 6


def test_the_canaries_can_die(built_desk: Path, nest: Path) -> None:
    """The same commands without the lab's care: the check above can fail."""
    begun = start.ready(lesson.find(NAME), places.backstage(NAME))
    begun.copy(built_desk / NAME)
    before = bytes_of(nest)

    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=built_desk / NAME, env={**os.environ, **settings(nest)}, capture_output=True, check=True,
    )  # fmt: skip

    assert bytes_of(nest) != before


def copy_of_the_lab(folder: Path) -> Path:
    """Copy what of the repository a lesson needs, so that a `.env` can be laid beside its `alembic.ini`."""
    for part in ("migration_lab", "lab_app", "alembic", "notebooks/start"):
        shutil.copytree(places.ORIGIN / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(places.ORIGIN / "alembic.ini", folder)
    return folder


OPEN = """
from migration_lab import open_lesson, places
lab = open_lesson("02_autogenerate")
lab.alembic("downgrade", "base").raise_for_failure()
lab.alembic("upgrade", "head").raise_for_failure()
print(places.ORIGIN)
"""


def test_a_settings_file_in_the_repository_is_not_read(tmp_path: Path, nest: Path) -> None:
    repository = copy_of_the_lab(tmp_path / "repository")
    lay_env_file(repository, nest)
    before = bytes_of(nest)

    said = subprocess.run(
        [sys.executable, "-c", OPEN],
        cwd=repository, env={**os.environ, "PYTHONPATH": str(repository)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert said.splitlines()[-1] == str(repository.resolve())
    assert bytes_of(nest) == before
    assert not (repository / "work" / NAME / ".env").exists()


PROBE = """
import os, subprocess, sys

def test_the_environment_has_no_settings():
    assert not [name for name in os.environ if name.upper().endswith("DATABASE_URL")]

def test_alembic_as_a_test_may_call_it():
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
"""


def test_the_tests_of_the_lab_leave_the_canaries_as_they_were(
    built_desk: Path, nest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = start.ready(lesson.find(NAME), places.backstage(NAME))
    begun.copy(built_desk / NAME)
    (built_desk / NAME / "test_probe.py").write_text(PROBE, encoding="utf-8")
    probe = groups.Plan((groups.Step("unit", (*groups.PYTEST, "-p", "no:cacheprovider", "test_probe.py")),))
    for name, value in settings(nest).items():
        monkeypatch.setenv(name, value)
    before = bytes_of(nest)
    said: list[str] = []

    code = suite.carry_out(probe, built_desk / NAME, say=said.append)

    assert (code, said[-1]) == (0, "2 passed, 0 failed")
    assert bytes_of(nest) == before
