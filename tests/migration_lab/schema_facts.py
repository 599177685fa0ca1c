"""Each kind of fact inside a SQLite table: two databases that differ only in it, and the one line that tells."""

USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY, a INT, b TEXT{more}){options};"
POSTS = "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT{column}{table});"
LONG = " OR ".join(f"a = {number}" for number in range(60))


def users(more: str = "", options: str = "") -> str:
    return USERS.format(more=f", {more}" if more else "", options=f" {options}" if options else "")


def posts(column: str = "", table: str = "") -> str:
    return users() + POSTS.format(column=f" {column}" if column else "", table=f", {table}" if table else "")


# kind of fact: before, after, the one line
TABLE_FACTS: dict[str, tuple[str, str, str]] = {
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
}
