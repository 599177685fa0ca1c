"""Say what an author needs when a cell is not as saved: which cell, what was saved, what came now, what to do next."""

from pathlib import PurePath
from textwrap import indent

from nbformat import NotebookNode

from migration_lab.kernel import Execution
from migration_lab.notebook import PLANNED_FAILURE, Place, code_cells, difference, failed, place, settled, text

LONGEST = 60


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
    saved, came = text(settled(before.outputs)), text(now)
    parts = [("cell", before.source), ("saved", saved or "(no output)"), ("now", came or "(no output)")]
    if saved and came and saved != came:
        parts.append(("difference", difference(saved, came, ("saved", "now"))))
    blocks = "\n\n".join(f"{name}:\n{indent(_cut(body), '    ')}" for name, body in parts)
    return f"{where}\n{what}\n\n{blocks}\n\nNext: {_next_step(where)}"


def _next_step(where: Place) -> str:
    stem = PurePath(where.file).stem
    number = stem.partition("_")[0]
    return (
        f"if the change is meant, run `./lab record {number if number.isdigit() else stem}`, "
        "read the difference with `git diff` and commit it; if not, repair what the cell shows."
    )


def _cut(body: str) -> str:
    lines = body.splitlines()
    rest = len(lines) - LONGEST
    return body if rest <= 0 else "\n".join([*lines[:LONGEST], f"… ({rest} more lines)"])
