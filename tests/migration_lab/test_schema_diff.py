"""Each kind of fact: two databases that differ only in it, and the one change that must be told."""

import sqlite3
from pathlib import Path

import pytest

from migration_lab.schema import Change, Diff, Schema, diff

USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY, a INT, b TEXT{more}){options};"
POSTS = "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT{column}{table});"
LONG = " OR ".join(f"a = {number}" for number in range(60))


def users(more: str = "", options: str = "") -> str:
    return USERS.format(more=f", {more}" if more else "", options=f" {options}" if options else "")


def posts(column: str = "", table: str = "") -> str:
    return users() + POSTS.format(column=f" {column}" if column else "", table=f", {table}" if table else "")


def index(text: str) -> str:
    return users() + f"CREATE {text};"


def trigger(text: str) -> str:
    return users() + f"CREATE TRIGGER t {text} BEGIN DELETE FROM users; END;"


# kind of fact: before, after, the one line
FACTS: dict[str, tuple[str, str, str]] = {
    "table added": ("", users(), "+ added table users (3 columns)"),
    "table removed": (users("UNIQUE (a)"), "", "- removed table users (3 columns, 1 unique)"),
    "leftover of a batch": (
        users(),
        users() + "CREATE TABLE _alembic_tmp_users (id INT);",
        "+ added table _alembic_tmp_users (1 column)",
    ),
    "column added": (users(), users("c VARCHAR(50)"), "+ added column users.c: VARCHAR(50) NULL"),
    "column removed": (users("c NOT NULL DEFAULT 1"), users(), "- removed column users.c: NOT NULL DEFAULT 1"),
    "column order": (
        "CREATE TABLE t (a, b, c)",
        "CREATE TABLE t (a, c, b)",
        "~ changed column order of t: a, b, c → a, c, b",
    ),
    "type": (users("c VARCHAR(50)"), users("c VARCHAR(120)"), "~ changed type of users.c: VARCHAR(50) → VARCHAR(120)"),
    "type lost": (users("c INT"), users("c"), "~ changed type of users.c: INT → no type"),
    "nullability": (users("c INT"), users("c INT NOT NULL"), "~ changed nullability of users.c: NULL → NOT NULL"),
    "nullability conflict": (
        users("c INT NOT NULL"),
        users("c INT NOT NULL ON CONFLICT IGNORE"),
        "~ changed nullability of users.c: NOT NULL → NOT NULL ON CONFLICT IGNORE",
    ),
    "default": (users("c INT"), users("c INT DEFAULT 5"), "~ changed default of users.c: no default → 5"),
    "default text or number": (users("c DEFAULT 5"), users("c DEFAULT '5'"), "~ changed default of users.c: 5 → '5'"),
    "default text or function": (
        users("c DEFAULT CURRENT_TIMESTAMP"),
        users("c DEFAULT 'CURRENT_TIMESTAMP'"),
        "~ changed default of users.c: CURRENT_TIMESTAMP → 'CURRENT_TIMESTAMP'",
    ),
    "default NULL": (users("c"), users("c DEFAULT NULL"), "~ changed default of users.c: no default → NULL"),
    "default empty text": (users("c"), users("c DEFAULT ''"), "~ changed default of users.c: no default → ''"),
    "collation": (
        users("c TEXT"),
        users("c TEXT COLLATE NOCASE"),
        "~ changed collation of users.c: no collation → NOCASE",
    ),
    "generated": (
        users("c INT AS (a + 1)"),
        users("c INT AS (a + 2)"),
        "~ changed generated of users.c: GENERATED ALWAYS AS (a + 1) VIRTUAL → GENERATED ALWAYS AS (a + 2) VIRTUAL",
    ),
    "generated stored": (
        users("c INT AS (a)"),
        users("c INT AS (a) STORED"),
        "~ changed generated of users.c: GENERATED ALWAYS AS (a) VIRTUAL → GENERATED ALWAYS AS (a) STORED",
    ),
    "generated or plain": (
        users("c INT"),
        users("c INT AS (a)"),
        "~ changed generated of users.c: not generated → GENERATED ALWAYS AS (a) VIRTUAL",
    ),
    "primary key added": (
        "CREATE TABLE t (a INT, b INT)",
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
        "+ added primary key of t: PRIMARY KEY (b, a)",
    ),
    "primary key removed": (
        "CREATE TABLE t (a INT, CONSTRAINT pk_t PRIMARY KEY (a))",
        "CREATE TABLE t (a INT)",
        "- removed primary key t.pk_t: PRIMARY KEY (a)",
    ),
    "primary key columns": (
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a))",
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))",
        "~ changed primary key of t: PRIMARY KEY (a) → PRIMARY KEY (a, b)",
    ),
    "primary key order": (
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))",
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
        "~ changed primary key of t: PRIMARY KEY (a, b) → PRIMARY KEY (b, a)",
    ),
    "primary key direction": (
        "CREATE TABLE t (a INTEGER PRIMARY KEY)",
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)",
        "~ changed primary key of t: PRIMARY KEY (a) → PRIMARY KEY (a) (a DESC)",
    ),
    "primary key collation": (
        "CREATE TABLE t (a TEXT, PRIMARY KEY (a))",
        "CREATE TABLE t (a TEXT, PRIMARY KEY (a COLLATE NOCASE))",
        "~ changed primary key of t: PRIMARY KEY (a) → PRIMARY KEY (a) (a COLLATE NOCASE)",
    ),
    "primary key conflict": (
        "CREATE TABLE t (a INT PRIMARY KEY)",
        "CREATE TABLE t (a INT PRIMARY KEY ON CONFLICT REPLACE)",
        "~ changed primary key of t: PRIMARY KEY (a) → PRIMARY KEY (a) ON CONFLICT REPLACE",
    ),
    "primary key name": (
        "CREATE TABLE t (a INT, PRIMARY KEY (a))",
        "CREATE TABLE t (a INT, CONSTRAINT pk_t PRIMARY KEY (a))",
        "~ changed primary key t.pk_t: no name PRIMARY KEY (a) → pk_t PRIMARY KEY (a)",
    ),
    "foreign key added": (
        posts(),
        posts("REFERENCES users"),
        "+ added foreign key of posts: FOREIGN KEY (user_id) REFERENCES users (id)",
    ),
    "foreign key removed": (
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)"),
        posts(),
        "- removed foreign key posts.fk: FOREIGN KEY (user_id) REFERENCES users (id)",
    ),
    "foreign key name": (
        posts(table="FOREIGN KEY (user_id) REFERENCES users (id)"),
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)"),
        "~ changed foreign key posts.fk: no name FOREIGN KEY (user_id) REFERENCES users (id)"
        " → fk FOREIGN KEY (user_id) REFERENCES users (id)",
    ),
    "foreign key ON DELETE": (
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)"),
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE"),
        "~ changed foreign key posts.fk: FOREIGN KEY (user_id) REFERENCES users (id)"
        " → FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE",
    ),
    "foreign key ON UPDATE": (
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON UPDATE SET NULL"),
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON UPDATE SET DEFAULT"),
        "~ changed foreign key posts.fk: FOREIGN KEY (user_id) REFERENCES users (id) ON UPDATE SET NULL"
        " → FOREIGN KEY (user_id) REFERENCES users (id) ON UPDATE SET DEFAULT",
    ),
    "foreign key DEFERRABLE": (
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)"),
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED"),
        "~ changed foreign key posts.fk: FOREIGN KEY (user_id) REFERENCES users (id)"
        " → FOREIGN KEY (user_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED",
    ),
    "foreign key target": (
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)"),
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES posts (id)"),
        "~ changed foreign key posts.fk: FOREIGN KEY (user_id) REFERENCES users (id)"
        " → FOREIGN KEY (user_id) REFERENCES posts (id)",
    ),
    "foreign key target column": (
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)"),
        posts(table="CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (a)"),
        "~ changed foreign key posts.fk: FOREIGN KEY (user_id) REFERENCES users (id)"
        " → FOREIGN KEY (user_id) REFERENCES users (a)",
    ),
    "unique added": (users(), users("UNIQUE (a, b)"), "+ added unique of users: UNIQUE (a, b)"),
    "unique of a column": (users("c"), users("c UNIQUE"), "+ added unique of users: UNIQUE (c)"),
    "unique columns": (
        users("CONSTRAINT uq UNIQUE (a)"),
        users("CONSTRAINT uq UNIQUE (a, b)"),
        "~ changed unique users.uq: UNIQUE (a) → UNIQUE (a, b)",
    ),
    "unique name": (
        users("UNIQUE (a)"),
        users("CONSTRAINT uq UNIQUE (a)"),
        "~ changed unique users.uq: no name UNIQUE (a) → uq UNIQUE (a)",
    ),
    "unique conflict": (
        users("CONSTRAINT uq UNIQUE (a)"),
        users("CONSTRAINT uq UNIQUE (a) ON CONFLICT IGNORE"),
        "~ changed unique users.uq: UNIQUE (a) → UNIQUE (a) ON CONFLICT IGNORE",
    ),
    "unique collation": (
        users("CONSTRAINT uq UNIQUE (b)"),
        users("CONSTRAINT uq UNIQUE (b COLLATE NOCASE)"),
        "~ changed unique users.uq: UNIQUE (b) → UNIQUE (b) (b COLLATE NOCASE)",
    ),
    "unique constraint or index": (
        users("UNIQUE (a)") + "CREATE INDEX i ON users (a);",
        users("UNIQUE (a)") + "CREATE UNIQUE INDEX i ON users (a);",
        "~ changed index users.i: (a) → UNIQUE (a)",
    ),
    "check added": (users(), users("CHECK (a > 0)"), "+ added check of users: CHECK (a > 0)"),
    "check text": (
        users("CONSTRAINT ck CHECK (a > 0)"),
        users("CONSTRAINT ck CHECK (a >= 0)"),
        "~ changed check users.ck: CHECK (a > 0) → CHECK (a >= 0)",
    ),
    "check value": (
        users("CONSTRAINT ck CHECK (b IN ('x', 'y'))"),
        users("CONSTRAINT ck CHECK (b IN ('x', 'Y'))"),
        "~ changed check users.ck: CHECK (b IN ('x', 'y')) → CHECK (b IN ('x', 'Y'))",
    ),
    "check name": (
        users("CONSTRAINT ck CHECK (a > 0)"),
        users("CONSTRAINT ck_users_a CHECK (a > 0)"),
        "~ changed check users.ck_users_a: ck CHECK (a > 0) → ck_users_a CHECK (a > 0)",
    ),
    "check far in a long text": (
        users(f"CONSTRAINT ck CHECK ({LONG})"),
        users(f"CONSTRAINT ck CHECK ({LONG}0)"),
        "~ changed check users.ck: … OR a = 56 OR a = 57 OR a = 58 OR a = 59)"
        " → … OR a = 56 OR a = 57 OR a = 58 OR a = 590)",
    ),
    "index added": (users(), index("INDEX i ON users (a)"), "+ added index users.i: (a)"),
    "index removed": (index("UNIQUE INDEX i ON users (a, b)"), users(), "- removed index users.i: UNIQUE (a, b)"),
    "index name": (
        index("INDEX i ON users (a)"),
        index("INDEX j ON users (a)"),
        "~ changed index users.j: i (a) → j (a)",
    ),
    "index column order": (
        index("INDEX i ON users (a, b)"),
        index("INDEX i ON users (b, a)"),
        "~ changed index users.i: (a, b) → (b, a)",
    ),
    "index direction": (
        index("INDEX i ON users (a)"),
        index("INDEX i ON users (a DESC)"),
        "~ changed index users.i: (a) → (a DESC)",
    ),
    "index collation": (
        index("INDEX i ON users (b)"),
        index("INDEX i ON users (b COLLATE NOCASE)"),
        "~ changed index users.i: (b) → (b COLLATE NOCASE)",
    ),
    "index unique": (
        index("INDEX i ON users (a)"),
        index("UNIQUE INDEX i ON users (a)"),
        "~ changed index users.i: (a) → UNIQUE (a)",
    ),
    "index where added": (
        index("INDEX i ON users (a)"),
        index("INDEX i ON users (a) WHERE b IS NOT NULL"),
        "~ changed index users.i: (a) → (a) WHERE b IS NOT NULL",
    ),
    "index where": (
        index("INDEX i ON users (a) WHERE a > 1"),
        index("INDEX i ON users (a) WHERE a > 2"),
        "~ changed index users.i: (a) WHERE a > 1 → (a) WHERE a > 2",
    ),
    "index expression": (
        index("INDEX i ON users (lower(b))"),
        index("INDEX i ON users (upper(b))"),
        "~ changed index users.i: (lower(b)) → (upper(b))",
    ),
    "index expression direction": (
        index("INDEX i ON users (lower(b) COLLATE NOCASE)"),
        index("INDEX i ON users (lower(b) COLLATE NOCASE DESC)"),
        "~ changed index users.i: (lower(b) COLLATE NOCASE) → (lower(b) COLLATE NOCASE DESC)",
    ),
    "index expression collation": (
        index("INDEX i ON users (lower(b))"),
        index("INDEX i ON users (lower(b) COLLATE NOCASE)"),
        "~ changed index users.i: (lower(b)) → (lower(b) COLLATE NOCASE)",
    ),
    "trigger added": (
        users(),
        trigger("AFTER INSERT ON users"),
        "+ added trigger users.t: AFTER INSERT ON users BEGIN DELETE FROM users; END",
    ),
    "trigger event": (
        trigger("AFTER INSERT ON users"),
        trigger("BEFORE INSERT ON users"),
        "~ changed trigger users.t: AFTER INSERT ON users BEGIN DELETE FROM users; END"
        " → BEFORE INSERT ON users BEGIN DELETE FROM users; END",
    ),
    "trigger condition": (
        trigger("AFTER UPDATE ON users WHEN new.a > 1"),
        trigger("AFTER UPDATE ON users WHEN new.a > 2"),
        "~ changed trigger users.t: AFTER UPDATE ON users WHEN new.a > 1 BEGIN DELETE FROM users; END"
        " → AFTER UPDATE ON users WHEN new.a > 2 BEGIN DELETE FROM users; END",
    ),
    "view added": (users(), index("VIEW v AS SELECT a FROM users"), "+ added view v (AS SELECT a FROM users)"),
    "view removed": (index("VIEW v AS SELECT a FROM users"), users(), "- removed view v (AS SELECT a FROM users)"),
    "view text": (
        index("VIEW v AS SELECT a FROM users"),
        index("VIEW v AS SELECT b FROM users"),
        "~ changed view v: AS SELECT a FROM users → AS SELECT b FROM users",
    ),
    "view columns": (
        index("VIEW v (x) AS SELECT a FROM users"),
        index("VIEW v (y) AS SELECT a FROM users"),
        "~ changed view v: (x) AS SELECT a FROM users → (y) AS SELECT a FROM users",
    ),
    "trigger of a view": (
        index("VIEW v AS SELECT a FROM users"),
        index("VIEW v AS SELECT a FROM users") + "CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN SELECT 1; END;",
        "+ added trigger v.t: INSTEAD OF DELETE ON v BEGIN SELECT 1; END",
    ),
    "STRICT": (users(), users(options="STRICT"), "+ added option of users: STRICT"),
    "WITHOUT ROWID": (
        "CREATE TABLE t (a INT NOT NULL PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE t (a INT NOT NULL PRIMARY KEY)",
        "- removed option of t: WITHOUT ROWID",
    ),
    "AUTOINCREMENT": (
        "CREATE TABLE t (a INTEGER PRIMARY KEY)",
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)",
        "+ added option of t: AUTOINCREMENT",
    ),
    "virtual table": (
        "CREATE VIRTUAL TABLE t USING fts5(a)",
        "CREATE VIRTUAL TABLE t USING fts5(a, tokenize = porter)",
        "~ changed option of t: VIRTUAL fts5(a) → VIRTUAL fts5(a, tokenize = porter)",
    ),
}
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
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return Schema.read(path)


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
