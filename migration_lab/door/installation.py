"""Makes `.venv`: a Python environment, the locked libraries with their hashes, the project itself, byte-code."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from migration_lab.door import failures, stamp
from migration_lab.door.tools import Tools
from migration_lab.errors import LabError
from migration_lab.turn import turn

TURN = "lab-setup"
PATIENCE = 1800.0  # seconds to wait for another set-up of the same folder: as long as a slow connection takes
PIN_OF_UV = re.compile(r"^uv==.*(?:(?<=\\)\n.*)*", re.MULTILINE)
REASONS = {
    "python": "The Python is not the one of last time, so the libraries are installed again.",
    "folder": "The folder has moved, so the libraries are installed again.",
    "pyproject.toml": "The project has changed, so the libraries are installed again.",
    stamp.LOCK: "The list of libraries has changed, so they are installed again.",
    stamp.TOOLS_LOCK: "Adding the tools for tests.",
}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def make(root: Path, locks: Sequence[str], *, command: str, say: Callable[[str], None] = _say) -> bool:
    """Make or repair `.venv`, and tell whether that worked; what went wrong is said in one sentence.

    Args:
        root: The lab's folder.
        locks: The locks to install.
        command: What the learner typed, for the next step.
        say: Takes each line for the learner.
    """
    try:
        with _alone(root / ".venv", command, say=say) as held:
            lacking = [fact.split()[0] for fact in stamp.missing(root, locks)]
            if lacking:
                _make(Tools(root, command, held), locks, lacking=lacking, say=say)
    except LabError as error:
        say(str(error))
    except OSError as error:
        say(str(failures.of_system(error, root, command)))
    except KeyboardInterrupt:
        say("\n" + str(failures.interrupted(command)))
    else:
        return True
    return False


@contextmanager
def _alone(folder: Path, command: str, *, say: Callable[[str], None]) -> Iterator[int]:
    """Hold the right to set up this folder."""
    _keep_aside_a_strange_one(folder, say)
    with ExitStack() as stack:
        try:
            held = stack.enter_context(turn(folder, TURN, wait=0))
        except LabError:
            say("Another terminal is setting up this folder: waiting for it.")
            try:
                held = stack.enter_context(turn(folder, TURN, wait=PATIENCE))
            except LabError:
                raise failures.occupied(command) from None
        yield held


def _keep_aside_a_strange_one(folder: Path, say: Callable[[str], None]) -> None:
    """Rename a `.venv` that the lab did not make: somebody may need it."""
    if not folder.exists() or (folder / f"{TURN}.lock").exists():
        return
    number = next(n for n in range(1, 1000) if not folder.with_name(f".venv-{n}").exists())
    folder.rename(folder.with_name(f".venv-{number}"))
    say(f"`.venv` was not made by the lab: it is kept as `.venv-{number}`.")


def _make(tools: Tools, locks: Sequence[str], *, lacking: Sequence[str], say: Callable[[str], None]) -> None:
    say(_reason(tools, lacking))
    if list(lacking) == [stamp.TOOLS_LOCK]:
        stamp.forget(tools.root)
        tools.install(lacking)
    else:
        pin = _pin_of_uv(tools.root)
        say("1 of 3: make a place for the libraries, `.venv`")
        _empty(tools.folder)
        tools.make_environment()
        say("2 of 3: download and install them; the first time this can take some minutes")
        tools.fetch_uv(pin)
        tools.install(locks)
        say("3 of 3: prepare them for a fast start")
    tools.install_project()
    stamp.write(tools.root, locks)


def _reason(tools: Tools, lacking: Sequence[str]) -> str:
    if stamp.recorded(tools.root):
        return REASONS[lacking[0]]
    if tools.log.exists():
        return "The last set-up did not come to its end: it starts over."
    return "Setting up the lab in this folder. This happens once."


def _empty(folder: Path) -> None:
    """Take everything away but the lock file, the record first: from here on `.venv` is half-made."""
    stamp.forget(folder.parent)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != f"{TURN}.lock":
            path.unlink()


def _pin_of_uv(root: Path) -> str:
    """Cut uv with its hashes out of the lock."""
    lock = root / stamp.LOCK
    pin = PIN_OF_UV.search(lock.read_text(encoding="utf-8")) if lock.exists() else None
    if pin is None:
        raise LabError(
            f"`{stamp.LOCK}` does not name uv, which installs all the rest.",
            f"Bring the file back: `git checkout {stamp.LOCK}`.",
        )
    return pin[0]
