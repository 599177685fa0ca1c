"""Fold a long history: what matters stays open, runs of ordinary revisions become one knot of the picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from migration_lab.values.revision_graph import RevisionGraph

SMALL = 10  # revisions that are always drawn one by one
ROOM = 14  # knots in one picture
SHORTEST = 3  # revisions worth folding
NEAR = 1  # steps around the selected revision that stay open

Kind = Literal["revision", "run", "missing", "unread", "rest"]


@dataclass(frozen=True)
class Knot:
    """One box of the picture: a revision, or many."""

    kind: Kind
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """A line of the picture, from the older knot to the newer one, by their places."""

    older: int
    newer: int
    kind: Literal["follows", "depends"] = "follows"


@dataclass(frozen=True)
class Folded:
    """The picture's knots and lines, base first."""

    knots: tuple[Knot, ...]
    edges: tuple[Edge, ...]

    def where(self, identity: str) -> int | None:
        """Find the knot that holds a revision."""
        return next((place for place, knot in enumerate(self.knots) if identity in knot.ids), None)


def fold(graph: RevisionGraph, selected: str = "", room: int = ROOM) -> Folded:
    """Fold a history around one revision.

    Args:
        graph: The history.
        selected: The revision to look at; it and its neighbours stay open.
        room: So many knots are drawn at most, nearest to the selected one; the rest is two knots, earlier and later.
    """
    small = len(graph.order) + len(graph.missing) <= SMALL
    kept = set(graph.revisions) if small else _kept(graph, selected)
    knots = [*_runs(graph, kept), *(Knot("unread", (identity,)) for identity in graph.unread)]
    knots += [Knot("missing", (identity,)) for identity in graph.missing]
    if len(knots) > room:
        knots = _window(graph, knots, centre=_centre(graph, selected), room=room)
    return Folded(tuple(knots), _edges(graph, knots))


def _kept(graph: RevisionGraph, selected: str) -> set[str]:
    """Choose what must not be folded."""
    around = {identity for identity in graph.revisions if _is_special(graph, identity)}
    standing = [identity for _, ids in graph.stands for identity in ids]
    needed = {one for ids in graph.needs.values() for one in ids}
    return around | _near(graph, standing, 1) | _near(graph, [selected] if selected else [], NEAR) | needed


def _is_special(graph: RevisionGraph, identity: str) -> bool:
    parents, children = graph.parents[identity], graph.children.get(identity, ())
    one = graph.revisions[identity]
    broken = any(parent not in graph.revisions for parent in parents) or identity in parents
    return len(parents) != 1 or len(children) != 1 or bool(one.branch_labels or one.depends_on) or broken


def _near(graph: RevisionGraph, ids: Iterable[str], steps: int) -> set[str]:
    found = set(ids)
    edge = set(found)
    for _ in range(steps):
        edge = {
            one for identity in edge for one in (*graph.parents.get(identity, ()), *graph.children.get(identity, ()))
        }
        found |= edge
    return found


def _runs(graph: RevisionGraph, kept: set[str]) -> list[Knot]:
    """Join each ordinary revision to the run of its parent; short runs stay open."""
    runs: list[list[str]] = []
    run_of: dict[str, list[str]] = {}
    for identity in graph.revisions:
        parent = next(iter(graph.parents[identity]), "")
        run = run_of.get(parent) if identity not in kept else None
        if run is None:
            run = []
            runs.append(run)
        run.append(identity)
        if identity not in kept:
            run_of[identity] = run
    return [knot for run in runs for knot in _knots(run)]


def _knots(run: list[str]) -> list[Knot]:
    if len(run) >= SHORTEST:
        return [Knot("run", tuple(run))]
    return [Knot("revision", (identity,)) for identity in run]


def _centre(graph: RevisionGraph, selected: str) -> str:
    standing = [identity for _, ids in graph.stands for identity in ids]
    return next(iter([one for one in (selected, *standing, *reversed(graph.revisions)) if one]), "")


def _window(graph: RevisionGraph, knots: list[Knot], *, centre: str, room: int) -> list[Knot]:
    """Keep the knots nearest to the centre; what lies outside becomes one knot before and one after."""
    middle = next((place for place, knot in enumerate(knots) if centre in knot.ids), 0)
    near = _nearest(_neighbours(_edges(graph, knots)), middle, room)
    earlier = [identity for place in range(middle) if place not in near for identity in knots[place].ids]
    later = [one for place in range(middle, len(knots)) if place not in near for one in knots[place].ids]
    inside = [knots[place] for place in sorted(near)]
    before = [Knot("rest", tuple(earlier))] if earlier else []
    return [*before, *inside, *([Knot("rest", tuple(later))] if later else [])]


def _nearest(neighbours: Mapping[int, Iterable[int]], start: int, room: int) -> set[int]:
    found, waiting = {start}, [start]
    for place in waiting:
        for other in sorted(neighbours.get(place, ())):
            if other not in found and len(found) < room:
                found.add(other)
                waiting.append(other)
    return found


def _neighbours(edges: Iterable[Edge]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for edge in edges:
        found.setdefault(edge.older, set()).add(edge.newer)
        found.setdefault(edge.newer, set()).add(edge.older)
    return found


def _edges(graph: RevisionGraph, knots: list[Knot]) -> tuple[Edge, ...]:
    places = {identity: place for place, knot in enumerate(knots) for identity in knot.ids}
    lines = [Edge(places[one], places[child]) for child, ids in graph.parents.items() for one in ids]
    lines += [Edge(places[one], places[child], "depends") for child, ids in graph.needs.items() for one in ids]
    loops = {Edge(places[one], places[one]) for one, ids in graph.parents.items() if one in ids}
    return tuple(dict.fromkeys(edge for edge in lines if edge.older != edge.newer or edge in loops))
