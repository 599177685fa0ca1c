"""The revisions of a history and where databases stand among them: heads, merges, what is applied, what is pending."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values import graph
from migration_lab.values.history import History
from migration_lab.values.revision_file import Revision

Stands = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, repr=False)
class RevisionGraph(Shown):
    """A history with its databases.

    Args:
        history: The revisions.
        stands: The name of each database, and at which revisions it stands; none at base.
    """

    history: History
    stands: Stands = ()

    @classmethod
    def of(cls, history: History, stands: Mapping[str, tuple[str, ...]]) -> "RevisionGraph":
        """Put a history and its databases together: `{"primary": ("004_drop_user_bio",)}`."""
        return cls(history, tuple((name, tuple(ids)) for name, ids in stands.items()))

    @cached_property
    def revisions(self) -> dict[str, Revision]:
        """The revisions by id, base first; of an id that is used twice the first file."""
        found: dict[str, Revision] = {}
        for revision in self.history.revisions:
            found.setdefault(revision.id, revision)
        return found

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """What each revision follows, by id; also ids that have no file."""
        return {one.id: tuple(dict.fromkeys(map(self._named, one.down_revisions))) for one in self.revisions.values()}

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """What each revision depends on, by id; also ids that have no file."""
        return {one.id: tuple(dict.fromkeys(map(self._named, one.depends_on))) for one in self.revisions.values()}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """What follows each revision, also one that has no file."""
        found: dict[str, list[str]] = {}
        for identity, parents in self.parents.items():
            for parent in parents:
                found.setdefault(parent, []).append(identity)
        return {parent: tuple(ids) for parent, ids in found.items()}

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The ids that a file or a database names, and no file has."""
        named = [one for ids in (*self.parents.values(), *self.needs.values()) for one in ids]
        named += [identity for _, ids in self.stands for identity in ids]
        return tuple(identity for identity in dict.fromkeys(named) if identity not in self.revisions)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The revisions that nothing follows."""
        return frozenset(identity for identity in self.revisions if identity not in self.children)

    @cached_property
    def applied(self) -> dict[str, frozenset[str]]:
        """The revisions that each database has: where it stands, and all below."""
        return {name: self._below(ids) for name, ids in self.stands}

    def here(self, identity: str) -> tuple[str, ...]:
        """Name the databases that stand at a revision."""
        return tuple(name for name, ids in self.stands if identity in ids)

    def marks(self, identity: str) -> tuple[str, ...]:
        """Say what is special about a revision, most important first."""
        here = [f"{name} is here" for name in self.here(identity)]
        if identity not in self.revisions:
            return (*here, "no file")
        kinds = [
            ("head", identity in self.heads),
            ("base", not self.parents[identity]),
            ("merge", len(self.parents[identity]) > 1),
            ("branch point", len(self.children.get(identity, ())) > 1),
        ]
        return (*here, *(word for word, is_so in kinds if is_so), *self.state(identity))

    def state(self, identity: str) -> tuple[str, ...]:
        """Say whether a revision is applied; of several databases, in which it is pending.

        What a database has that stands at a revision without a file is not known: nothing is pending there.
        """
        if not self.stands or identity not in self.revisions:
            return ()
        lacking = [name for name, ids in self.applied.items() if identity not in ids]
        if not lacking:
            return () if self.here(identity) else ("applied",)
        pending = [name for name in lacking if self._is_known(name)]
        return ("pending",) if len(pending) == len(self.stands) else tuple(f"pending in {name}" for name in pending)

    @property
    def grid(self) -> Grid:
        """Show one line for each revision, base first, then what is wrong."""
        rows = [self._row(one) for one in self.history.revisions]
        rows += [(one, "?", "no file has this revision", self._marked(one)) for one in self.missing]
        rows += [(broken.file, f"line {broken.line}", broken.words, "broken") for broken in self.history.broken]
        rows += [("(base)", "", "no revision is applied", f"{name} is here") for name, ids in self.stands if not ids]
        shown = tuple(tuple(map(cell, row)) for row in rows)
        return Grid(
            ("revision", "follows", "message", "mark"), shown, "" if self.history.revisions else "no revisions yet"
        )

    def _row(self, one: Revision) -> tuple[str, str, str, str]:
        follows = ", ".join(one.down_revisions) or "(base)"
        depends = f"; depends on {', '.join(one.depends_on)}" if one.depends_on else ""
        labels = (f"label {', '.join(one.branch_labels)}",) if one.branch_labels else ()
        return one.id, follows + depends, one.message, ", ".join((*labels, *self.marks(one.id)))

    def _marked(self, identity: str) -> str:
        return ", ".join(self.marks(identity))

    def _is_known(self, database: str) -> bool:
        return all(identity in self.revisions for identity in dict(self.stands)[database])

    @cached_property
    def _names(self) -> dict[str, str]:
        return graph.names_of(self.history.revisions)

    def _named(self, parent: str) -> str:
        return self._names.get(parent, parent)

    def _below(self, ids: tuple[str, ...]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(ids)
        while waiting:
            identity = waiting.pop()
            if identity not in found:
                found.add(identity)
                waiting += [*self.parents.get(identity, ()), *self.needs.get(identity, ())]
        return frozenset(found)
