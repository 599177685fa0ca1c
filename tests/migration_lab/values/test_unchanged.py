"""A command that changed no database leaves one quiet line, which opens to where each of them stands."""

from pathlib import Path

from migration_lab.values.snapshot import Snapshot
from migration_lab.values.statement import Statement
from migration_lab.values.unchanged import Unchanged
from tests.migration_lab.databases import run

FIRST = """CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
           INSERT INTO alembic_version VALUES ('001_<b>'); CREATE TABLE users (id INTEGER);"""


def stands(folder: Path) -> Snapshot:
    return Snapshot.read({"primary": run(folder / "app.db", FIRST), "analytics": folder / "analytics.db"})


def test_it_is_one_line(tmp_path: Path) -> None:
    found = Unchanged(stands(tmp_path))

    assert str(found) == "no database changed: primary at 001_<b>"


def test_before_there_is_a_database_it_says_so(tmp_path: Path) -> None:
    found = Unchanged(Snapshot.read({"primary": tmp_path / "app.db"}))

    assert str(found) == "no database changed: there is none yet"


def test_the_project_is_named_where_one_could_take_it_for_another(tmp_path: Path) -> None:
    found = Unchanged(stands(tmp_path), (Statement("ROLLBACK"),), "00_1_<b>")

    assert str(found) == "no database changed in 00_1_<b>, all was rolled back: primary at 001_<b>"
    assert "<summary>no database changed <strong>in 00_1_&lt;b&gt;</strong>, all was rolled back: primary at" in (
        found._repr_html_()
    )
    assert found._repr_markdown_().startswith(
        "no database changed **in 00\\_1\\_&lt;b&gt;**, all was rolled back: primary at 001\\_&lt;b&gt;\n\n| database"
    )


def test_a_database_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_bytes(b"no database" * 1000)

    found = Unchanged(Snapshot.read({"primary": tmp_path / "app.db"}))

    assert str(found) == "no database changed: primary could not be read"
    assert "not a database" in found._repr_html_()


def test_in_a_notebook_it_opens_to_where_each_database_stands(tmp_path: Path) -> None:
    found = Unchanged(stands(tmp_path))

    assert found._repr_html_().startswith(
        '<details class="migration-lab-quiet"><summary>no database changed: primary at 001_&lt;b&gt;</summary><table>'
    )
    assert "<td>primary</td><td>001_&lt;b&gt;</td><td>1</td><td>0</td>" in found._repr_html_()
    assert found._repr_markdown_().startswith("no database changed: primary at 001\\_&lt;b&gt;\n\n| database")


def test_it_says_when_everything_was_taken_back(tmp_path: Path) -> None:
    sent = (Statement("BEGIN"), Statement("CREATE TABLE t (a)"), Statement("ROLLBACK"))

    found = Unchanged(stands(tmp_path), sent)

    assert str(found).startswith("no database changed, all was rolled back: primary at")
