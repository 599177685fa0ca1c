"""Where databases stand among the revisions, in words."""

from pathlib import Path

from migration_lab.values.history import History
from migration_lab.values.revision_graph import RevisionGraph
from tests.migration_lab import histories
from tests.repository import ROOT


def lines(graph: RevisionGraph) -> list[str]:
    return [" | ".join(word for word in row if word) for row in graph.grid.rows]


def test_the_labs_own_history_as_a_table() -> None:
    graph = RevisionGraph.of(History.read(ROOT / "alembic"), {"primary": ("004_drop_user_bio",)})

    assert lines(graph) == [
        "001_initial_schema | (base) | Create users and endpoint_configs. | applied",
        "002_add_user_profiles | 001_initial_schema | Add user_profiles: the public side of a user. | applied",
        "003_migrate_user_data | 002_add_user_profiles | Give every user a profile. | applied",
        "004_drop_user_bio | 003_migrate_user_data | Drop users.bio and users.avatar_url. | primary is here",
        "005_add_endpoint_active | 004_drop_user_bio | Add endpoint_configs.is_active. | pending",
        "006_index_endpoint_lookup | 005_add_endpoint_active | Make endpoint lookup unique and fast. | head, pending",
    ]


def test_every_shape_as_a_table() -> None:
    graph = RevisionGraph.of(histories.knotty(), {"primary": ("002_left",)})

    assert lines(graph) == [
        "001 | (base) | Start. | branch point, applied",
        "002_left | 001 | Left. | label left, primary is here",
        "003_right | 001 | Right. | pending",
        "004 | 001 | Third. | pending",
        "005 | left, 003_right, 004 | Merge. | head, merge, pending",
        "b1 | (base) | Second base. | label billing, pending",
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
        "revision  follows   message          mark\n"
        "--------  --------  ---------------  ---------------\n"
        "(base)              nothing has run  primary is here\n"
        "001_step  (base)    Step 001_step.   pending\n"
        "002_step  001_step  Step 002_step.   head, pending"
    )


def test_without_a_database_nothing_is_applied_or_pending() -> None:
    graph = RevisionGraph.of(histories.linear(2), {})

    assert [row[-1] for row in graph.grid.rows] == ["", "head"]


def test_two_databases_are_told_apart() -> None:
    graph = RevisionGraph.of(histories.linear(4), {"staging": ("003_step",), "production": ("001_step",)})

    assert [graph.marks(identity) for identity in graph.revisions] == [
        ("production is here",),
        ("pending in production",),
        ("staging is here", "pending in production"),
        ("head", "pending"),
    ]


def test_what_a_database_has_that_stands_at_a_revision_without_a_file_is_not_known() -> None:
    graph = RevisionGraph.of(histories.linear(2), {"primary": ("teammate",)})

    assert [row[-1] for row in graph.grid.rows] == ["not known", "head, not known", "primary is here, no file"]


def broken(folder: Path, stands: tuple[str, ...], downs: str = "down_revision = '001_step'") -> RevisionGraph:
    """Give a history of four whose second file has a syntax error in its last line."""
    histories.write(folder, histories.linear(4))
    (folder / "002_step.py").write_text(f"revision = '002_step'\n{downs}\ndef (", encoding="utf-8")
    return RevisionGraph.of(History.read(folder), {"primary": stands})


def test_a_file_with_a_syntax_error_stands_at_its_place_and_what_ran_stays_applied(tmp_path: Path) -> None:
    assert lines(broken(tmp_path, ("003_step",))) == [
        "001_step | (base) | Step 001_step. | applied",
        "002_step | 001_step | 002_step.py, line 3: Python cannot read this file: invalid syntax. | "
        "file cannot be read: line 3",
        "003_step | 002_step | Step 003_step. | primary is here",
        "004_step | 003_step | Step 004_step. | head, pending",
        "003_step.py | line 1 | It follows `002_step`, whose file cannot be read. | broken",
    ]


def test_below_a_file_that_does_not_say_what_it_follows_nothing_is_known(tmp_path: Path) -> None:
    graph = broken(tmp_path, ("003_step",), "down_revision = '001")

    assert [graph.state(identity) for identity in graph.revisions] == [("not known",), (), ("pending",)]
    assert graph.doubt("primary") == "not known, because 002_step cannot be read"


def test_a_broken_first_file_hides_nothing(tmp_path: Path) -> None:
    histories.write(tmp_path, histories.linear(3))
    (tmp_path / "001_step.py").write_text("revision = '001_step'\ndown_revision = None\ndef (", encoding="utf-8")

    graph = RevisionGraph.of(History.read(tmp_path), {"primary": ("002_step",)})

    assert ([graph.state("003_step")], graph.doubt("primary")) == ([("pending",)], "")


def test_a_broken_file_that_says_nothing_is_known_by_its_name(tmp_path: Path) -> None:
    histories.write(tmp_path, histories.linear(3))
    (tmp_path / "002_step.py").write_text("def (", encoding="utf-8")

    graph = RevisionGraph.of(History.read(tmp_path), {})

    assert ([*graph.unread], graph.missing) == (["002_step"], ())


def test_what_a_revision_depends_on_is_applied_with_it() -> None:
    graph = RevisionGraph.of(histories.knotty(), {"primary": ("b2",)})

    assert graph.applied["primary"] == {"b2", "b1", "003_right", "001"}


def test_an_empty_history_says_so() -> None:
    assert str(RevisionGraph.of(History(), {})).startswith("no revisions yet")


def test_equal_graphs_have_equal_hashes() -> None:
    graphs = {RevisionGraph.of(histories.linear(3), {"primary": ("001_step",)}) for _ in range(2)}

    assert len(graphs) == 1
