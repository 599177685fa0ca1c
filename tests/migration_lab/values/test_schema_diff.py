"""Each kind of fact: two databases that differ only in it, and the one change that must be told."""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from migration_lab.values.parts import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexTerm,
    Item,
    PrimaryKey,
    Table,
    Trigger,
    Unique,
    View,
)
from migration_lab.values.schema import Change, Diff, Schema, diff
from tests.migration_lab.beside_facts import BESIDE_FACTS
from tests.migration_lab.databases import run
from tests.migration_lab.schema_facts import TABLE_FACTS, posts, users

FACTS = TABLE_FACTS | BESIDE_FACTS
SAME: dict[str, tuple[str, str]] = {
    "spaces and comments": (
        "CREATE TABLE t (a INT DEFAULT (1+2), CHECK(a>0))",
        "CREATE  TABLE t (\n  a INT -- the a, (and more)\n  DEFAULT ( 1 + 2 ),\n /* , */ CHECK ( a > 0 )\n)",
    ),
    "quotes": (
        "CREATE TABLE users (id INTEGER, bio TEXT, CHECK (bio <> ''), UNIQUE (bio))",
        'CREATE TABLE "users" ([id] INTEGER, `bio` TEXT, CHECK ("bio" <> \'\'), UNIQUE ("bio"))',
    ),
    "small keywords": (
        "CREATE TABLE t (a INT NOT NULL, CHECK (a IN (1, 2) AND a IS NOT NULL)) ",
        "create table t (a INT not null, check (a in (1, 2) and a is not null))",
    ),
    "order of constraints": (
        "CREATE TABLE t (a, b, CONSTRAINT x CHECK (a > 0), UNIQUE (a), UNIQUE (b))",
        "CREATE TABLE t (a, b, UNIQUE (b), UNIQUE (a), CONSTRAINT x CHECK (a > 0))",
    ),
    "place of a constraint": (
        "CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE t (a INT UNIQUE REFERENCES p CHECK (a > 0))",
        "CREATE TABLE p (a INTEGER PRIMARY KEY);"
        "CREATE TABLE t (a INT, UNIQUE (a), CHECK (a > 0), FOREIGN KEY (a) REFERENCES p (a))",
    ),
    "usual words": (
        posts("REFERENCES users"),
        posts("REFERENCES users (id) ON DELETE NO ACTION ON UPDATE NO ACTION NOT DEFERRABLE INITIALLY IMMEDIATE"),
    ),
    "usual order and collation": (
        "CREATE TABLE t (a TEXT, PRIMARY KEY (a)); CREATE INDEX i ON t (a)",
        "CREATE TABLE t (a TEXT COLLATE BINARY, PRIMARY KEY (a ASC)); CREATE INDEX i ON t (a COLLATE binary ASC)",
    ),
    "capitals of names in constraints": (
        "CREATE TABLE t (Email TEXT, UNIQUE (Email)); CREATE INDEX i ON t (Email)",
        "CREATE TABLE t (Email TEXT, UNIQUE (EMAIL)); CREATE INDEX i ON T (email)",
    ),
    "brackets of a default": ("CREATE TABLE t (a INT DEFAULT 1)", "CREATE TABLE t (a INT DEFAULT (1))"),
}


def schema(path: Path, script: str) -> Schema:
    path.unlink(missing_ok=True)
    return Schema.read(run(path, script))


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_is_one_change_in_words(tmp_path: Path, fact: str) -> None:
    before_script, after_script, line = FACTS[fact]
    before, after = schema(tmp_path / "before.db", before_script), schema(tmp_path / "after.db", after_script)

    found = diff(before, after)

    assert found
    assert str(found) == line


@pytest.mark.parametrize("fact", FACTS)
def test_the_way_back_is_one_change_too(tmp_path: Path, fact: str) -> None:
    before_script, after_script, _ = FACTS[fact]
    before, after = schema(tmp_path / "before.db", before_script), schema(tmp_path / "after.db", after_script)

    forth, back = diff(before, after), diff(after, before)

    assert len(back) == len(forth)
    assert [change.sign for change in back] == [{"+": "-", "-": "+", "~": "~"}[change.sign] for change in forth]


