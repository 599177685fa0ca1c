"""The revision graph as mermaid text: base at the top, each revision with its words, long runs folded."""

import re

from migration_lab.drawing.diagram import Diagram
from migration_lab.drawing.mermaid import text
from migration_lab.grid import cell
from migration_lab.values.folded import Folded, Knot, fold
from migration_lab.values.revision_graph import RevisionGraph

# One set of colours for the light and the dark theme: a picture stays as it was drawn when the theme changes.
# What a colour says, a word in the box says too.
STYLES = {
    "done": "fill:#e6f4e8,stroke:#116329,color:#0a3d19",
    "now": "fill:#d8e6ff,stroke:#0a4fb3,color:#062a61,stroke-width:3px",
    "pending": "fill:#fff6db,stroke:#7d4e00,color:#3d2600",
    "plain": "fill:#f3f3f3,stroke:#555555,color:#222222",
    "missing": "fill:#ffdcd7,stroke:#a40e26,color:#5c0a15",
    "folded": "fill:#ffffff,stroke:#777777,color:#333333",
}
CHOSEN = "stroke-width:4px"
COMPACT = (
    '%%{init: {"flowchart": {"rankSpacing": 20, "nodeSpacing": 20, "padding": 6, "wrappingWidth": 400}, '
    '"themeVariables": {"fontSize": "13px", "lineColor": "#808080"}}}%%'
)
LONGEST = 40  # characters of a name or a message in a box
NAMED = 12  # names in one sentence
_SLUG = re.compile(r"_[A-Za-z]{2,}")  # `004_drop_user_bio` says what it does; `1975ea83b712` does not


def draw(graph: RevisionGraph, selected: str = "", *, title: str = "Revision graph") -> Diagram:
    """Draw a history around one revision.

    Args:
        graph: The history and its databases.
        selected: The revision to look at; it and its neighbours are not folded.
        title: What the picture shows, in a few words.
    """
    folded = fold(graph, selected)
    words = describe(graph, folded, selected)
    lines = [COMPACT, "flowchart TB", f"  accTitle: {text(title, 200)}", f"  accDescr: {text(words, 2000)}"]
    lines += [_box(graph, place, knot, selected) for place, knot in enumerate(folded.knots)]
    arrows = {"follows": "-->", "depends": "-. depends on .->"}
    lines += [f"  r{edge.older} {arrows[edge.kind]} r{edge.newer}" for edge in folded.edges]
    lines += _base(graph, folded)
    lines += _styles(graph, folded, selected)
    return Diagram("\n".join(lines), f"{cell(title)}\n{words}")


def describe(graph: RevisionGraph, folded: Folded, selected: str = "") -> str:
    """Say what the picture shows in a few sentences."""
    if not folded.knots:
        return "There are no revisions yet."
    count = len(graph.revisions)
    said = [f"{count} {'revision' if count == 1 else 'revisions'}, the oldest at the top."]
    said += [f"Selected: {cell(selected)}."] if selected else []
    said += [f"{name} is at {_listed(ids) if ids else 'base: nothing has run'}." for name, ids in graph.stands]
    said += _pending(graph)
    said += [f"The file cannot be read: {cell(broken, 200)}" for broken in list(graph.unread.values())[:NAMED]]
    for kind, plural in (("head", "Heads"), ("branch point", "Branch points"), ("merge", "Merges"), ("no file", "")):
        ids = [one for one in (*graph.revisions, *graph.missing) if kind in graph.marks(one)]
        word = "Without a file" if kind == "no file" else plural if len(ids) > 1 else kind.capitalize()
        said += [f"{word}: {_listed(ids)}."] if ids else []
    runs = [_run(knot) for knot in folded.knots if knot.kind in ("run", "rest")]
    return " ".join(said + ([f"Folded: {', '.join(runs)}."] if runs else []))


def _pending(graph: RevisionGraph) -> list[str]:
    pending = [identity for identity in graph.revisions if any("pending" in word for word in graph.state(identity))]
    said = [f"Pending: {_listed(pending)}."] if pending else []
    doubts = dict.fromkeys(why for name, _ in graph.stands if (why := graph.doubt(name)))
    return said + [f"{'What else is pending' if pending else 'Pending'}: {why}." for why in doubts]


def _box(graph: RevisionGraph, place: int, knot: Knot, selected: str) -> str:
    if knot.kind in ("run", "rest"):
        states = dict.fromkeys(word for identity in knot.ids for word in _of_many(graph, identity))
        return f'  r{place}[["{_lines(_run(knot), ", ".join(states))}"]]'
    identity = knot.ids[0]
    marks = [*graph.marks(identity), *(["selected"] if identity == selected else [])]
    if knot.kind in ("missing", "unread"):
        return f'  r{place}{{{{"{_lines(identity, ", ".join(marks))}"}}}}'
    one = graph.revisions[identity]
    marks += [f"label {label}" for label in one.branch_labels]
    message = "" if _SLUG.search(identity) and identity != selected else one.message
    return f'  r{place}["{_lines(identity, message, ", ".join(marks))}"]'


def _of_many(graph: RevisionGraph, identity: str) -> list[str]:
    """Choose of a folded revision's words those that must not be folded away."""
    return [word for word in graph.marks(identity) if word not in ("merge", "branch point", "head")]


def _lines(first: str, *more: str) -> str:
    written = [text(first, LONGEST) or text('""'), *(text(line, LONGEST * 2) for line in more if line)]
    return "<br/>".join(written)


def _run(knot: Knot) -> str:
    more = "more " if knot.kind == "rest" else ""
    return f"{len(knot.ids)} {more}revisions {cell(knot.ids[0], LONGEST)} … {cell(knot.ids[-1], LONGEST)}"


def _base(graph: RevisionGraph, folded: Folded) -> list[str]:
    """Draw the empty database at which a database stands."""
    if not graph.at_base:
        return []
    here = ", ".join(f"{name} is here" for name in graph.at_base)
    first = [identity for identity, parents in graph.parents.items() if not parents and identity in graph.revisions]
    places = dict.fromkeys(folded.where(identity) for identity in first)
    return [f'  base["{_lines("base", here, "nothing has run")}"]', *(f"  base --> r{place}" for place in places)]


def _styles(graph: RevisionGraph, folded: Folded, selected: str) -> list[str]:
    groups: dict[str, list[str]] = {}
    for place, knot in enumerate(folded.knots):
        groups.setdefault(_style(graph, knot), []).append(f"r{place}")
        if selected in knot.ids:
            groups.setdefault("chosen", []).append(f"r{place}")
    if graph.at_base:
        groups.setdefault("now", []).append("base")
    used = {name: style for name, style in {**STYLES, "chosen": CHOSEN}.items() if name in groups}
    lines = [f"  classDef {name} {style}" for name, style in used.items()]
    return lines + [f"  class {','.join(groups[name])} {name}" for name in used]


def _style(graph: RevisionGraph, knot: Knot) -> str:
    if knot.kind in ("missing", "unread"):
        return "missing"
    states = {_state(graph, identity) for identity in knot.ids}
    return states.pop() if len(states) == 1 else "folded"


def _state(graph: RevisionGraph, identity: str) -> str:
    if graph.here(identity):
        return "now"
    state = graph.state(identity)
    if state and all(word.startswith("not known") for word in state):
        return "plain"
    return {(): "plain", ("applied",): "done"}.get(state, "pending")


def _listed(ids: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(cell(identity, LONGEST) for identity in ids[:NAMED]) + more
