"""Each kind of fact beside a SQLite table (indexes, triggers, views, options): two databases, and the one line."""

from tests.migration_lab.schema_facts import users


def index(text: str) -> str:
    return users() + f"CREATE {text};"


def trigger(text: str) -> str:
    return users() + f"CREATE TRIGGER t {text} BEGIN DELETE FROM users; END;"


# kind of fact: before, after, the one line
BESIDE_FACTS: dict[str, tuple[str, str, str]] = {
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
