"""House rules of the histories: ids, docstrings, imports, names."""

import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import Script

from tests.history.stand import ROOT, Stand, revisions

ALL = [*revisions("alembic"), *revisions("analytics")]
each_revision = pytest.mark.parametrize("script", ALL, ids=[one.revision for one in ALL])


@each_revision
def test_an_id_fits_into_every_version_table_and_names_its_file(script: Script) -> None:
    assert re.fullmatch(r"[0-9a-z_]{1,32}", script.revision)
    assert Path(script.path).stem == script.revision


@each_revision
def test_a_docstring_says_what_why_risk_and_how_to_undo(script: Script) -> None:
    lines = (script.module.__doc__ or "").splitlines()

    said = [word for line in lines for word in ("What", "Why", "Risk", "Undo") if re.match(rf"{word}: +\S", line)]

    assert lines[0].endswith(".")
    assert said == ["What", "Why", "Risk", "Undo"]


@each_revision
def test_a_revision_imports_nothing_of_ours(script: Script) -> None:
    assert imports(Path(script.path)) <= {"alembic", "sqlalchemy"} | sys.stdlib_module_names


@pytest.mark.parametrize(
    "line", ["import lab_app.models", "from migration_lab.values.rows import Rows", "from . import x"]
)
def test_the_import_rule_sees_what_is_ours(tmp_path: Path, line: str) -> None:
    file = tmp_path / "007_x.py"
    file.write_text(line)

    assert not imports(file) <= {"alembic", "sqlalchemy"} | sys.stdlib_module_names


@pytest.mark.parametrize("section", ["alembic", "analytics"])
def test_every_constraint_has_a_name(stand: Callable[[str], Stand], section: str) -> None:
    database = stand(section)

    database.upgrade("head")

    unnamed = [
        (table.name, one)
        for table in database.schema.tables
        for one in (table.primary_key, *table.foreign_keys, *table.uniques, *table.checks)
        if not one.name
    ]
    assert unnamed == []


def test_each_history_is_one_line() -> None:
    assert [one.down_revision for one in revisions("alembic")] == [
        None,
        *(one.revision for one in revisions("alembic")[:-1]),
    ]
    assert len(revisions("alembic")) == 6
    assert len(revisions("analytics")) == 3


def test_the_folder_says_why_it_is_no_package() -> None:
    words = (ROOT / "alembic" / "README.md").read_text()

    assert "`__init__.py`" in words
    assert len(words.splitlines()) == 2


def imports(file: Path) -> set[str]:
    """Return the top-level packages that a file imports; a relative import is `.`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." if node.level else str(node.module).split(".")[0])
    return names
