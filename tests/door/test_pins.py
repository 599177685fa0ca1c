"""The pins of both doors: the locks, `environment.yml`, and the bounds of pyproject.toml."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from migration_lab import lock
from migration_lab.command import LAB
from migration_lab.errors import LabError
from tests.door import tiny
from tests.door.tiny import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEXT_STEP = "Run `./lab lock`, then commit what it writes."
EXTRAS = {lock.LOCK: "setup", lock.TOOLS_LOCK: "dev"}


def test_environment_yml_pins_what_the_lock_pins() -> None:
    assert lock.disagreements(ROOT) == ()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("- alembic==1.20.1", "- alembic==1.19.0", "`alembic==1.20.1` where `environment.yml` has `alembic==1.19.0`"),
        ("      - alembic==1.20.1\n", "", "`alembic==1.20.1` where `environment.yml` has `nothing`"),
        (
            "- alembic==1.20.1",
            "- alembic==1.20.1\n      - stray==1",
            "`nothing` where `environment.yml` has `stray==1`",
        ),
    ],
)
def test_a_wrong_pin_is_told_with_what_to_do(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    shutil.copy2(ROOT / lock.LOCK, tmp_path)
    good = (ROOT / lock.ENVIRONMENT).read_text(encoding="utf-8")
    (tmp_path / lock.ENVIRONMENT).write_text(good.replace(before, after), encoding="utf-8")

    assert lock.disagreements(tmp_path) == (
        f"`requirements.lock` has {sentence}: both doors must lead to the same versions. "
        f"Run `{LAB} lock`, which writes one from the other.",
    )


def test_environment_yml_is_a_list_for_one_pip_run() -> None:
    environment = yaml.safe_load((ROOT / lock.ENVIRONMENT).read_text(encoding="utf-8"))

    python, pip, last = environment["dependencies"]
    items = last["pip"]
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert re.fullmatch(r"python=3\.1[123]", python)
    assert pip == "pip"
    assert items[-1] == "-e ."
    assert [item for item in items[:-1] if "--hash" in item or not Requirement(item).specifier] == []


@pytest.mark.parametrize("name", EXTRAS)
def test_a_lock_keeps_the_bounds_of_pyproject(name: str) -> None:
    pinned = _versions(ROOT / name)
    asked = PROJECT["project"]["optional-dependencies"][EXTRAS[name]]
    asked = [*asked, *(PROJECT["project"]["dependencies"] if name == lock.LOCK else [])]

    broken = [line for line in asked if not _kept(Requirement(line), pinned)]

    assert broken == [], f"{name} does not keep these bounds of pyproject.toml. {NEXT_STEP}"


def test_the_tools_lock_repeats_nothing() -> None:
    both = set(_versions(ROOT / lock.LOCK)) & set(_versions(ROOT / lock.TOOLS_LOCK))

    assert both == set(), f"These stand in both locks. {NEXT_STEP}"


@pytest.mark.parametrize("name", EXTRAS)
def test_every_library_of_a_lock_has_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    bare = [match["pin"] for match in lock.BLOCK.finditer(text) if not match["hashes"]]
    unread = lock.BLOCK.sub("", text).strip()

    assert (bare, unread) == ([], ""), NEXT_STEP


@pytest.mark.parametrize("name", lock.WRITTEN)
def test_no_address_of_a_server_stands_in_what_the_tool_writes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"\w+://\S+|--(?:index|extra|find|trusted)\S*|\b\w+\.(?:org|com|net|io)\b", text) == []


def test_the_lock_leaves_out_what_nobody_needs_and_environment_yml_pins_it() -> None:
    names = {canonicalize_name(Requirement(line).name) for line in PROJECT["tool"]["uv"]["override-dependencies"]}
    _, _, extra = (ROOT / lock.ENVIRONMENT).read_text(encoding="utf-8").partition(lock.EXTRA)

    assert not names & set(_versions(ROOT / lock.LOCK))
    assert names <= {pin.split("==")[0] for pin in lock.ITEM.findall(extra)}, NEXT_STEP


def test_writing_fits_all_three_files_to_pyproject_and_says_what_changed(project: Path) -> None:
    first = lock.write(project)
    again = lock.write(project)
    _change(project, "sparrow", "wren")
    changed = lock.write(project)

    assert first == ("requirements.lock: new", "requirements-dev.lock: new", "environment.yml: new")
    assert again == tuple(f"{name}: as before" for name in lock.WRITTEN)
    assert changed == (
        "requirements.lock: wren==1.0, without sparrow==1.0",
        "requirements-dev.lock: without wren==1.0",
        "environment.yml: wren==1.0, without sparrow==1.0",
    )
    assert lock.disagreements(project) == ()


def test_what_is_written_has_the_hash_of_every_file_and_no_address(project: Path, shelf: tiny.Shelf) -> None:
    lock.write(project)

    assert (project / lock.LOCK).read_text() == shelf.lock("sparrow", "uv")
    assert (project / lock.TOOLS_LOCK).read_text() == shelf.lock("wren")
    assert "--hash=sha256:" in shelf.lock("wren")


def test_an_older_version_stays_until_an_upgrade(project: Path, shelf: tiny.Shelf) -> None:
    lock.write(project)
    tiny.wheel(shelf.folder, [("newer.py", b""), *tiny.described("sparrow", "1.5")])

    written = lock.write(project)
    upgraded = lock.upgrade(project)

    next(shelf.folder.glob("sparrow-1.5-*.whl")).unlink()
    assert written[0] == "requirements.lock: as before"
    assert upgraded[0] == "requirements.lock: sparrow==1.5, without sparrow==1.0"


def test_bounds_that_contradict_each_other_write_nothing(project: Path) -> None:
    _change(project, "sparrow", "sparrow>2")

    with pytest.raises(LabError) as caught:
        lock.write(project)

    assert caught.value.message.startswith("No versions were found that fit pyproject.toml, so nothing was written. ")
    assert caught.value.hint == f"Check the bounds you changed (and the network), then run `{LAB} lock` again."
    assert not (project / lock.LOCK).exists()


@pytest.fixture
def project(tmp_path: Path, shelf: tiny.Shelf, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of two libraries that only the shelf has."""
    monkeypatch.setenv("UV_FIND_LINKS", str(shelf.folder))
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    extras = '[project.optional-dependencies]\nsetup = ["uv"]\ndev = ["wren"]\n'
    text = f'[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["sparrow"]\n{extras}'
    (tmp_path / "pyproject.toml").write_text(text)
    return tmp_path


def _change(project: Path, before: str, after: str) -> None:
    path = project / "pyproject.toml"
    path.write_text(path.read_text().replace(f'["{before}"]', f'["{after}"]'))


def _versions(path: Path) -> dict[str, set[str]]:
    """Return the versions of each library in a lock; some have one for each Python."""
    found: dict[str, set[str]] = {}
    for pin in lock.pins(path.read_text(encoding="utf-8")).values():
        requirement = Requirement(pin)
        found.setdefault(canonicalize_name(requirement.name), set()).update(s.version for s in requirement.specifier)
    return found


def _kept(asked: Requirement, pinned: dict[str, set[str]]) -> bool:
    versions = pinned.get(canonicalize_name(asked.name), set())
    return bool(versions) and all(asked.specifier.contains(version) for version in versions)
