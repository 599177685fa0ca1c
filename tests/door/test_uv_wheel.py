from pathlib import Path

import pytest

from migration_lab.door import uv_wheel
from migration_lab.door.stamp import WINDOWS
from tests.door import tiny


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give uv a cache of its own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("UV_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def downloads(tmp_path: Path) -> tiny.Shelf:
    """Return a folder with a small wheel that is called uv."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    programs = [("uv-1.0.data/scripts/uv", b"#!/bin/sh\n"), ("uv-1.0.data/data/share/notes.txt", b"notes")]
    tiny.wheel(folder, [("uv/__init__.py", b""), *programs, *tiny.described("uv")])
    return tiny.Shelf(folder)


def test_a_kept_wheel_is_found_again(downloads: tiny.Shelf) -> None:
    wheel = next(downloads.folder.glob("*.whl"))

    before = uv_wheel.find(downloads.lock("uv"))
    uv_wheel.keep(wheel)
    after = uv_wheel.find(downloads.lock("uv"))

    assert before is None
    assert after is not None
    assert after.read_bytes() == wheel.read_bytes()


def test_a_kept_wheel_that_was_changed_is_not_taken(downloads: tiny.Shelf, cache: Path) -> None:
    uv_wheel.keep(next(downloads.folder.glob("*.whl")))
    kept = next(cache.rglob("uv-*.whl"))
    kept.write_bytes(kept.read_bytes() + b"!")

    assert uv_wheel.find(downloads.lock("uv")) is None


@pytest.mark.parametrize(("before", "after"), [("uv==1.0", "uv==1.1"), ("--hash=sha256:", "--hash=md5:")])
def test_a_kept_wheel_must_have_the_version_and_a_hash_of_the_pin(
    downloads: tiny.Shelf, before: str, after: str
) -> None:
    uv_wheel.keep(next(downloads.folder.glob("*.whl")))

    assert uv_wheel.find(downloads.lock("uv").replace(before, after)) is None


def test_only_the_newest_wheel_is_kept(downloads: tiny.Shelf, cache: Path) -> None:
    uv_wheel.keep(next(downloads.folder.glob("uv-1.0-*.whl")))
    tiny.wheel(downloads.folder, tiny.described("uv", "1.1"))

    uv_wheel.keep(next(downloads.folder.glob("uv-1.1-*.whl")))

    assert [path.name for path in cache.rglob("*") if path.is_file()] == ["uv-1.1-py3-none-any.whl"]


def test_a_cache_that_cannot_be_written_is_no_fault(downloads: tiny.Shelf, cache: Path) -> None:
    cache.write_text("a file where a folder is needed")

    uv_wheel.keep(next(downloads.folder.glob("*.whl")))

    assert uv_wheel.find(downloads.lock("uv")) is None


def test_programs_go_where_programs_are_and_the_rest_where_libraries_are(downloads: tiny.Shelf, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    program = environment / ("Scripts/uv" if WINDOWS else "bin/uv")
    program.parent.mkdir(parents=True)

    uv_wheel.unpack(next(downloads.folder.glob("*.whl")), environment)

    assert program.read_bytes() == b"#!/bin/sh\n"
    assert WINDOWS or program.stat().st_mode & 0o111
    rest = {path.name for path in environment.rglob("*") if path.is_file()} - {"uv"}
    assert rest == {"__init__.py", "METADATA", "WHEEL", "RECORD"}


def test_the_record_of_the_installation_names_files_that_are_there(downloads: tiny.Shelf, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    (environment / ("Scripts" if WINDOWS else "bin")).mkdir(parents=True)

    uv_wheel.unpack(next(downloads.folder.glob("*.whl")), environment)

    record = next(environment.rglob("RECORD"))
    libraries = record.parents[1]
    named = [line.split(",")[0] for line in record.read_text(encoding="utf-8").splitlines() if "notes.txt" not in line]
    assert all((libraries / name).exists() for name in named), named
