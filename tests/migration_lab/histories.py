"""Histories of every shape, as values and as files."""

from pathlib import Path
from random import Random

from migration_lab.values import graph
from migration_lab.values.history import History
from migration_lab.values.revision_file import Revision

HOSTILE = '<img src=x onerror=alert(1)>"]; click r0 "javascript:alert(1)"'


def of(*revisions: Revision) -> History:
    return History(graph.ordered(revisions), graph.problems(revisions))


def linear(count: int) -> History:
    names = [f"{number:03d}_step" for number in range(1, count + 1)]
    pairs = zip(names, [(), *((name,) for name in names)], strict=False)
    return of(*(Revision(name, downs, f"Step {name}.", file=f"{name}.py") for name, downs in pairs))


def branched(count: int, seed: int = 1) -> History:
    """Make a history in which teammates branch off and merge again, as chance will have it."""
    random, revisions, heads = Random(seed), [Revision("000", (), "Start.", file="000.py")], ["000"]
    for number in range(1, count):
        chance = random.random()
        if chance < 0.12:
            parents = [random.choice(revisions[-15:]).id]
        elif chance < 0.22 and len(heads) > 2:
            parents = random.sample(heads, 2)
        else:
            parents = [random.choice(heads[-3:])]
        name = f"{number:03d}"
        revisions.append(Revision(name, tuple(parents), f"Message of {name}.", file=f"{name}.py"))
        heads = [head for head in heads if head not in parents] + [name]
    return of(*revisions)


def knotty() -> History:
    """Everything at once: labels, a merge of three, a second base, a dependency, a parent without a file, a circle."""
    return of(
        Revision("001", (), "Start.", file="001.py"),
        Revision("002_left", ("001",), "Left.", branch_labels=("left",), file="002.py"),
        Revision("003_right", ("001",), "Right.", file="003.py"),
        Revision("004", ("001",), "Third.", file="004.py"),
        Revision("005", ("left", "003_right", "004"), "Merge.", file="005.py"),
        Revision("b1", (), "Second base.", branch_labels=("billing",), file="b1.py"),
        Revision("b2", ("b1",), "Bills.", depends_on=("003_right",), file="b2.py"),
        Revision("c1", ("c2",), "", file="c1.py"),
        Revision("c2", ("c1",), "", file="c2.py"),
        Revision("x", ("ghost",), "", file="x.py"),
    )


def write(folder: Path, history: History) -> Path:
    """Write the files of a history."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in history.revisions:
        facts = {
            "revision": one.id,
            "down_revision": one.down_revisions or None,
            "branch_labels": one.branch_labels or None,
            "depends_on": one.depends_on or None,
        }
        lines = [repr(one.message), *(f"{name} = {value!r}" for name, value in facts.items())]
        lines += ["", "", "def upgrade():", "    pass", "", "", "def downgrade():", "    pass", ""]
        (folder / one.file).write_text("\n".join(lines), encoding="utf-8")
    return folder
