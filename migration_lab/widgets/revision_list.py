"""What can be chosen in the revision graph: revisions, ids without a file, files that are no revision."""

from dataclasses import dataclass
from typing import Literal

from migration_lab.grid import cell
from migration_lab.values.revision_graph import RevisionGraph

LONGEST = 60


@dataclass(frozen=True)
class Entry:
    """One line of the list.

    Args:
        kind: What it is.
        identity: The revision's id; of a broken file nothing.
        label: What the list shows.
        file: The file's name; empty if there is none.
        line: The line of a broken file that is wrong.
        words: What is wrong with it.
    """

    kind: Literal["revision", "missing", "broken"]
    identity: str
    label: str
    file: str = ""
    line: int = 0
    words: str = ""

    def has(self, search: str) -> bool:
        """Tell whether each word of a search stands in the line, or in the message."""
        text = f"{self.label} {self.words}".lower()
        return all(word in text for word in search.lower().split())


def entries(graph: RevisionGraph) -> tuple[Entry, ...]:
    """List all that a graph shows, base first, then what is wrong."""
    files = {one.file for one in graph.history.revisions}
    found = [
        Entry("revision", one.id, _label(one.id, graph.marks(one.id)), one.file, words=one.message)
        for one in graph.history.revisions
    ]
    found += [Entry("missing", one, _label(one, graph.marks(one))) for one in graph.missing]
    found += [
        Entry("broken", "", _label(one.file, ("broken",)), one.file, one.line, one.words)
        for one in graph.history.broken
        if one.file not in files
    ]
    return tuple(found)


def _label(name: str, marks: tuple[str, ...]) -> str:
    said = f" · {', '.join(map(cell, marks))}" if marks else ""
    return cell(name, LONGEST) + said
