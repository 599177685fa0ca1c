"""Which edition of the lab this is: its version, its lessons and its libraries, in one short code."""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from importlib import metadata

from migration_lab.places import ORIGIN

NAME = "migration-lab"
ROOMS = ("lab_app", "alembic", "notebooks", "migration_lab")
FILES = ("alembic.ini", "requirements.lock")
KINDS = frozenset({".py", ".ipynb", ".ini", ".mako", ".toml", ".json"})
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: the code is read out aloud
PIN = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)(?: ; ([^\\\n]+))?", re.MULTILINE)


def code() -> str:
    """Return four characters that change with any source file, lesson or library of the lab.

    They do not change with the computer, its Python or its SQLite: a whole room gets the same ones.
    """
    facts = [metadata.version(NAME), *(f"{name} {version}" for name, version in required().items()), *_sources()]
    number = int.from_bytes(hashlib.sha256("\n".join(facts).encode()).digest()[:4], "big")
    return "".join(LETTERS[number >> shift & 31] for shift in (0, 5, 10, 15))


def required() -> dict[str, str]:
    """Return the version of each library the lab itself requires."""
    wanted = (one for one in metadata.requires(NAME) or () if "extra ==" not in one)
    return {name: metadata.version(name) for name in sorted(re.split(r"[^\w.-]", one)[0] for one in wanted)}


def pinned() -> dict[str, str]:
    """Read which version of each library the lock asks for on this computer; a pin may be for other ones only."""
    from packaging.markers import Marker

    pins = PIN.findall((ORIGIN / "requirements.lock").read_text(encoding="utf-8"))
    return {name: version for name, version, where in pins if not where or Marker(where).evaluate()}


def installed(names: Iterable[str]) -> dict[str, str]:
    """Return the version of each of these libraries that is installed here; one that is missing is left out."""
    found = {}
    for name in names:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def _sources() -> list[str]:
    files = [ORIGIN / name for name in FILES]
    for room in ROOMS:
        files += [path for path in (ORIGIN / room).rglob("*") if path.suffix in KINDS and not _made(path.parts)]
    named = sorted((path.relative_to(ORIGIN).as_posix(), path) for path in files if path.is_file())
    return [f"{name} {_digest(path.read_bytes())}" for name, path in named]


def _made(parts: tuple[str, ...]) -> bool:
    return "__pycache__" in parts or ".ipynb_checkpoints" in parts


def _digest(content: bytes) -> str:
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()  # Git on Windows may check out CRLF
