"""Say what an author needs when a cell is not as saved: which cell, what was saved, what came now, what to do next."""

from collections import defaultdict
from pathlib import PurePath
from textwrap import indent

from nbformat import NotebookNode

from migration_lab.command import LAB
from migration_lab.proof.kernel import Execution
from migration_lab.proof.notebook import PLANNED_FAILURE, Place, code_cells, difference, faces, failed, place, settled

LONGEST, WIDEST = 30, 160
PLAIN, NOTHING = "text/plain", "(no output)"


def compare(saved: NotebookNode, now: Execution, *, file: str, number: int) -> str:
    """Compare one code cell, counted from 1, with what came out of a fresh kernel; nothing is said if they agree."""
    before, after = code_cells(saved)[number - 1], code_cells(now.notebook)[number - 1]
    where = place(saved, file, number)
    if now.stop is not None and now.stop.number == number:
        return _stopped(where, before, after, now)
    if before.execution_count is None:
        return _report(where, before, "The cell was never run when the notebook was saved.", now=after.outputs)
    if PLANNED_FAILURE in before.metadata.get("tags", []) and not failed(after):
        what = f"The cell carries the tag `{PLANNED_FAILURE}`, but nothing was raised."
        return _report(where, before, what, now=after.outputs)
    if settled(before.outputs) != after.outputs:
        return _report(where, before, "The output is not the one that is saved.", now=after.outputs)
    return ""


def _stopped(where: Place, before: NotebookNode, after: NotebookNode, now: Execution) -> str:
    assert now.stop is not None
    rest = where.total - where.number
    after_it = {0: "", 1: " The cell after it was not run."}.get(rest, f" The {rest} code cells after it were not run.")
    report = _report(where, before, now.stop.reason + after_it, now=after.outputs)
    return f"{report}\n\nTraceback:\n{indent(now.stop.traceback, '    ')}" if now.stop.traceback else report


def _report(where: Place, before: NotebookNode, what: str, *, now: list[NotebookNode]) -> str:
    stored = settled(before.outputs)
    names, also = _telling(stored, now)
    saved, came = _text(stored, names), _text(now, names)
    parts = [("cell", before.source), ("saved", _cut(saved or NOTHING)), ("now", _cut(came or NOTHING))]
    if saved and came and saved != came:
        parts.append(("difference", difference(saved, came, ("saved", "now"))))
    if also:
        parts.append(("different, too", ", ".join(also)))
    blocks = "\n\n".join(f"{name}:\n{indent(body, '    ')}" for name, body in parts)
    return f"{where}\n{what}\n\n{blocks}\n\nNext: {_next_step(where)}"


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


def _next_step(where: Place) -> str:
    stem = PurePath(where.file).stem
    number = stem.partition("_")[0]
    return (
        f"if the change is meant, run `{LAB} record {number if number.isdigit() else stem}`, "
        "read the difference with `git diff` and commit it; if not, repair what the cell shows."
    )


def _cut(body: str) -> str:
    lines = [line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in body.splitlines()]
    rest = len(lines) - LONGEST
    return "\n".join(lines if rest <= 0 else [*lines[:LONGEST], f"… ({rest} more lines)"])
