"""What can be chosen in the revision graph: revisions, base, ids without a file, files that cannot be read."""

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
        identity: The revision's id; of a broken file only if it still tells it, of base nothing.
        label: What the list shows.
        file: The file's name; empty if there is none.
        line: The line of a broken file that is wrong.
        words: What is wrong with it.
    """

    kind: Literal["revision", "missing", "broken", "base"]
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
    """List all that a graph shows: files of no known revision, base if a database is there, the revisions in order."""
    files = {*(one.file for one in graph.history.revisions), *(one.file for one in graph.unread.values())}
    found = [
        Entry("broken", "", _label(one.file, ("broken",)), one.file, one.line, one.words)
        for one in graph.history.broken
        if one.file not in files
    ]
    if graph.at_base:
        words = tuple(f"{name} is here" for name in graph.at_base)
        found.append(Entry("base", "", _label("base", (*words, "nothing has run")), words=", ".join(graph.at_base)))
    found += [entry for identity in graph.order for entry in _entries(graph, identity)]
    return (*found, *(Entry("missing", one, _label(one, graph.marks(one))) for one in graph.missing))


def _entries(graph: RevisionGraph, identity: str) -> list[Entry]:
    label = _label(identity, graph.marks(identity))
    if one := graph.unread.get(identity):
        return [Entry("broken", identity, label, one.file, one.line, one.words)]
    same = [one for one in graph.history.revisions if one.id == identity]
    return [Entry("revision", identity, label, one.file, words=one.message) for one in same]


def _label(name: str, marks: tuple[str, ...]) -> str:
    said = f" · {', '.join(map(cell, marks))}" if marks else ""
    return cell(name, LONGEST) + said