@pytest.mark.parametrize("fact", FACTS)
def test_equal_databases_have_no_difference(tmp_path: Path, fact: str) -> None:
    script = FACTS[fact][1]

    one, other = schema(tmp_path / "one.db", script), schema(tmp_path / "other.db", script)

    assert one == other
    assert hash(one) == hash(other)
    assert not diff(one, other)
    assert str(diff(one, other)) == "no difference"


@pytest.mark.parametrize("form", SAME)
def test_the_same_facts_in_other_words_are_no_difference(tmp_path: Path, form: str) -> None:
    one, other = (schema(tmp_path / "a.db", script) for script in SAME[form])

    assert str(diff(one, other)) == "no difference"
    assert one == other


def mutants(value: Any) -> Iterator[Any]:
    """Give every value that differs from this one in a single place."""
    if isinstance(value, str):
        yield f"{value}?"
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield value[:at] + value[at + 1 :]
            yield from ((*value[:at], other, *value[at + 1 :]) for other in mutants(inner))
    else:
        for one in fields(value):
            if one.compare:
                yield from (replace(value, **{one.name: other}) for other in mutants(getattr(value, one.name)))


def test_no_field_of_the_values_escapes_the_comparison() -> None:
    table = Table(
        "t",
        (Column("a", "INT", True, "1", "C", "G", "I", "K"), Column("b", "INT", default="2")),
        PrimaryKey(("a",), "pk", "e"),
        (ForeignKey(("a",), "t", ("a",), "fk", "CASCADE", "RESTRICT", "e"),),
        (Unique(("a",), "uq", "e"),),
        (Check("c", "ck"),),
        (Index("i", (IndexTerm("a", True, "C", "e"),), True, "w", "e"),),
        (Trigger("tr", "t"),),
        ("STRICT",),
    )
    whole = Schema("sqlite", (table,), (View("v", "t", (Trigger("tr", "t"),)),), (Item("k", "n", "t"),))

    silent = [mutant for mutant in mutants(whole) if not diff(whole, mutant) or not diff(mutant, whole)]

    assert len(list(mutants(whole))) > 60
    assert silent == []


def test_a_renamed_table_is_one_removed_and_one_added(tmp_path: Path) -> None:
    before, after = schema(tmp_path / "a.db", "CREATE TABLE a (x)"), schema(tmp_path / "b.db", "CREATE TABLE b (x)")

    found = diff(before, after)

    assert str(found) == "- removed table a (1 column)\n+ added table b (1 column)"


def test_several_changes_are_told_in_a_fixed_order(tmp_path: Path) -> None:
    before = schema(tmp_path / "a.db", users("c INT") + "CREATE VIEW v AS SELECT 1; CREATE TABLE z (x);")
    after = schema(tmp_path / "b.db", users("d INT, UNIQUE (a)", "STRICT") + "CREATE INDEX i ON users (a);")

    found = diff(before, after)

    assert str(found) == (
        "- removed column users.c: INT NULL\n"
        "+ added column users.d: INT NULL\n"
        "+ added unique of users: UNIQUE (a)\n"
        "+ added index users.i: (a)\n"
        "+ added option of users: STRICT\n"
        "- removed table z (1 column)\n"
        "- removed view v (AS SELECT 1)"
    )
    assert found.changes[0] == Change("-", "column", "users", "c", before="INT NULL")


def test_a_difference_shows_sign_and_word_in_every_face() -> None:
    found = Diff((Change("+", "column", "users", "<img src=x onerror=alert(1)>", after="TEXT | NULL"),))

    assert str(found) == "+ added column users.<img src=x onerror=alert(1)>: TEXT | NULL"
    assert found._repr_markdown_() == (
        "| change | kind | where | what |\n| --- | --- | --- | --- |\n"
        "| + added | column | users.&lt;img src=x onerror=alert(1)&gt; | TEXT \\| NULL |"
    )
    assert found._repr_html_() == (
        '<table><thead><tr><th scope="col">change</th><th scope="col">kind</th><th scope="col">where</th>'
        '<th scope="col">what</th></tr></thead><tbody><tr><td>+ added</td><td>column</td>'
        "<td>users.&lt;img src=x onerror=alert(1)&gt;</td><td>TEXT | NULL</td></tr></tbody></table>"
    )
