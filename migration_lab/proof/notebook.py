"""A lesson's notebook as data: where a cell stands, and the one form in which outputs are saved and compared."""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from migration_lab.errors import LabError

PLANNED_FAILURE = "raises-exception"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_METADATA = ("deletable", "editable", "jupyter", "tags")

_HEADING = re.compile(r"^(#{1,6}) +(.+?) *#*$", re.MULTILINE)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)
_ERASED = re.compile(r"[^\n]\x08")
_FRAMES = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Place:
    """Where a code cell stands: in which file, under which heading, the how-manieth of how many."""

    file: str
    heading: str
    number: int
    total: int

    def __str__(self) -> str:
        return f'`{self.file}`, code cell {self.number} of {self.total}, under "{self.heading}"'


def read(path: Path) -> NotebookNode:
    """Read a notebook file.

    Raises:
        LabError: The file is no notebook.
    """
    try:
        content = path.read_text(encoding="utf-8")
        notebook: NotebookNode = nbformat.reads(content, as_version=4)
    except (ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        reason = str(error).partition("\n")[0][:200]
        message = f"`{path.name}` cannot be read as a notebook: {reason.rstrip('.')}."
        raise LabError(message, f"Put the file back as it was: `git checkout -- {path.name}`.") from error
    return notebook


def of(*sources: str) -> NotebookNode:
    """Make a notebook of code cells."""
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    return notebook


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """List the code cells in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def place(notebook: NotebookNode, file: str, number: int) -> Place:
    """Say where the code cell with this number, counted from 1, stands."""
    heading, seen = "(no heading above)", 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            seen += 1
            if seen == number:
                break
        elif cell.cell_type == "markdown":
            heading = next((words for _, words in reversed(headings(cell))), heading)
    return Place(file, heading, number, len(code_cells(notebook)))


def headings(cell: NotebookNode) -> list[tuple[int, str]]:
    """List level and words of the headings of a Markdown cell, without those that stand in a fenced block."""
    prose = re.sub(r"^(```|~~~).*?^\1", "", cell.source, flags=re.MULTILINE | re.DOTALL)
    return [(len(found[1]), found[2].strip()) for found in _HEADING.finditer(prose)]


def settled(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Bring outputs into the form in which they are saved and compared: the same run gives the same bytes.

    Nothing else is left out or replaced: there is no list of patterns to ignore.

    Chunks of a stream become one, stdout before stderr; what a carriage return wiped out is gone; a widget is
    kept by its text and HTML, not by its random id, and not at all where it has an output of its own beside its
    words; a traceback with frames (they carry paths and the line numbers of libraries) is cut to its last line.
    """
    worded = (output for output in outputs if set(output.get("data", {})) != {WIDGET_VIEW})
    return [
        one
        for is_stream, run in groupby(worded, key=lambda output: output.output_type == "stream")
        for one in (_streams(list(run)) if is_stream else map(_settled, run))
    ]


def saved_form(notebook: NotebookNode) -> str:
    """Write a notebook as the recorder saves it: nothing of the machine, the day or the editor is in the file."""
    kept = deepcopy(notebook)
    kept.metadata = nbformat.from_dict(METADATA)
    kept.nbformat, kept.nbformat_minor = 4, 5
    ids: set[str] = set()
    for cell in kept.cells:
        cell.id = _identity(cell, ids)
        cell.metadata = {name: cell.metadata[name] for name in CELL_METADATA if name in cell.metadata}
    for number, cell in enumerate(code_cells(kept), 1):
        cell.execution_count = number
        cell.outputs = settled(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
    return str(nbformat.writes(kept)).rstrip("\n") + "\n"


def failed(cell: NotebookNode) -> bool:
    """Say whether the cell's outputs hold an error."""
    return any(output.output_type == "error" for output in cell.outputs)


def difference(before: str, after: str, names: tuple[str, str]) -> str:
    """Write two texts as a unified diff, `-` for the first and `+` for the second."""
    lines = unified_diff(before.splitlines(), after.splitlines(), *names, lineterm="")
    return "\n".join(lines)


def text(outputs: Iterable[NotebookNode]) -> str:
    """Write outputs as lines for a report, each face under its name."""
    return "\n".join(f"[{name}]\n{body.rstrip()}" for output in outputs for name, body in faces(output))


def plain(said: str) -> str:
    """Take the colours out of what a terminal was told."""
    return _ANSI.sub("", said)


def faces(output: NotebookNode) -> Iterator[tuple[str, str]]:
    """List what one output says, by the name of the face: `stdout`, `text/html`, `error` …"""
    if output.output_type == "stream":
        yield output.name, output.text
    elif output.output_type == "error":
        yield "error", "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
    else:
        for mime, body in sorted(output.data.items()):
            words = body if isinstance(body, str) else json.dumps(body, sort_keys=True, indent=1, ensure_ascii=False)
            yield mime, words


def _streams(chunks: list[NotebookNode]) -> Iterator[NotebookNode]:
    for name in ("stdout", "stderr"):
        said = _shown("".join(chunk.text for chunk in chunks if chunk.name == name))
        if said:
            yield NotebookNode(output_type="stream", name=name, text=said)


def _identity(cell: NotebookNode, taken: set[str]) -> str:
    """Keep the cell's id, or make one from its text: a notebook written by a tool may have none, or two alike."""
    identity = cell.get("id") or sha256(cell.source.encode()).hexdigest()[:8]
    while identity in taken:
        identity = sha256(identity.encode()).hexdigest()[:8]
    taken.add(identity)
    return identity


def _shown(said: str) -> str:
    """Apply carriage returns and backspaces as a terminal would."""
    shorter = _ERASED.sub("", said)
    while shorter != said:
        said, shorter = shorter, _ERASED.sub("", shorter)
    return _OVERWRITTEN.sub("", said.replace("\r\n", "\n"))


def _settled(output: NotebookNode) -> NotebookNode:
    kept = deepcopy(output)
    if output.output_type == "error":
        trace = plain("\n".join(output.traceback))
        last = f"{output.ename}: {output.evalue}"
        kept.traceback = [last] if _FRAMES in trace or not trace else trace.split("\n")
        return kept
    if "execution_count" in kept:
        kept.execution_count = None
    kept.data.pop(WIDGET_VIEW, None)
    return kept
