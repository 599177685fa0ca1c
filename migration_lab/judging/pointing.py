"""Name the learner's file and lines that answer for what was found: pointed at, never judged."""

import ast
import re
from collections.abc import Iterator

from migration_lab.grid import cell
from migration_lab.judging.replay import Replay
from migration_lab.running import frames
from migration_lab.running.frames import Place
from migration_lab.values.revision_file import Broken, parsed

FUNCTIONS = {"upgrade()": "upgrade", "downgrade()": "downgrade"}
MOST = 4  # operations, or files
NO_OPERATIONS = ("f", "batch_alter_table", "get_bind", "get_context")
NO_REVISION = "there is no new revision in alembic/versions"
RANDOM = re.compile(r"[0-9a-f]{12}")


def place(replay: Replay, where: str) -> str:
    """Turn "upgrade()" into the learner's file, function and lines; leave any other place as it is."""
    if where not in FUNCTIONS:
        return where
    mine = [path for path in (*replay.new, *replay.changed) if _is_revision(path)]
    if not mine:
        return NO_REVISION
    pointed = [f"{path}, {_inside(replay.files.get(path, ''), FUNCTIONS[where])}" for path in mine[:2]]
    return "; ".join(pointed) + (f"; and {len(mine) - 2} more" if len(mine) > 2 else "")


def line(traceback: str) -> Place | None:
    """Find the line of the learner's own files where a command failed; env.py is on every way."""
    own = frames.read(traceback).places
    inner = [one for one in own if not one.file.endswith("env.py")]
    return [None, *own, *inner][-1]


def trace(traceback: str) -> tuple[str, ...]:
    """List the learner's own lines on the way to an error."""
    return tuple(
        cell(f"{one.file}, line {one.line}: {one.code or one.function}") for one in frames.read(traceback).places
    )


def broken(replay: Replay, found: Broken) -> str:
    """Name the file that Alembic cannot place in the history, with the line that says its place."""
    path = next((one for one in replay.files if one.rpartition("/")[2] == found.file), found.file)
    lines = replay.files.get(path, "").splitlines()
    said = next((at for at, one in enumerate(lines, 1) if one.startswith("down_revision")), found.line)
    at = said if found.line == 1 else found.line
    return f"{path}, line {at}: {found.words}"


def labels(replay: Replay) -> str:
    """Name the learner's revisions; one with a random id by its message."""
    mine = [one for database in replay.histories for one in replay.mine(database)]
    names = [f'"{one.message}"' if RANDOM.fullmatch(one.id) and one.message else one.id for one in mine]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more


def _is_revision(path: str) -> bool:
    return path.startswith("alembic/") and path.count("/") == 2 and path.endswith(".py")


def _inside(text: str, name: str) -> str:
    try:
        tree = parsed(text, name)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return f"{name}()"
    function = next((one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name), None)
    if function is None:
        return f"it has no {name}()"
    calls = sorted(set(_operations(function)))
    if all(isinstance(one, ast.Pass | ast.Expr) and not _calls(one) for one in function.body):
        return f"{name}() at line {function.lineno}: empty"
    said = ", ".join(f"{called} at line {number}" for number, called in calls[:MOST])
    more = f" and {len(calls) - MOST} more" if len(calls) > MOST else ""
    return f"{name}(): {said}{more}" if calls else f"{name}() at line {function.lineno}"


def _operations(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    """Find calls such as `op.add_column(…)` and, inside a batch, `batch.alter_column(…)`."""
    bound = {
        item.optional_vars.id
        for one in ast.walk(function)
        if isinstance(one, ast.With)
        for item in one.items
        if isinstance(item.optional_vars, ast.Name)
    }
    for one in ast.walk(function):
        name = _method(one)
        if name and name[0] in {"op", *bound} and name[1] not in NO_OPERATIONS:
            yield one.lineno, name[1]  # type: ignore[attr-defined]


def _method(node: ast.AST) -> tuple[str, str] | None:
    """Split a call `name.method(…)`; None for anything else."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return None
    return (node.func.value.id, node.func.attr) if isinstance(node.func.value, ast.Name) else None


def _calls(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Call) for one in ast.walk(node))
