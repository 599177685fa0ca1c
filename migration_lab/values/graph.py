"""The shape of a history: its order from base to head, and the knots in it."""

from collections import Counter
from collections.abc import Sequence

from migration_lab.values.revision_file import Broken, Revision


def ordered(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """Put revisions in the order of an upgrade, by id where both orders are right; a cycle comes last."""
    names = names_of(revisions)
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


def names_of(revisions: Sequence[Revision]) -> dict[str, str]:
    """Give the revision behind each id and branch label."""
    labels = {label: revision.id for revision in revisions for label in revision.branch_labels}
    return labels | {revision.id: revision.id for revision in revisions}


def problems(revisions: Sequence[Revision]) -> tuple[Broken, ...]:
    """Name what Alembic would stumble over: an id used twice, a parent without a file, a cycle."""
    return (*_twice(revisions), *_orphans(revisions), *_cycles(revisions))


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
    names = names_of(revisions)
    return [
        Broken(one.file, 1, f"It {verb} `{parent}`, and no file has that revision.")
        for one in revisions
        for verb, parents in (("follows", one.down_revisions), ("depends on", one.depends_on))
        for parent in parents
        if parent not in names
    ]


def _cycles(revisions: Sequence[Revision]) -> list[Broken]:
    """Find revisions that follow themselves, however long the way round is."""
    names = names_of(revisions)
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
    circle = ", ".join(f"`{name}`" for name in sorted(rest))
    first = min((one for one in revisions if one.id in rest), key=lambda one: one.id)
    words = "These revisions follow each other in a circle" if len(rest) > 1 else "This revision follows itself"
    return [Broken(first.file, 1, f"{words}: {circle}.")]
