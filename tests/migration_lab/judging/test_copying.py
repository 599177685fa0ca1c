"""The learner's project is copied without its databases, and whatever happens to a file meanwhile, without harm."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from migration_lab.errors import LabError
from migration_lab.judging import copying
from migration_lab.lessons import ledger


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for path, text in {
        "alembic/env.py": "env",
        "alembic/versions/007.py": "revision",
        "alembic/versions/__pycache__/007.cpython-311.pyc": "code",
        "alembic.ini": "ini",
        "app.db": "rows",
        "app.db-wal": "more rows",
        "analytics.db": "rows",
        ".env": "settings",
        ".git/objects/1": "history",
        ".ipynb_checkpoints/x.py": "old",
        "other.db": "mine",
    }.items():
        (tmp_path / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / path).write_text(text)
    return tmp_path / "source"


def copied(source: Path) -> set[str]:
    target = source.with_name("target")
    copying.project(source, target)
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}


def test_all_files_are_copied_but_the_databases_and_hidden_folders(source: Path) -> None:
    assert copied(source) == {
        ".env",
        "alembic.ini",
        "alembic/env.py",
        "alembic/versions/007.py",
        "alembic/versions/__pycache__/007.cpython-311.pyc",
        "other.db",
    }


def test_the_learners_files_are_only_read(source: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in source.rglob("*") if path.is_file()}

    copied(source)

    assert before == {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in source.rglob("*") if path.is_file()
    }


def test_a_file_that_may_not_be_written_can_be_written_in_the_copy(source: Path) -> None:
    (source / "alembic.ini").chmod(0o444)

    copied(source)

    (source.with_name("target") / "alembic.ini").write_text("changed")
    assert (source / "alembic.ini").read_text() == "ini"


def test_a_link_stays_a_link_and_what_is_no_file_is_left_out(source: Path) -> None:
    (source / "link.py").symlink_to("alembic.ini")
    (source / "nowhere").symlink_to("gone")
    (source / "around").symlink_to(".")
    os.mkfifo(source / "pipe")

    found = copied(source)

    assert {"link.py", "nowhere"} <= found
    assert "pipe" not in found
    assert (source.with_name("target") / "link.py").readlink() == Path("alembic.ini")


@contextmanager
def vanishing(folder: Path) -> Iterator[None]:
    """Make and remove a file in a folder again and again, as an editor does that saves by renaming."""
    over = threading.Event()

    def flicker() -> None:
        while not over.is_set():
            for number in range(50):
                (folder / f"{number}.tmp").write_text("half")
            for number in range(50):
                (folder / f"{number}.tmp").unlink()

    thread = threading.Thread(target=flicker)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_file_that_vanishes_during_the_copy_was_never_there(source: Path) -> None:
    with vanishing(source / "alembic" / "versions"):
        for number in range(60):
            copying.project(source, source.with_name(f"target{number}"))

    kept = ledger.read(source.with_name("target59"))
    assert {"alembic/env.py", "alembic/versions/007.py", "alembic.ini"} <= kept.keys()


def test_a_project_that_vanishes_altogether_leaves_an_empty_copy(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()

    copying.project(tmp_path / "gone", tmp_path / "target")

    assert list((tmp_path / "target").iterdir()) == []


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while if we are root, who may read everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody may look into."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def test_a_file_that_may_not_be_read_is_named(open_folder: Path) -> None:
    (open_folder / "source" / "alembic").mkdir(parents=True)
    (open_folder / "source" / "alembic" / "env.py").write_text("env")
    (open_folder / "source" / "alembic" / "env.py").chmod(0)

    with pytest.raises(LabError) as caught, without_rights():
        copying.project(open_folder / "source", open_folder / "target")

    assert str(caught.value) == (
        "`alembic/env.py` in your project may not be read, so your migrations cannot be run on a copy.\n"
        "Hint: Give yourself the right to read it, or move it out of the project, then run this again."
    )


def test_a_folder_that_may_not_be_looked_into_is_named(open_folder: Path) -> None:
    (open_folder / "source" / "alembic").mkdir(parents=True)
    (open_folder / "source" / "alembic").chmod(0)

    with pytest.raises(LabError) as caught, without_rights():
        copying.project(open_folder / "source", open_folder / "target")

    assert caught.value.message.startswith("`alembic` in your project may not be read,")


def test_a_file_that_is_far_too_large_is_named_before_anything_reads_it(source: Path, tmp_path: Path) -> None:
    with (source / "dump.sql").open("wb") as file:
        file.truncate(copying.LARGEST + 1)

    with pytest.raises(LabError) as caught:
        copying.project(source, tmp_path / "target")

    assert str(caught.value) == (
        "`dump.sql` in your project is larger than 300 MB, and your migrations are run on a copy of the project.\n"
        "Hint: Move it out of the project, then run this again."
    )


def test_texts_are_read_for_messages(source: Path) -> None:
    (source / "binary").write_bytes(b"\xff\xfe\x00")
    (source / "long.py").write_text("x" * (copying.LONGEST + 1))

    found = copying.texts(source, ("alembic.ini", "binary", "long.py", "gone.py"))

    assert found == {"alembic.ini": "ini", "binary": "", "long.py": "", "gone.py": ""}
