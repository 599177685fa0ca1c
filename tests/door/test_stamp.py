from pathlib import Path

import pytest

from migration_lab.door import stamp


@pytest.fixture
def root(tmp_path: Path) -> Path:
    python = tmp_path / ".venv" / ("Scripts/python.exe" if stamp.WINDOWS else "bin/python")
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "pyproject.toml").write_text("[project]\nversion = '1'\n[tool.ruff]\nline-length = 120\n")
    (tmp_path / stamp.LOCK).write_text("alembic==1\n")
    (tmp_path / stamp.TOOLS_LOCK).write_text("ruff==1\n")
    stamp.write(tmp_path, [stamp.LOCK])
    return tmp_path


def test_nothing_is_missing_from_what_was_recorded(root: Path) -> None:
    assert stamp.missing(root, [stamp.LOCK]) == []


def test_a_lock_that_was_not_installed_is_missing(root: Path) -> None:
    missing = stamp.missing(root, [stamp.LOCK, stamp.TOOLS_LOCK])

    assert _names(missing) == [stamp.TOOLS_LOCK]


@pytest.mark.parametrize(
    ("file", "before", "after", "missing"),
    [
        (stamp.LOCK, "alembic==1", "alembic==2", [stamp.LOCK]),
        (stamp.TOOLS_LOCK, "ruff==1", "ruff==2", []),
        ("pyproject.toml", "version = '1'", "version = '2'", ["pyproject.toml"]),
        ("pyproject.toml", "line-length = 120", "line-length = 100", []),
    ],
)
def test_a_changed_file_is_missing_if_it_was_installed(
    root: Path, file: str, before: str, after: str, missing: list[str]
) -> None:
    path = root / file
    path.write_text(path.read_text().replace(before, after))

    assert _names(stamp.missing(root, [stamp.LOCK])) == missing


def test_line_ends_that_git_changed_are_no_change(root: Path) -> None:
    (root / stamp.LOCK).write_bytes(b"alembic==1\r\n")

    assert stamp.missing(root, [stamp.LOCK]) == []


def test_another_folder_is_missing(root: Path) -> None:
    moved = root.rename(root.with_name("moved"))

    assert _names(stamp.missing(moved, [stamp.LOCK])) == ["folder"]


def test_everything_is_missing_from_a_half_made_environment(root: Path) -> None:
    stamp.forget(root)

    assert _names(stamp.missing(root, [stamp.LOCK])) == ["python", "folder", "pyproject.toml", stamp.LOCK]


@pytest.mark.parametrize(("words", "locks"), [([], 1), (["doctor"], 1), (["test", "unit"], 2), (["lint"], 2)])
def test_only_test_and_lint_need_the_tools(words: list[str], locks: int) -> None:
    assert stamp.locks(words) == [stamp.LOCK, stamp.TOOLS_LOCK][:locks]


def _names(facts: list[str]) -> list[str]:
    return [fact.split()[0] for fact in facts]
