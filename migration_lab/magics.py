"""`%alembic` in a notebook: the real command in the current workspace, its own words, then what it changed."""

import contextlib
import re
import sys
from dataclasses import replace
from typing import Any

from migration_lab import completion, following, places, see
from migration_lab.errors import LabError
from migration_lab.lessons import disk, opened, workspace
from migration_lab.lessons.project import HISTORIES
from migration_lab.lessons.workspace import Workspace
from migration_lab.running import bytecode, frames, shelf
from migration_lab.running.command_line import split
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Interrupted, Run
from migration_lab.values import snapshot
from migration_lab.values.last_change import LastChange
from migration_lab.values.snapshot import Changes, Snapshot
from migration_lab.values.unchanged import Unchanged

LAST_RUN = "_alembic"  # the notebook's name for the last run, as `_` is for the last value
HALF_DONE = "a part of it is in the database now, as shown above: first take that away, or bring back a copy."
LAST_CHANGES = "_changes"  # and for what it changed: `see.changes(_changes)` shows it again
_LINE = re.compile(r"\s*%alembic\s+(.*)")
_SECTIONS = {"alembic": "primary", "analytics": "analytics"}


def register(shell: Any) -> None:
    """Give a notebook `%alembic`, with Tab completion; doing it again changes nothing.

    Args:
        shell: IPython's `InteractiveShell`.
    """

    def alembic(line: str) -> None:
        """Run `alembic` with these arguments in the current project: `%alembic --help` lists them."""
        run_line(shell, line)

    shell.register_magic_function(alembic, "line", "alembic")
    if _match not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(_match)
    shell.events.register("pre_run_cell", _freshen)
    shell.events.register("post_run_cell", following.tell)


def _freshen(_: object) -> None:
    """Let `!alembic` see the files as they are, too: before each cell, byte-code of older versions goes."""
    with contextlib.suppress(LabError, OSError):
        bytecode.freshen(workspace.current().path)


def run_line(shell: Any, line: str) -> None:
    """Run one `%alembic` line, print Alembic's words, then show what changed.

    Raises:
        AlembicFailed: The command failed; what it had changed by then is shown first.
        LabError: There is no workspace, or the command must not run.
    """
    lab = workspace.current()
    arguments = split(line)
    lab.examine()
    _put_aside(lab)
    before = Snapshot.read(lab.databases)
    try:
        run = lab.alembic(*arguments)
    except Interrupted as interrupted:
        run = interrupted.run
    shell.user_ns[LAST_RUN] = run
    _tell(run)
    _show(shell, frames.read(run.traceback))
    after = Snapshot.read(lab.databases)
    found = snapshot.changes(before, after, run.statements)
    if found:
        following.keep(opened.token(lab.name), LastChange(after, found, _ended(run)))
    _show_changes(shell, replace(found or Unchanged(after, run.statements), project=workspace.named(lab)))
    following.tell()
    if not run.ok:
        raise AlembicFailed(run, first=HALF_DONE if found and _stands_still(before, after) else "")


def _stands_still(before: Snapshot, after: Snapshot) -> bool:
    """Tell whether every database stands at the revision where it stood."""
    return all(state.revisions == after[name].revisions for name, state in before.databases)


def _tell(run: Run) -> None:
    """Print the words on one stream; an ending without a line break would glue itself to the next output."""
    words = run.words if run.words.endswith("\n") or not run.words else f"{run.words}\n"
    sys.stdout.write(words)
    sys.stdout.flush()


def _ended(run: Run) -> str:
    """Name the command, and how it ended if it did not end well."""
    failed = ", which was stopped" if run.ending == "stopped" else ", which failed"
    return run.command if run.ok else f"{run.command}{failed}"


def _show_changes(shell: Any, found: Changes | Unchanged) -> None:
    """Display what changed, or one quiet line; as a widget where a kernel keeps it alive."""
    shell.user_ns[LAST_CHANGES] = found
    _show(shell, _dressed(found) if getattr(shell, "kernel", None) else found)


def _dressed(found: Changes | Unchanged) -> object:
    """Give the widget where there is more to see than the words; without ipywidgets the words are enough."""
    if isinstance(found, Unchanged) and not found.statements:
        return found
    try:
        return see.changes(found)
    except ImportError:
        return found


def _show(shell: Any, value: object) -> None:
    """Display a value unless it is empty; a widget displays itself."""
    if value:
        data, metadata = shell.display_formatter.format(value)
        if data:
            shell.display_pub.publish(data, metadata)


def _put_aside(lab: Workspace) -> None:
    folder = places.home() / "attempts" / lab.name / "versions"
    with disk.told(folder):
        shelf.put_aside(lab.path, folder)


def _match(context: Any) -> dict[str, Any]:
    """Answer IPython's Tab key; on a `%alembic` line nobody else answers."""
    found = _LINE.fullmatch(context.text_until_cursor)
    if not found:
        return {"completions": []}
    from IPython.core.completer import SimpleCompletion

    typed = found[1]
    word = typed.rpartition(" ")[2]
    begun = len(word) - len(context.token)  # IPython takes `+` and `@` for the end of a word, and replaces what follows
    texts = [offered[begun:] for offered in completion.offer(typed, word, _revisions)]
    return {"completions": [SimpleCompletion(text) for text in texts], "suppress": True, "ordered": True}


_match.matcher_api_version = 2  # type: ignore[attr-defined]


def _revisions(section: str) -> list[str]:
    """List the ids of a history, newest first."""
    database = _SECTIONS.get(section, section)
    try:
        lab = workspace.current()
        return [revision.id for revision in reversed(lab.history(database).revisions)] if database in HISTORIES else []
    except LabError:
        return []
