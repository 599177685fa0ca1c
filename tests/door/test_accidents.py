"""What happens to a set-up on a real computer: killed, interrupted, no space, no rights. POSIX only."""

import os
import resource
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.door import tiny

BEGINNING = tiny.FIRST + "".join(tiny.STEPS.splitlines(keepends=True)[:2])
UNFINISHED = "The last set-up did not come to its end: it starts over.\n"
WAITING = "Another terminal is setting up this folder: waiting for it.\n"


@dataclass
class Begun:
    """A set-up in the middle of its download, from an index that never answers."""

    process: subprocess.Popen[str]
    connection: socket.socket

    def end(self) -> str:
        """Return what the set-up said on its way to the end."""
        return self.process.communicate()[1]


@pytest.fixture
def begun(lab: Path, shelf: tiny.Shelf, tmp_path: Path) -> Iterator[Begun]:
    """Start `lab doctor` and wait until its download has begun."""
    with socket.create_server(("127.0.0.1", 0)) as index, ExitStack() as stack:
        address = f"http://127.0.0.1:{index.getsockname()[1]}/simple"
        away = {"PIP_INDEX_URL": address, "PIP_NO_INDEX": "0", "UV_CACHE_DIR": str(tmp_path / "nothing kept")}
        command = tiny.command(lab, "doctor")
        process = subprocess.Popen(
            command, env=shelf.variables | away, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        stack.enter_context(process)
        stack.callback(_kill, process)
        connection = stack.enter_context(index.accept()[0])
        yield Begun(process, connection)


def test_a_killed_set_up_is_repaired_by_the_same_command(lab: Path, shelf: tiny.Shelf, begun: Begun) -> None:
    _kill(begun.process)
    begun.end()

    result = tiny.run(lab, variables=shelf.variables)

    assert (result.returncode, result.stderr) == (0, UNFINISHED + tiny.STEPS)


def test_what_a_killed_set_up_had_started_ends_before_the_next_begins(
    lab: Path, shelf: tiny.Shelf, begun: Begun
) -> None:
    begun.process.kill()  # and only it: its pip lives on and waits for the index
    begun.process.wait()

    second = subprocess.Popen(tiny.command(lab), env=shelf.variables, stderr=subprocess.PIPE, text=True)
    assert second.stderr is not None
    before = second.stderr.readline()
    os.killpg(begun.process.pid, signal.SIGKILL)
    after = second.communicate()[1]

    assert (second.returncode, before, after) == (0, WAITING, UNFINISHED + tiny.STEPS)


def test_ctrl_c_ends_a_set_up_with_one_sentence(begun: Begun) -> None:
    os.killpg(begun.process.pid, signal.SIGINT)

    words = begun.end()

    assert (begun.process.returncode, words) == (
        1,
        f"{BEGINNING}\nThe set-up was stopped before its end, so the lab is not ready yet.\n"
        "Hint: Run `./lab doctor` again: it starts over, and what was downloaded is kept.\n",
    )


def test_a_full_disk_gets_one_sentence(lab: Path, shelf: tiny.Shelf) -> None:
    """A limit for the size of files refuses what a full disk refuses, and needs no rights."""
    result = _limited(lab, shelf, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)))

    assert (result.returncode, result.stderr) == (1, BEGINNING + _no_space())


def test_a_disk_that_is_full_for_uv_only_gets_the_same_sentence(lab: Path, shelf: tiny.Shelf) -> None:
    """Here uv itself fits; then a library does not, and the system stops uv without a word of its own."""
    space = next(shelf.folder.glob("uv-*.whl")).stat().st_size
    tiny.wheel(shelf.folder, [("ostrich.bin", bytes(space + 1_000_000)), *tiny.described("ostrich")])
    (lab / "requirements.lock").write_text(shelf.lock("uv", "setuptools", "ostrich"))

    result = _limited(lab, shelf, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (space, space)))

    assert (result.returncode, result.stderr) == (1, BEGINNING + _no_space())


def test_a_folder_that_may_not_be_written_is_named(lab: Path, shelf: tiny.Shelf) -> None:
    lab.chmod(0o555)

    result = subprocess.run(
        [*_without_rights(), *tiny.command(lab)], env=shelf.variables, capture_output=True, text=True
    )

    lab.chmod(0o755)
    assert (result.returncode, result.stderr) == (
        1,
        f"The lab may not write in its own folder, `{lab}`, where `.venv` with its libraries has to lie.\n"
        "Hint: Copy or clone the lab to a folder of your own and run `./lab` there. "
        "If another user made `.venv` (perhaps with `sudo`), delete it first.\n",
    )


def test_a_disk_that_starts_no_programs_is_named(lab: Path, shelf: tiny.Shelf, tmp_path: Path) -> None:
    """A uv that the system refuses to start is what a disk mounted `noexec` makes of it."""
    closed = tmp_path / "closed"
    closed.mkdir()
    pin = shelf.lock("uv").split()[0].partition("==")[2]
    tiny.wheel(closed, [(f"uv-{pin}.data/scripts/uv", b"#!/etc/passwd"), *tiny.described("uv", pin)])
    lock = lab / "requirements.lock"
    lock.write_text(lock.read_text().replace(shelf.lock("uv"), tiny.Shelf(closed).lock("uv")))

    result = tiny.run(lab, variables=shelf.variables | {"PIP_FIND_LINKS": str(closed)})

    assert (result.returncode, result.stderr) == (
        1,
        f"{BEGINNING}The system lets no program start from the lab's own folder, `{lab}`: it refused `uv`.\n"
        "Hint: Copy or clone the lab to another disk (this one may be mounted `noexec`) and run `./lab` there.\n",
    )


def test_a_folder_whose_name_divides_lists_of_folders_is_named(lab: Path, shelf: tiny.Shelf) -> None:
    renamed = lab.rename(lab.with_name("my:lab"))

    result = tiny.run(renamed, variables=shelf.variables)

    assert (result.returncode, result.stderr.splitlines(keepends=True)[2:]) == (
        1,
        [
            f"The lab lies in `{renamed}`, and no program can be found in a folder that has a `:` in its name.\n",
            "Hint: Rename the folder, then run `./lab` there.\n",
        ],
    )


def test_a_python_that_was_removed_is_replaced(moved: Path, shelf: tiny.Shelf) -> None:
    (moved / ".venv/bin/python").unlink()

    result = tiny.run(moved, variables=shelf.variables)

    assert (result.returncode, result.stderr) == (
        0,
        f"The Python is not the one of last time, so the libraries are installed again.\n{tiny.STEPS}",
    )


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill a set-up with all it started, if it still runs."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _limited(lab: Path, shelf: tiny.Shelf, limit: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(tiny.command(lab), env=shelf.variables, preexec_fn=limit, capture_output=True, text=True)


def _without_rights() -> list[str]:
    """Return what takes root's right to write everywhere; others do not have it."""
    if os.geteuid() or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


def _no_space() -> str:
    return (
        "There is no space left for the lab's libraries: with the cache of downloads they need about 1 GB.\n"
        "Hint: Free some space (or raise the limit you were given), then run `./lab` again. "
        "The details are in `.venv/lab-setup.log`.\n"
    )
