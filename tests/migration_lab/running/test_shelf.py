from pathlib import Path

from migration_lab.running import shelf
from tests.migration_lab import small_project


def copies(place: Path) -> list[int]:
    return sorted(int(folder.name) for folder in place.iterdir())


def test_the_scripts_are_copied_and_nothing_else(root: Path, tmp_path: Path) -> None:
    small_project.write(root, "alembic/versions/__pycache__/001_users.pyc", "")

    folder = shelf.put_aside(root, tmp_path / "shelf")

    assert folder == tmp_path / "shelf/1"
    assert sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()) == [
        "alembic/env.py",
        "alembic/script.py.mako",
        "alembic/versions/001_users.py",
    ]


def test_what_was_put_aside_already_is_not_put_aside_again(root: Path, tmp_path: Path) -> None:
    shelf.put_aside(root, tmp_path / "shelf")

    assert shelf.put_aside(root, tmp_path / "shelf") is None
    assert copies(tmp_path / "shelf") == [1]


def test_each_change_gets_a_copy(root: Path, tmp_path: Path) -> None:
    shelf.put_aside(root, tmp_path / "shelf")
    small_project.revise(root, "002_names", upgrade="pass")
    shelf.put_aside(root, tmp_path / "shelf")
    (root / "alembic/versions/002_names.py").unlink()

    shelf.put_aside(root, tmp_path / "shelf")

    assert copies(tmp_path / "shelf") == [1, 2, 3]
    assert (tmp_path / "shelf/2/alembic/versions/002_names.py").exists()


def test_the_oldest_copies_go_first(root: Path, tmp_path: Path) -> None:
    for number in range(shelf.KEPT + 2):
        small_project.write(root, "alembic/versions/002_names.py", f"# {number}\n")
        shelf.put_aside(root, tmp_path / "shelf")

    assert copies(tmp_path / "shelf") == list(range(3, shelf.KEPT + 3))


def test_scripts_without_env_py_are_put_aside_too(root: Path, tmp_path: Path) -> None:
    (root / "alembic/env.py").unlink()

    folder = shelf.put_aside(root, tmp_path / "shelf")

    assert folder is not None
    assert (folder / "alembic/versions/001_users.py").exists()


def test_a_project_without_scripts_leaves_no_shelf(tmp_path: Path) -> None:
    assert shelf.put_aside(tmp_path, tmp_path / "shelf") is None
    assert not (tmp_path / "shelf").exists()


def test_other_things_on_the_shelf_are_left_alone(root: Path, tmp_path: Path) -> None:
    note = small_project.write(tmp_path, "shelf/mine/note.txt", "keep")

    shelf.put_aside(root, tmp_path / "shelf")

    assert note.read_text() == "keep"
