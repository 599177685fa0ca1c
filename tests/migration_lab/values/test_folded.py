"""A long history is folded, and what matters stays open."""

import pytest

from migration_lab.values.folded import ROOM, Edge, Folded, Knot, fold
from migration_lab.values.history import History
from migration_lab.values.revision_graph import RevisionGraph
from tests.migration_lab import histories


def shown(folded: Folded) -> list[str]:
    return [
        knot.ids[0] if knot.kind == "revision" else f"{knot.kind}: {len(knot.ids)} {knot.ids[0]} … {knot.ids[-1]}"
        for knot in folded.knots
    ]


def test_a_short_history_is_not_folded() -> None:
    folded = fold(RevisionGraph(histories.linear(10)))

    assert [knot.kind for knot in folded.knots] == ["revision"] * 10
    assert folded.edges == tuple(Edge(place, place + 1) for place in range(9))


def test_300_revisions_are_nine_knots() -> None:
    graph = RevisionGraph.of(histories.linear(300), {"primary": ("120_step",)})

    folded = fold(graph, "200_step")

    assert shown(folded) == [
        "001_step",
        "run: 117 002_step … 118_step",
        "119_step",
        "120_step",
        "121_step",
        "run: 77 122_step … 198_step",
        "199_step",
        "200_step",
        "201_step",
        "run: 98 202_step … 299_step",
        "300_step",
    ]
    assert folded.edges == tuple(Edge(place, place + 1) for place in range(10))


def test_what_is_special_stays_open() -> None:
    revisions = list(histories.linear(40).revisions)
    branch = histories.Revision("side", ("020_step",), branch_labels=("side",))
    needing = histories.Revision("needing", ("side",), depends_on=("030_step",))

    folded = fold(RevisionGraph(histories.of(*revisions, branch, needing)))

    assert shown(folded) == [
        "001_step",
        "run: 18 002_step … 019_step",
        "020_step",
        "run: 9 021_step … 029_step",
        "030_step",
        "run: 9 031_step … 039_step",
        "040_step",
        "side",
        "needing",
    ]
    assert Edge(4, 8, "depends") in folded.edges


def test_every_shape_has_its_knots_and_lines() -> None:
    folded = fold(RevisionGraph(histories.knotty()))

    names = [knot.ids[0] for knot in folded.knots]
    assert folded.knots[-1] == Knot("missing", ("ghost",))
    assert {(names[edge.older], names[edge.newer], edge.kind) for edge in folded.edges} == {
        *(("001", child, "follows") for child in ("002_left", "003_right", "004")),
        *((parent, "005", "follows") for parent in ("002_left", "003_right", "004")),
        ("b1", "b2", "follows"),
        ("003_right", "b2", "depends"),
        ("ghost", "x", "follows"),
        ("c1", "c2", "follows"),
        ("c2", "c1", "follows"),
    }


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("selected", ["", "000", "007", "150", "299", "ghost"])
def test_whatever_the_branches_the_picture_is_small_and_nothing_is_lost(seed: int, selected: str) -> None:
    graph = RevisionGraph.of(histories.branched(300, seed), {"primary": ("150",)})

    folded = fold(graph, selected)

    drawn = [identity for knot in folded.knots for identity in knot.ids]
    assert len(folded.knots) <= ROOM + 2
    assert sorted(drawn) == sorted(graph.revisions)
    assert all(0 <= place < len(folded.knots) for edge in folded.edges for place in (edge.older, edge.newer))
    if selected in graph.revisions:
        assert Knot("revision", (selected,)) in folded.knots


def test_a_long_circle_is_drawn_as_one() -> None:
    names = [f"c{number:02d}" for number in range(40)]
    circle = [histories.Revision(name, (names[place - 1],)) for place, name in enumerate(names)]

    folded = fold(RevisionGraph(histories.of(*circle)), "c20")

    assert sorted(identity for knot in folded.knots for identity in knot.ids) == names
    assert len({edge.newer for edge in folded.edges}) == len(folded.knots)


def test_a_revision_that_follows_itself_has_a_line_to_itself() -> None:
    folded = fold(RevisionGraph(histories.of(histories.Revision("a", ("a",)))))

    assert folded == Folded((Knot("revision", ("a",)),), (Edge(0, 0),))


def test_an_empty_history_has_no_knots() -> None:
    assert fold(RevisionGraph(History())) == Folded((), ())
