"""One revision file, read without running it."""

from pathlib import Path

import pytest

from migration_lab.values import revision_file
from migration_lab.values.history import Broken, History, Revision
from tests.migration_lab.revisions import step, write


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ('revision = "x"\ndown_revision = None', Revision("x")),
        ("revision: str = 'x'\ndown_revision: str | None = None", Revision("x")),
        ('revision = "x"\ndown_revision = ("a", "b")', Revision("x", ("a", "b"))),
        ('revision = "x"\ndown_revision: Union[str, Sequence[str], None] = ["a"]', Revision("x", ("a",))),
        ('revision = "x"\ndown_revision = None\nbranch_labels = {"b", "a"}', Revision("x", branch_labels=("a", "b"))),
        ('revision = "x"\ndown_revision = "a"\ndepends_on = "d"', Revision("x", ("a",), depends_on=("d",))),
        ('revision = identity = "x"\ndown_revision = None', Revision("x")),
        ('ID = "x"\nrevision = ID\ndown_revision = None', Revision("x")),
        ('revision = "x"\ndown_revision = None\nbranch_labels: str', Revision("x")),
        ('revision = "00" "1"\ndown_revision = ()', Revision("001")),
    ],
)
def test_facts_are_read_in_every_form_that_alembic_accepts(tmp_path: Path, facts: str, expected: Revision) -> None:
    write(tmp_path, one=facts)

    (found,) = History.read(tmp_path).revisions

    assert found == Revision(**{**vars(expected), "file": "one.py"})


def test_the_message_is_the_first_paragraph_of_the_docstring(tmp_path: Path) -> None:
    write(tmp_path, one='"""Add the table\nof users.\n\nWhy: because.\n"""\nrevision = "1"\ndown_revision = None')

    (found,) = History.read(tmp_path).revisions

    assert found.message == "Add the table of users."
    assert found.docstring == "Add the table\nof users.\n\nWhy: because."


def test_files_are_never_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "versions", one=step("001", more="import pathlib\npathlib.Path('trace').touch()\n1 / 0"))

    found = History.read(folder)

    assert found.heads == ("001",)
    assert [path.name for path in tmp_path.rglob("*")] == ["versions", "one.py"]


def test_a_doubtful_string_is_no_problem(tmp_path: Path) -> None:
    write(tmp_path, one=step("001", more='pattern = "\\d"'))

    found = History.read(tmp_path)

    assert (found.heads, found.broken) == (("001",), ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("revision = 'x'\ndef upgrade(:", "bad.py, line 2: Python cannot read this file: invalid syntax."),
        ("", 'bad.py, line 1: `revision` is missing; Alembic needs a line such as `revision = "…"`.'),
        (
            "revision = 'x'",
            'bad.py, line 1: `down_revision` is missing; Alembic needs a line such as `down_revision = "…"`.',
        ),
        (
            "\nrevision = None\ndown_revision = None",
            "bad.py, line 2: `revision` must be a text such as `001_initial_schema`, not `None`.",
        ),
        (
            "revision = ''\ndown_revision = None",
            "bad.py, line 1: `revision` must be a text such as `001_initial_schema`, not `''`.",
        ),
        (
            "revision = 'x'\ndown_revision = 5",
            "bad.py, line 2: `down_revision` must be a revision, a tuple of revisions or `None`, not `5`.",
        ),
        (
            "revision = 'x'\ndown_revision = (1,)",
            "bad.py, line 2: `down_revision` must be a revision, a tuple of revisions or `None`, not `(1,)`.",
        ),
        (
            "revision = make()\ndown_revision = None",
            "bad.py, line 1: `revision` is computed; write it as a plain value.",
        ),
        (
            "revision = 'x'\ndown_revision = f'{x}'",
            "bad.py, line 2: `down_revision` is computed; write it as a plain value.",
        ),
        (
            "revision = 'x'\nif True:\n    down_revision = None",
            'bad.py, line 1: `down_revision` is missing; Alembic needs a line such as `down_revision = "…"`.',
        ),
    ],
)
def test_a_broken_file_is_told_in_words(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, good=step("001"), bad=text)

    found = History.read(tmp_path)

    assert [str(broken) for broken in found.broken] == [told]
    assert found.heads == ("001",)


def test_bytes_that_are_no_text_are_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"revision = '\xff'")
    (tmp_path / "null.py").write_bytes(b"revision = 'x'\0")
    (tmp_path / "deep.py").write_text("revision = " + "(" * 500 + ")" * 500)

    found = History.read(tmp_path)

    assert [broken.file for broken in found.broken] == ["bad.py", "deep.py", "null.py"]
    assert all(broken.words.startswith("Python cannot read this file: ") for broken in found.broken)
    assert found.revisions == ()


def test_a_file_with_a_syntax_error_still_tells_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('revision: str = "002"  # ours\ndown_revision = ("001", "b1")\ndef (', encoding="utf-8")

    found = revision_file.read(path)

    assert isinstance(found, Broken)
    assert (found.id, found.down_revisions) == ("002", ("001", "b1"))
