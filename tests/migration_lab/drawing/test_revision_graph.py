"""The revision graph as mermaid text: exact, escaped, and the same in words."""

import re
from pathlib import Path

from migration_lab.drawing.revision_graph import draw
from migration_lab.values.history import History
from migration_lab.values.revision_graph import RevisionGraph
from tests.migration_lab import histories
from tests.migration_lab.histories import HOSTILE
from tests.repository import ROOT


def test_the_labs_own_history_is_drawn() -> None:
    graph = RevisionGraph.of(History.read(ROOT / "alembic"), {"primary": ("004_drop_user_bio",)})

    diagram = draw(graph, "005_add_endpoint_active", title="Revision graph of primary")

    assert diagram.source.splitlines()[1:] == [
        "flowchart TB",
        "  accTitle: Revision graph of primary",
        "  accDescr: 6 revisions, the oldest at the top. Selected#58; 005_add_endpoint_active."
        " primary is at 004_drop_user_bio. Pending#58; 005_add_endpoint_active, 006_index_endpoint_lookup."
        " Head#58; 006_index_endpoint_lookup.",
        '  r0["001_initial_schema<br/>applied"]',
        '  r1["002_add_user_profiles<br/>applied"]',
        '  r2["003_migrate_user_data<br/>applied"]',
        '  r3["004_drop_user_bio<br/>primary is here"]',
        '  r4["005_add_endpoint_active<br/>Add endpoint_configs.is_active.<br/>pending, selected"]',
        '  r5["006_index_endpoint_lookup<br/>head, pending"]',
        *(f"  r{place} --> r{place + 1}" for place in range(5)),
        "  classDef done fill:#e6f4e8,stroke:#116329,color:#0a3d19",
        "  classDef now fill:#d8e6ff,stroke:#0a4fb3,color:#062a61,stroke-width:3px",
        "  classDef pending fill:#fff6db,stroke:#7d4e00,color:#3d2600",
        "  classDef chosen stroke-width:4px",
        "  class r0,r1,r2 done",
        "  class r3 now",
        "  class r4,r5 pending",
        "  class r4 chosen",
    ]
    assert diagram.words == (
        "Revision graph of primary\n"
        "6 revisions, the oldest at the top. Selected: 005_add_endpoint_active. primary is at 004_drop_user_bio."
        " Pending: 005_add_endpoint_active, 006_index_endpoint_lookup. Head: 006_index_endpoint_lookup."
    )


def test_every_shape_is_told_by_line_box_and_word() -> None:
    source = draw(RevisionGraph.of(histories.knotty(), {"primary": ("002_left", "teammate")})).source

    for line in (
        '  r0["001<br/>Start.<br/>branch point, applied"]',
        '  r1["002_left<br/>primary is here, label left"]',
        '  r4["005<br/>Merge.<br/>head, merge, pending"]',
        '  r10{{"ghost<br/>no file"}}',
        '  r11{{"teammate<br/>primary is here, no file"}}',
        "  r2 -. depends on .-> r6",
        "  r8 --> r9",
        "  r9 --> r8",
        "  class r10,r11 missing",
    ):
        assert line in source.splitlines()


def test_folded_revisions_are_counted_and_named() -> None:
    graph = RevisionGraph.of(histories.linear(300), {"primary": ("120_step",)})

    diagram = draw(graph, "200_step")

    assert '  r1[["117 revisions 002_step … 118_step<br/>applied"]]' in diagram.source.splitlines()
    assert diagram.words == (
        "Revision graph\n"
        "300 revisions, the oldest at the top. Selected: 200_step. primary is at 120_step."
        " Pending: 121_step, 122_step, 123_step, 124_step, 125_step, 126_step, 127_step, 128_step, 129_step, 130_step,"
        " 131_step, 132_step and 168 more. Head: 300_step."
        " Folded: 117 revisions 002_step … 118_step, 77 revisions 122_step … 198_step,"
        " 98 revisions 202_step … 299_step."
    )


def test_an_id_that_says_nothing_has_its_message_beside_it() -> None:
    history = histories.of(histories.Revision("1975ea83b712", (), "Add users."))

    assert '  r0["1975ea83b712<br/>Add users.<br/>head"]' in draw(RevisionGraph(history)).source


def test_a_database_at_base_is_drawn_above_the_first_revision() -> None:
    diagram = draw(RevisionGraph.of(histories.linear(2), {"primary": ()}))

    drawn = diagram.source.splitlines()
    for line in (
        '  base["base<br/>primary is here<br/>nothing has run"]',
        "  base --> r0",
        "  class base now",
    ):
        assert line in drawn
    assert "primary is at base: nothing has run." in diagram.words


def test_a_file_that_cannot_be_read_is_not_drawn_as_missing(tmp_path: Path) -> None:
    histories.write(tmp_path, histories.linear(4))
    (tmp_path / "002_step.py").write_text("revision = '002_step'\ndown_revision = x\ndef (", encoding="utf-8")

    diagram = draw(RevisionGraph.of(History.read(tmp_path), {"primary": ("004_step",)}))

    assert '  r3{{"002_step<br/>file cannot be read#58; line 3"}}' in diagram.source.splitlines()
    assert diagram.words == (
        "Revision graph\n3 revisions, the oldest at the top. primary is at 004_step."
        " Pending: not known, because 002_step cannot be read."
        " The file cannot be read: 002_step.py, line 3: Python cannot read this file: invalid syntax."
        " Heads: 001_step, 004_step."
    )


def test_a_hostile_name_stays_text() -> None:
    history = histories.of(histories.Revision(HOSTILE, (), f"{HOSTILE}\n  r1 --> r0\n\u202e%%{{init}}%%"))

    source = draw(RevisionGraph.of(history, {HOSTILE: (HOSTILE,)}), HOSTILE, title=HOSTILE).source

    drawn = [line for line in source.splitlines() if not line.startswith("%%{init: ")]
    assert not re.search(r"<(?!br/>)|javascript:|[\u202e`]|%%", "\n".join(drawn))
    assert [line[:5] for line in drawn] == ["flowc", "  acc", "  acc", "  r0[", "  cla", "  cla", "  cla", "  cla"]


def test_an_empty_history_is_told() -> None:
    assert draw(RevisionGraph(History())).words == "Revision graph\nThere are no revisions yet."
