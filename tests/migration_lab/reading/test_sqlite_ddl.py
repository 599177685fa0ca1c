"""What is read from the text of `CREATE TABLE`, in every form that SQLite accepts."""

import sqlite3
from random import Random

import pytest

from migration_lab.reading import sqlite_ddl
from migration_lab.reading.tokens import fold, tidy

CHECKS = ("a > 0", "\"b c\" IN ('x)', 'y''(', '--', '/*')", "length([select]) > 1 AND (a OR a < -1)", "`a` <> x'00ff'")
RULES = ("UNIQUE", "NOT NULL", "COLLATE NOCASE", "DEFAULT 'CHECK (1)'", "DEFAULT (1 + (2))", "DEFAULT -5", "NULL")


def kinds(sql: str) -> list[tuple[str, str, str]]:
    return [(rule.kind, rule.name, rule.column) for rule in sqlite_ddl.parse(sql).rules]


@pytest.mark.parametrize(
    ("sql", "rules"),
    [
        ("CREATE TABLE t (a)", []),
        ("CREATE TABLE t (a b c d (1, 2) NOT NULL)", [("NOT NULL", "", "a")]),
        (
            "CREATE TABLE t (a CONSTRAINT n NOT NULL CONSTRAINT u UNIQUE)",
            [("NOT NULL", "n", "a"), ("UNIQUE", "u", "a")],
        ),
        (
            "CREATE TABLE t (a, CONSTRAINT x CHECK (1) CONSTRAINT y UNIQUE (a))",
            [("CHECK", "x", ""), ("UNIQUE", "y", "")],
        ),
        ("CREATE TABLE t (a CONSTRAINT only)", []),
        ("CREATE TABLE t (a CONSTRAINT one CONSTRAINT two CHECK (1))", [("CHECK", "two", "a")]),
        ("CREATE TABLE t (a DEFAULT +5 UNIQUE)", [("DEFAULT", "", "a"), ("UNIQUE", "", "a")]),
        ("CREATE TABLE t (a DEFAULT CURRENT_TIME CHECK (1))", [("DEFAULT", "", "a"), ("CHECK", "", "a")]),
        ("CREATE TABLE t (\"check\" TEXT, 'unique' INT UNIQUE)", [("UNIQUE", "", "unique")]),
        ('CREATE TABLE "a(b" ([c,d] INT CHECK (1))', [("CHECK", "", "c,d")]),
        ("CREATE TABLE t (a INT GENERATED ALWAYS AS (1) STORED UNIQUE)", [("GENERATED", "", "a"), ("UNIQUE", "", "a")]),
        ("CREATE TABLE t (key INT, desc2 INT, CHECK (key))", [("CHECK", "", "")]),
    ],
)
def test_the_rules_of_a_table_are_read(sql: str, rules: list[tuple[str, str, str]]) -> None:
    found = kinds(sql)

    assert found == rules


def test_the_tail_of_a_foreign_key_is_read() -> None:
    sql = """CREATE TABLE t (a REFERENCES "o ther" (x) ON DELETE SET NULL ON UPDATE RESTRICT MATCH FULL
             DEFERRABLE INITIALLY DEFERRED UNIQUE)"""

    key, unique = sqlite_ddl.parse(sql).rules

    assert (key.target, key.target_columns, key.on_delete, key.on_update) == ("o ther", ("x",), "SET NULL", "RESTRICT")
    assert key.extra == ["MATCH FULL", "DEFERRABLE INITIALLY DEFERRED"]
    assert unique.kind == "UNIQUE"


def test_options_behind_the_columns_are_read() -> None:
    table = sqlite_ddl.parse("CREATE TABLE t (a PRIMARY KEY) without rowid,\n STRICT -- fast")

    assert table.options == ["WITHOUT ROWID", "STRICT"]


def test_words_of_a_later_sqlite_are_kept() -> None:
    table = sqlite_ddl.parse("CREATE TABLE t (a INT NULL FROBNICATED fast)")

    assert tidy(table.unknown) == "FROBNICATED fast"


@pytest.mark.parametrize(
    "sql", ["", "CREATE TABLE", "CREATE TABLE t", "CREATE TABLE t (", "CREATE TABLE t (a CHECK", "('"]
)
def test_a_text_that_breaks_off_is_no_crash(sql: str) -> None:
    table = sqlite_ddl.parse(sql)

    assert table.options == []


@pytest.mark.parametrize("seed", range(20))
def test_names_and_counts_agree_with_what_sqlite_says_itself(seed: int) -> None:
    """Make twenty tables at random and compare the text with the pragmas, which know no names but all the rest."""
    chance = Random(seed)
    columns = ["a INT", '"b c" TEXT', "[select] TEXT", "`ü😀` VARCHAR ( 5 )", "plain"]
    columns = [f"{column} {chance.choice(('', *RULES))}" for column in columns]
    checks = [f'CONSTRAINT "c {n}" CHECK ({chance.choice(CHECKS)})' for n in range(chance.randrange(4))]
    keys = chance.sample(["UNIQUE (a, plain)", "UNIQUE ([select])", 'FOREIGN KEY ("b c", a) REFERENCES t'], 2)
    sql = f"CREATE TABLE t ({chance.choice((', ', ' ,-- x' + chr(10))).join([*columns, *checks, *keys])})"
    connection = sqlite3.connect(":memory:")
    connection.execute(sql)

    rules = sqlite_ddl.parse(sql).rules

    uniques = [{fold(term[0].name) for term in rule.terms} for rule in rules if rule.kind == "UNIQUE"]
    stated = [
        {fold(column) for (column,) in connection.execute("SELECT name FROM pragma_index_info(?)", (name,))}
        for (name,) in connection.execute("SELECT name FROM pragma_index_list('t') ORDER BY seq DESC")
    ]
    required = [
        name for name, flag in connection.execute("SELECT name, \"notnull\" FROM pragma_table_info('t')") if flag
    ]
    assert [unique for at, unique in enumerate(uniques) if unique not in uniques[:at]] == stated
    assert [rule.column for rule in rules if rule.kind == "NOT NULL"] == required
    assert len([rule for rule in rules if rule.kind == "CHECK"]) == len(checks)
    assert bool([rule for rule in rules if rule.kind == "FOREIGN KEY"]) == bool(
        connection.execute("SELECT 1 FROM pragma_foreign_key_list('t')").fetchall()
    )
    assert not sqlite_ddl.parse(sql).unknown
    connection.close()
