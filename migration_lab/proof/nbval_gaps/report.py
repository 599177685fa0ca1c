"""Say what an author needs when a cell is not as saved: which cell, what was saved, what came now, what to do next."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import PurePath
from textwrap import indent

from nbformat import NotebookNode

from migration_lab.command import LAB
from migration_lab.proof.kernel import Execution, Stop
from migration_lab.proof.notebook import PLANNED_FAILURE, Place, code_cells, difference, faces, failed, place, settled

LONGEST, WIDEST = 30, 160
PLAIN, NOTHING = "text/plain", "(no output)"

Advice = Callable[[Place, NotebookNode], str]


def recording(where: Place, _: NotebookNode) -> str:
    """Say what to do about a cell of a lesson as it is saved."""
    stem = PurePath(where.file).stem
    number = stem.partition("_")[0]
    return (
        f"if the change is meant, run `{LAB} record {number if number.isdigit() else stem}`, "
        "read the difference with `git diff` and commit it; if not, repair what the cell shows."
    )


def compare(saved: NotebookNode, now: Execution, *, file: str, number: int, advice: Advice = recording) -> str:
    """Compare one code cell, counted from 1, with what came out of a fresh kernel; nothing is said if they agree."""
    before, after = code_cells(saved)[number - 1], code_cells(now.notebook)[number - 1]
    where = place(saved, file, number)
    stop = now.stop if now.stop is not None and now.stop.number == number else None
    what = _stopped(where, stop) if stop else _differs(before, after)
    if not what:
        return ""
    report = f"{where}\n{what}\n\n{_shown(before, after.outputs)}\n\nNext: {advice(where, before)}"
    return f"{report}\n\nTraceback:\n{indent(stop.traceback, '    ')}" if stop and stop.traceback else report


def _stopped(where: Place, stop: Stop) -> str:
    rest = where.total - where.number
    after_it = {0: "", 1: " The cell after it was not run."}.get(rest, f" The {rest} code cells after it were not run.")
    return stop.reason + after_it


def _differs(before: NotebookNode, after: NotebookNode) -> str:
    if before.execution_count is None:
        return "The cell was never run when the notebook was saved."
    if PLANNED_FAILURE in before.metadata.get("tags", []) and not failed(after):
        return f"The cell carries the tag `{PLANNED_FAILURE}`, but nothing was raised."
    return "The output is not the one that is saved." if settled(before.outputs) != after.outputs else ""


def _shown(before: NotebookNode, now: list[NotebookNode]) -> str:
    stored = settled(before.outputs)
    names, also = _telling(stored, now)
    saved, came = _text(stored, names), _text(now, names)
    parts = [("cell", before.source), ("saved", _cut(saved or NOTHING)), ("now", _cut(came or NOTHING))]
    if saved and came and saved != came:
        parts.append(("difference", difference(saved, came, ("saved", "now"))))
    if also:
        parts.append(("different, too", ", ".join(also)))
    return "\n\n".join(f"{name}:\n{indent(body, '    ')}" for name, body in parts)


def _telling(saved: list[NotebookNode], now: list[NotebookNode]) -> tuple[set[str], list[str]]:
    """Choose the faces to show, and name those that differ too: a table speaks three times, once is enough to read."""
    before, after = _by_face(saved), _by_face(now)
    names = {*before, *after}
    different = {name for name in names if before[name] != after[name]}
    words = {name for name in names if "/" not in name or name == PLAIN}
    if not different & words:
        return words | (different or names), []
    return words, sorted(different - words)


def _by_face(outputs: list[NotebookNode]) -> defaultdict[str, list[str]]:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for name, body in (face for output in outputs for face in faces(output)):
        said[name].append(body)
    return said


def _text(outputs: list[NotebookNode], names: set[str]) -> str:
    """Write the chosen faces; HTML gets a line for each tag, so that a difference can be seen in it."""
    return "\n".join(
        f"[{name}]\n{body.replace('><', '>' + chr(10) + '<') if name == 'text/html' else body}".rstrip()
        for output in outputs
        for name, body in faces(output)
        if name in names
    )


def _cut(body: str) -> str:
    lines = [line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in body.splitlines()]
    rest = len(lines) - LONGEST
    return "\n".join(lines if rest <= 0 else [*lines[:LONGEST], f"… ({rest} more lines)"])
