"""Where databases stand among the revisions, in words."""

from migration_lab.values.history import History
from migration_lab.values.revision_graph import RevisionGraph
from tests.migration_lab import histories
from tests.repository import ROOT


def lines(graph: RevisionGraph) -> list[str]:
    return [" | ".join(word for word in row if word) for row in graph.grid.rows]


def test_the_labs_own_history_as_a_table() -> None:
    graph = RevisionGraph.of(History.read(ROOT / "alembic"), {"primary": ("004_drop_user_bio",)})

    assert lines(graph) == [
        "001_initial_schema | (base) | Create users and endpoint_configs. | base, applied",
        "002_add_user_profiles | 001_initial_schema | Add user_profiles: the public side of a user. | applied",
        "003_migrate_user_data | 002_add_user_profiles | Give every user a profile. | applied",
        "004_drop_user_bio | 003_migrate_user_data | Drop users.bio and users.avatar_url. | primary is here",
        "005_add_endpoint_active | 004_drop_user_bio | Add endpoint_configs.is_active. | pending",
        "006_index_endpoint_lookup | 005_add_endpoint_active | Make endpoint lookup unique and fast. | head, pending",
    ]


def test_every_shape_as_a_table() -> None:
    graph = RevisionGraph.of(histories.knotty(), {"primary": ("002_left",)})

    assert lines(graph) == [
        "001 | (base) | Start. | base, branch point, applied",
        "002_left | 001 | Left. | label left, primary is here",
        "003_right | 001 | Right. | pending",
        "004 | 001 | Third. | pending",
        "005 | left, 003_right, 004 | Merge. | head, merge, pending",
        "b1 | (base) | Second base. | label billing, base, pending",
        "b2 | b1; depends on 003_right | Bills. | head, pending",
        "x | ghost | head, pending",
        "c1 | c2 | pending",
        "c2 | c1 | pending",
        "ghost | ? | no file has this revision | no file",
        "x.py | line 1 | It follows `ghost`, and no file has that revision. | broken",
        "c1.py | line 1 | These revisions follow each other in a circle: `c1`, `c2`. | broken",
    ]


def test_a_database_at_base_lacks_everything() -> None:
    graph = RevisionGraph.of(histories.linear(2), {"primary": ()})

    assert str(graph) == (
        "revision  follows   message                 mark\n"
        "--------  --------  ----------------------  ---------------\n"
        "001_step  (base)    Step 001_step.          base, pending\n"
        "002_step  001_step  Step 002_step.          head, pending\n"
        "(base)              no revision is applied  primary is here"
    )


def test_without_a_database_nothing_is_applied_or_pending() -> None:
    graph = RevisionGraph.of(histories.linear(2), {})

    assert [row[-1] for row in graph.grid.rows] == ["base", "head"]


def test_two_databases_are_told_apart() -> None:
    graph = RevisionGraph.of(histories.linear(4), {"staging": ("003_step",), "production": ("001_step",)})

    assert [graph.marks(identity) for identity in graph.revisions] == [
        ("production is here", "base"),
        ("pending in production",),
        ("staging is here", "pending in production"),
        ("head", "pending"),
    ]


def test_what_a_database_has_that_stands_at_a_revision_without_a_file_is_not_known() -> None:
    graph = RevisionGraph.of(histories.linear(2), {"primary": ("teammate",)})

    assert [row[-1] for row in graph.grid.rows] == ["base", "head", "primary is here, no file"]


def test_what_a_revision_depends_on_is_applied_with_it() -> None:
    graph = RevisionGraph.of(histories.knotty(), {"primary": ("b2",)})

    assert graph.applied["primary"] == {"b2", "b1", "003_right", "001"}


def test_an_empty_history_says_so() -> None:
    assert str(RevisionGraph.of(History(), {})).startswith("no revisions yet")


def test_equal_graphs_have_equal_hashes() -> None:
    graphs = {RevisionGraph.of(histories.linear(3), {"primary": ("001_step",)}) for _ in range(2)}

    assert len(graphs) == 1
