"""Read one revision file without running it: what it says about its place in the history."""

import ast
import re
import threading
import warnings
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

FACTS = ("revision", "down_revision", "branch_labels", "depends_on")
KNOWN = 512  # files of which it is remembered what they say
_alone = threading.Lock()  # two threads that parse at once confuse Python 3.11 (gh-106905: a SystemError)
_LEGIBLE = re.compile(r"^(revision|down_revision)[ \t]*(?::[^=\n]*)?=[ \t]*(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Revision:
    """One step of a history, as its file states it."""

    id: str
    down_revisions: tuple[str, ...] = ()
    message: str = ""
    docstring: str = ""
    branch_labels: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    file: str = ""

    def __str__(self) -> str:
        return f"{self.id}: {self.message}" if self.message else self.id


@dataclass(frozen=True)
class Broken:
    """A revision file, or a place in the history, that Alembic will stumble over; in words.

    Args:
        file: The file's name.
        line: The line that is wrong.
        words: What is wrong.
        id: Which revision the file is, if one of its lines still says so.
        down_revisions: What it follows, likewise.
    """

    file: str
    line: int
    words: str
    id: str = ""
    down_revisions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.words}"


def parsed(source: str | bytes, name: str) -> ast.Module:
    """Parse a learner's file: one thread at a time, and without a warning.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: Python cannot read it.
    """
    with _alone, warnings.catch_warnings(action="ignore"):  # a doubtful "\d" in a string is no matter of ours
        return ast.parse(source, name)


def read(path: Path) -> Revision | Broken:
    """Read the revision in the file `path`; the file is parsed, never imported."""
    found = _read(path)
    return found if isinstance(found, Revision) else _legible(path, found)


def _read(path: Path) -> Revision | Broken:
    try:
        return _understood(path.name, path.read_bytes())
    except OSError as error:
        return Broken(path.name, 1, f"The file cannot be opened: {error.strerror}.")


@lru_cache(maxsize=KNOWN)
def _understood(file: str, source: bytes) -> Revision | Broken:
    """Tell what a file says; parsing is most of the work, and the same files are read again and again."""
    try:
        return _revision(file, parsed(source, file))
    except SyntaxError as error:
        return Broken(file, error.lineno or 1, f"Python cannot read this file: {error.msg}.")
    except (ValueError, RecursionError, MemoryError) as error:
        return Broken(file, 1, f"Python cannot read this file: {error}.")


def _legible(path: Path, broken: Broken) -> Broken:
    """Add what single lines of a broken file still say of its place in the history."""
    try:
        lines = _LEGIBLE.findall(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return broken
    known: dict[str, tuple[str, ...]] = {}
    for name, words in lines:
        try:
            with _alone:
                value = ast.literal_eval(words)
            known[name] = _texts(value) or ()
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            continue
    identity = "".join(known.get("revision", ())[:1])
    return replace(broken, id=identity, down_revisions=known.get("down_revision", ()) if identity else ())


def _revision(file: str, tree: ast.Module) -> Revision | Broken:
    values: dict[str, tuple[int, Any]] = {}
    known: dict[str, Any] = {}
    for line, name, node in _assignments(tree):
        try:
            known[name] = known[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)
        except (ValueError, KeyError, TypeError, SyntaxError, MemoryError, RecursionError):
            if name in FACTS:
                return Broken(file, line, f"`{name}` is computed; write it as a plain value.")
            continue
        values[name] = (line, known[name])
    return _checked(file, values, ast.get_docstring(tree, clean=False) or "")


def _assignments(tree: ast.Module) -> list[tuple[int, str, ast.expr]]:
    found: list[tuple[int, str, ast.expr]] = []
    for node in tree.body:
        if isinstance(node, ast.Assign):
            found += [(node.lineno, name.id, node.value) for name in node.targets if isinstance(name, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.append((node.lineno, node.target.id, node.value))
    return found


def _checked(file: str, values: dict[str, tuple[int, Any]], docstring: str) -> Revision | Broken:
    for name in FACTS[:2]:
        if name not in values:
            return Broken(file, 1, f'`{name}` is missing; Alembic needs a line such as `{name} = "…"`.')
    line, identity = values["revision"]
    if not isinstance(identity, str) or not identity:
        return Broken(file, line, f"`revision` must be a text such as `001_initial_schema`, not `{identity!r}`.")
    lists: list[tuple[str, ...]] = []
    for name in FACTS[1:]:
        line, value = values.get(name, (1, None))
        texts = _texts(value)
        if texts is None:
            return Broken(file, line, f"`{name}` must be a revision, a tuple of revisions or `None`, not `{value!r}`.")
        lists.append(texts)
    downs, labels, depends = lists
    return Revision(identity, downs, _message(docstring), docstring.strip(), labels, depends, file)


def _texts(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return ()
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, (tuple, list, set)) or not all(isinstance(text, str) for text in values):
        return None
    return tuple(sorted(values)) if isinstance(values, set) else tuple(values)


def _message(docstring: str) -> str:
    """Give the first paragraph as one line, as `alembic history` shows it."""
    return " ".join(docstring.strip().split("\n\n")[0].split())
