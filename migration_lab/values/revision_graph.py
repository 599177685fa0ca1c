"""The revisions of a history and where databases stand among them: heads, merges, what is applied, what is pending."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from migration_lab.grid import Grid, Shown, cell
from migration_lab.values import graph
from migration_lab.values.history import History
from migration_lab.values.revision_file import Broken, Revision

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
        """What each revision follows, by id; also ids that have no file, and what a broken file still says."""
        known: list[Revision | Broken] = [*self.revisions.values()]
        known += (replace(one, id=name) for name, one in self.unread.items())
        return {one.id: tuple(dict.fromkeys(map(self._named, one.down_revisions))) for one in known}

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
        known = {*self.revisions, *self.unread}
        return tuple(identity for identity in dict.fromkeys(named) if identity not in known)

    @cached_property
    def unread(self) -> dict[str, Broken]:
        """The files that cannot be read, by the id that a line of theirs, or else their name, still tells."""
        files = {one.file for one in self.history.revisions}
        broken = {one.id or one.file.removesuffix(".py"): one for one in self.history.broken if one.file not in files}
        named = {
            self._named(one) for each in self.history.revisions for one in (*each.down_revisions, *each.depends_on)
        }
        named |= {identity for _, ids in self.stands for identity in ids}
        return {name: one for name, one in broken.items() if name not in self.revisions and (one.id or name in named)}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All revisions, base first; one whose file cannot be read stands before what follows it."""
        found = list(self.revisions)
        for name in self.unread:
            places = [found.index(child) for child in self.children.get(name, ()) if child in found]
            found.insert(min(places, default=len(found)), name)
        return tuple(found)

    @cached_property
    def problems(self) -> tuple[Broken, ...]:
        """What Alembic stumbles over; of a file that is there and broken it is not said that it is missing."""
        said = {
            f"`{name}`, and no file has that revision.": f"`{name}`, whose file cannot be read." for name in self.unread
        }
        return tuple(replace(one, words=_replaced(one.words, said)) for one in self.history.broken)

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
        if identity in self.unread:
            return (*here, f"file cannot be read: line {self.unread[identity].line}")
        if identity not in self.revisions:
            return (*here, "no file")
        kinds = [
            ("head", identity in self.heads),
            ("merge", len(self.parents[identity]) > 1),
            ("branch point", len(self.children.get(identity, ())) > 1),
        ]
        return (*here, *(word for word, is_so in kinds if is_so), *self.state(identity))

    def state(self, identity: str) -> tuple[str, ...]:
        """Say whether a revision is applied; of several databases, in which it is pending, or not known."""
        if not self.stands or identity not in self.revisions:
            return ()
        lacking = [name for name, ids in self.applied.items() if identity not in ids]
        if not lacking:
            return () if self.here(identity) else ("applied",)
        pending = [name for name in lacking if not self.doubts[name] or identity in self._ahead[name]]
        kinds = (("pending", pending), ("not known", [name for name in lacking if name not in pending]))
        words = [(word, name) for word, names in kinds for name in names]
        alike = {word for word, _ in words} if len(lacking) == len(self.stands) else set()
        return tuple(alike) if len(alike) == 1 else tuple(f"{word} in {name}" for word, name in words)

    @cached_property
    def doubts(self) -> dict[str, tuple[str, ...]]:
        """For each database the ids that hide what it has: it went through them, and nothing says what they follow."""
        dark = {*self.missing, *(name for name, one in self.unread.items() if not one.down_revisions)}
        return {
            name: tuple(one for one in (*self.unread, *self.missing) if one in dark & ids)
            for name, ids in self.applied.items()
        }

    def doubt(self, database: str) -> str:
        """Say why it is not known what a database lacks; empty if it is known."""
        words = {"not known", f"not known in {database}"}
        if not any(words.intersection(self.state(identity)) for identity in self.revisions):
            return ""
        why = [
            f"{cell(one)} {'cannot be read' if one in self.unread else 'has no file'}" for one in self.doubts[database]
        ]
        return f"not known, because {' and '.join(why)}"

    @property
    def at_base(self) -> tuple[str, ...]:
        """Name the databases in which nothing has run."""
        return tuple(name for name, ids in self.stands if not ids)

    @property
    def grid(self) -> Grid:
        """Show one line for each revision, base first, then what is wrong."""
        bare = tuple(f"{name} is here" for name in self.at_base)
        rows = [("(base)", "", "nothing has run", ", ".join(bare))] if bare else []
        rows += [row for identity in self.order for row in self._rows(identity)]
        rows += [(one, "?", "no file has this revision", self._marked(one)) for one in self.missing]
        placed = [broken.file for broken in self.unread.values()]
        rows += [(one.file, f"line {one.line}", one.words, "broken") for one in self.problems if one.file not in placed]
        shown = tuple(tuple(map(cell, row)) for row in rows)
        return Grid(
            ("revision", "follows", "message", "mark"), shown, "" if self.history.revisions else "no revisions yet"
        )

    def _rows(self, identity: str) -> list[tuple[str, str, str, str]]:
        """Give the lines of an id: several where several files use it."""
        if broken := self.unread.get(identity):
            follows = ", ".join(broken.down_revisions) or "?"
            return [(identity, follows, str(broken), self._marked(identity))]
        return [self._row(one) for one in self.history.revisions if one.id == identity]

    def _row(self, one: Revision) -> tuple[str, str, str, str]:
        follows = ", ".join(one.down_revisions) or "(base)"
        depends = f"; depends on {', '.join(one.depends_on)}" if one.depends_on else ""
        labels = (f"label {', '.join(one.branch_labels)}",) if one.branch_labels else ()
        return one.id, follows + depends, one.message, ", ".join((*labels, *self.marks(one.id)))

    def _marked(self, identity: str) -> str:
        return ", ".join(self.marks(identity))

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

    @cached_property
    def _ahead(self) -> dict[str, frozenset[str]]:
        """For each database what comes after the revisions it stands at: that it surely has not."""
        return {name: self._above(ids) for name, ids in self.stands}

    def _above(self, ids: tuple[str, ...]) -> frozenset[str]:
        """Find what comes after these revisions."""
        found: set[str] = set()
        waiting = [child for identity in ids for child in self.children.get(identity, ())]
        while waiting:
            identity = waiting.pop()
            if identity not in found:
                found.add(identity)
                waiting += self.children.get(identity, ())
        return frozenset(found)


def _replaced(words: str, said: Mapping[str, str]) -> str:
    for old, new in said.items():
        words = words.replace(old, new)
    return words
