"""The shape of a history: its order from base to head, and the knots in it."""

from collections import Counter
from collections.abc import Sequence

from migration_lab.revision_file import Broken, Revision


def ordered(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """Put revisions in the order of an upgrade, by id where both orders are right; a cycle comes last."""
    names = _names(revisions)
    waiting = sorted(revisions, key=lambda revision: (revision.id, revision.file))
    done: list[Revision] = []
    placed: set[str] = set()
    while waiting:
        ready = next((one for one in waiting if _parents(one, names) <= placed), None)
        if ready is None:
            break
        waiting.remove(ready)
        done.append(ready)
        if not any(one.id == ready.id for one in waiting):
            placed.add(ready.id)
    return (*done, *waiting)


def problems(revisions: Sequence[Revision]) -> tuple[Broken, ...]:
    """Name what Alembic would stumble over: an id used twice, a parent without a file, a cycle."""
    return (*_twice(revisions), *_orphans(revisions), *_cycles(revisions))


def _names(revisions: Sequence[Revision]) -> dict[str, str]:
    """Give the revision behind each id and branch label."""
    labels = {label: revision.id for revision in revisions for label in revision.branch_labels}
    return labels | {revision.id: revision.id for revision in revisions}


def _parents(revision: Revision, names: dict[str, str]) -> set[str]:
    return {names[parent] for parent in (*revision.down_revisions, *revision.depends_on) if parent in names}


def _twice(revisions: Sequence[Revision]) -> list[Broken]:
    used = Counter(revision.id for revision in revisions)
    doubles = [(revision, used[revision.id]) for revision in revisions if used[revision.id] > 1]
    return [
        Broken(one.file, 1, f"The revision id `{one.id}` is used in {times} files; each id may be used once.")
        for one, times in doubles
    ]


def _orphans(revisions: Sequence[Revision]) -> list[Broken]:
    names = _names(revisions)
    return [
        Broken(one.file, 1, f"It follows `{parent}`, and no file has that revision.")
        for one in revisions
        for parent in (*one.down_revisions, *one.depends_on)
        if parent not in names
    ]


def _cycles(revisions: Sequence[Revision]) -> list[Broken]:
    """Find revisions that follow themselves, however long the way round is."""
    names = _names(revisions)
    parents = {one.id: _parents(one, names) for one in revisions}
    rest = dict(parents)
    while free := [name for name, above in rest.items() if not above & rest.keys()]:
        for name in free:
            del rest[name]
    while free := [name for name in rest if not any(name in above for above in rest.values())]:
        for name in free:
            del rest[name]
    if not rest:
        return []
    circle = " → ".join(f"`{name}`" for name in sorted(rest))
    first = min((one for one in revisions if one.id in rest), key=lambda one: one.id)
    return [Broken(first.file, 1, f"These revisions follow each other in a circle: {circle}.")]
