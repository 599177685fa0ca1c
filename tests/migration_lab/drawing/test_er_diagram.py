from pathlib import Path

import pytest

from migration_lab.drawing import er_diagram, mermaid
from migration_lab.drawing.marks import Mark, Marks
from migration_lab.values.parts import Table
from migration_lab.values.schema import Schema
from tests.migration_lab import databases

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, email TEXT UNIQUE,
                    boss_id INTEGER REFERENCES users (id));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), body);
CREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id), bio TEXT);
"""


def tables(tmp_path: Path, script: str) -> tuple[Table, ...]:
    return Schema.read(databases.run(tmp_path / "app.db", script)).tables


def test_tables_keys_and_arrows_are_drawn(tmp_path: Path) -> None:
    shop = tables(tmp_path, SHOP)

    diagram = er_diagram.draw(shop, title="The shop")

    assert diagram.source.splitlines() == [
        mermaid.LOOK,
        "erDiagram",
        "  accTitle: The shop",
        "  accDescr: Tables#58; posts, profiles, users. Foreign keys#58; posts.user_id → users,"
        " profiles.user_id → users, users.boss_id → users.",
        "  direction LR",
        '  t_posts["posts"] {',
        "    `INTEGER` `id` PK",
        "    `INTEGER` `user_id` FK",
        "    `no type` `body`",
        "  }",
        '  t_profiles["profiles"] {',
        "    `INTEGER` `user_id` PK,FK",
        "    `TEXT` `bio`",
        "  }",
        '  t_users["users"] {',
        "    `INTEGER` `id` PK",
        "    `VARCHAR(50)` `name`",
        "    `TEXT` `email` UK",
        '    `INTEGER` `boss_id` FK "points to this table"',
        "  }",
        '  t_users ||--o{ t_posts : "user_id"',
        '  t_users |o--o| t_profiles : "user_id"',
    ]


def test_the_words_say_what_the_picture_shows(tmp_path: Path) -> None:
    shop = tables(tmp_path, SHOP)

    assert str(er_diagram.draw(shop, title="The shop")) == (
        "The shop\nTables: posts, profiles, users."
        " Foreign keys: posts.user_id → users, profiles.user_id → users, users.boss_id → users."
    )


def test_marks_are_told_by_sign_word_and_colour(tmp_path: Path) -> None:
    shop = tables(tmp_path, SHOP)
    marks = Marks(
        {"users": Mark("~"), "profiles": Mark("+")},
        {
            ("users", "email"): Mark("~", "VARCHAR(200) → TEXT"),
            ("users", "boss_id"): Mark("+"),
            ("posts", "body"): Mark("-"),
        },
        {("profiles", ("user_id",)): Mark("+")},
        {"users": (("index", "ix_users_email", Mark("+", "(email)")),)},
    )

    diagram = er_diagram.draw(shop, title="What changed", marks=marks, brief={"posts"})

    lines = diagram.source.splitlines()
    assert lines[3].endswith(
        " Columns#58; users.email #126; changed VARCHAR(200) → TEXT, users.boss_id #43; added, posts.body - removed."
        " Rules#58; index ix_users_email of users #43; added (email)."
    )
    assert [line for line in lines[4:] if any(word in line for word in ("added", "removed", "changed"))] == [
        '    `no type` `body` "- removed"',
        '  t_profiles["profiles (#43; added)"]:::added {',
        '  t_users["users (#126; changed)"]:::changed {',
        '    `TEXT` `email` UK "#126; changed VARCHAR(200) → TEXT"',
        '    `INTEGER` `boss_id` FK "points to this table, #43; added"',
        '    `index` `ix_users_email` "#43; added (email)"',
        '  t_users |o--o| t_profiles : "user_id #43; added"',
        "  classDef added fill:#d7f5dd,stroke:#2da44e,color:#0a3d19,stroke-width:3px",
        "  classDef changed fill:#fff1c2,stroke:#bf8700,color:#3d2600,stroke-width:3px",
    ]


def test_a_brief_table_shows_its_keys_and_counts_the_rest(tmp_path: Path) -> None:
    shop = tables(tmp_path, SHOP)

    lines = er_diagram.draw(shop, title="The shop", brief={"users", "posts"}).source.splitlines()

    assert lines[5:9] == [
        '  t_posts["posts"] {',
        "    `INTEGER` `id` PK",
        "    `INTEGER` `user_id` FK",
        "    `…` `1 more column`",
    ]
    assert "    `…` `2 more columns`" in lines


def test_tables_beyond_the_limit_are_named_and_not_drawn(tmp_path: Path) -> None:
    many = tables(tmp_path, "".join(f"CREATE TABLE t{number:02d} (id INT);" for number in range(40)))

    diagram = er_diagram.draw(many, title="Many")

    assert diagram.source.count("`id`") == er_diagram.MOST == 12
    assert diagram.words.endswith(
        "Not drawn: t12, t13, t14, t15, t16, t17, t18, t19, t20, t21, t22, t23 and 16 more."
    )  # fmt: skip


def test_a_very_wide_table_is_cut_but_marked_columns_are_shown(tmp_path: Path) -> None:
    wide = tables(tmp_path, f"CREATE TABLE wide ({', '.join(f'c{number} INT' for number in range(100))});")

    lines = er_diagram.draw(wide, title="Wide", marks=Marks(columns={("wide", "c99"): Mark("+")})).source.splitlines()

    assert lines[-4:] == ["    `INT` `c23`", '    `INT` `c99` "#43; added"', "    `…` `75 more columns`", "  }"]


@pytest.mark.parametrize("name", ["one or zero", "PK", "direction LR", "a\nb", "ﬂ°°60¶ß", "🙂", "שלום", "x" * 500, ""])
def test_any_name_is_one_quoted_label(name: str, tmp_path: Path) -> None:
    quoted = name.replace('"', '""')
    odd = tables(tmp_path, f'CREATE TABLE "{quoted}" ("{quoted}" "{quoted}");')

    lines = er_diagram.draw(odd, title=name).source.splitlines()

    assert len(lines) == 8
    assert "direction LR" not in "".join(lines[:4] + lines[5:])
    assert lines[5].endswith('"] {')


def test_nothing_is_drawn_of_an_empty_schema() -> None:
    diagram = er_diagram.draw((), title="Nothing")

    assert diagram.source.splitlines()[1:] == [
        "erDiagram",
        "  accTitle: Nothing",
        "  accDescr: No tables.",
        "  direction LR",
    ]
    assert str(diagram) == "Nothing\nNo tables."
