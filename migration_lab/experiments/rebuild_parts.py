"""What can stand on a table besides its columns and rows: how it is made, how it is seen, how a rebuild keeps it."""

from dataclasses import dataclass

PEOPLE = "CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50), age INTEGER)"
ROWS = ("INSERT INTO people (id, name, age) VALUES (1, 'Grace Hopper', 40), (17, 'Ada Byron', 36)",)
BATCH = """with op.batch_alter_table("people"{}) as batch:
        batch.alter_column("age", existing_type=sa.Integer, server_default=sa.text("18"))"""
REBUILD = BATCH.format("")


def again(first: str, last: str) -> str:
    """Make a body that does something before the batch and something after it."""
    lines = (first, REBUILD, last)
    return "\n    ".join(line for line in lines if line)


@dataclass(frozen=True)
class Part:
    """Something that stands on a table.

    Args:
        codes: The rows of the catalogue it runs.
        name: What it is.
        asked: What the question asks, in words.
        made: The SQL that makes the table with it, and its rows.
        question: A SELECT with one value.
        how: How a rebuild keeps it, in words; empty: it is kept anyway.
        remedy: The body of `upgrade()` that does so.
        first: SQL that goes before the question; undone afterwards.
    """

    codes: tuple[str, ...]
    name: str
    asked: str
    made: tuple[str, ...]
    question: str
    how: str = ""
    remedy: str = ""
    first: tuple[str, ...] = ()


TOUCH = "CREATE TRIGGER touch AFTER UPDATE ON people BEGIN INSERT INTO log VALUES (NEW.name); END"
TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'people'"
ELSEWHERE = "CREATE TRIGGER hire AFTER INSERT ON log BEGIN UPDATE people SET age = age + 1; END"
VIEW = "CREATE VIEW names AS SELECT name FROM people"
INITIAL = "initial VARCHAR(1) GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL"
TEAM = "team_id INTEGER REFERENCES teams (id) ON DELETE CASCADE"
FK = "fk_people_team_id_teams"
KEYS = '{"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}'


REFUSED = "SELECT iif(count(*) = 2, 'refuses it', 'takes it') FROM people"  # of two people, and one who came


def people(*more: str, after: str = "") -> str:
    """Write the table with further columns or rules in it, and an option behind it."""
    return f"{PEOPLE[:-1]}{''.join(f', {one}' for one in more)}){after}"


def indexed(words: str, *, unique: str = "") -> tuple[str, ...]:
    """Write the table with an index on it."""
    return (PEOPLE, f"CREATE {unique}INDEX ix_people ON people {words}", *ROWS)


STOP = (
    Part(
        codes=("C6",),
        name="a view on the table",
        asked="what the view shows",
        made=(PEOPLE, VIEW, *ROWS),
        question="SELECT group_concat(name, ', ') FROM names",
        how="drop it before the batch, create it after",
        remedy=again('op.execute("DROP VIEW names")', f'op.execute("{VIEW}")'),
    ),
    Part(
        codes=("D5",),
        name="a trigger of another table that names it",
        asked="Ada's age after it fired",
        made=(PEOPLE, "CREATE TABLE log (name VARCHAR(50))", ELSEWHERE, *ROWS),
        first=("INSERT INTO log VALUES ('x')",),
        question="SELECT age FROM people WHERE id = 17",
        how="drop it before the batch, create it after",
        remedy=again('op.execute("DROP TRIGGER hire")', f'op.execute("{ELSEWHERE}")'),
    ),
    Part(
        codes=("D12",),
        name="a generated column",
        asked="Ada's initial",
        made=(people(INITIAL), *ROWS),
        question="SELECT initial FROM people WHERE id = 17",
        how="drop it in the batch, add it again after",
        remedy=f"""{REBUILD}
        batch.drop_column("initial")
    initial = sa.Column("initial", sa.String(1), sa.Computed("substr(name, 1, 1)", persisted=False))
    op.add_column("people", initial)""",
    ),
)

LOST = (
    Part(
        codes=("D5",),
        name="a trigger",
        asked="what it wrote when a row changed",
        made=(PEOPLE, "CREATE TABLE log (name VARCHAR(50))", *ROWS, TOUCH),
        first=("UPDATE people SET age = 37 WHERE id = 17",),
        question="SELECT name FROM log",
        how="read its SQL from sqlite_master before the batch, run it after",
        remedy=again(
            f'kept = op.get_bind().exec_driver_sql("{TRIGGERS}").scalars().all()',
            "for sql in kept: op.get_bind().exec_driver_sql(sql)",
        ),
    ),
    Part(
        codes=("D5",),
        name="AUTOINCREMENT",
        asked="the next id, after 18 was deleted",
        made=(
            PEOPLE.replace("PRIMARY KEY", "PRIMARY KEY AUTOINCREMENT"),
            *ROWS,
            "INSERT INTO people (id) VALUES (18)",
            "DELETE FROM people WHERE id = 18",
        ),
        first=("INSERT INTO people (name) VALUES ('Mei')",),
        question="SELECT id FROM people WHERE name = 'Mei'",
        how='table_kwargs={"sqlite_autoincrement": True}, and carry the counter in sqlite_sequence over',
        remedy=f"""last = op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'people'"))
    {BATCH.format(', table_kwargs={"sqlite_autoincrement": True}')}
    op.execute(f"UPDATE sqlite_sequence SET seq = {{last:d}} WHERE name = 'people'")""",
    ),
    Part(
        codes=("D5",),
        name="COLLATE NOCASE of a column",
        asked="who is found as 'ADA BYRON'",
        made=(PEOPLE.replace("VARCHAR(50)", "VARCHAR(50) COLLATE NOCASE"), *ROWS),
        question="SELECT max(id) FROM people WHERE name = 'ADA BYRON'",
        how='reflect_args=[sa.Column("name", sa.String(50, collation="NOCASE"))]',
        remedy=BATCH.format(', reflect_args=[sa.Column("name", sa.String(50, collation="NOCASE"))]'),
    ),
    Part(
        codes=("D5",),
        name="DESC in an index",
        asked="the order of the index",
        made=indexed("(age DESC)"),
        question="""SELECT iif("desc", 'DESC', 'ASC') FROM pragma_index_xinfo('ix_people') WHERE name = 'age'""",
        how="drop it before the batch, create it after",
        remedy=again(
            'op.drop_index("ix_people", "people")', 'op.create_index("ix_people", "people", [sa.text("age DESC")])'
        ),
    ),
    Part(
        codes=("D5",),
        name="an index over an expression",
        asked="its name",
        made=indexed("(lower(name))"),
        question="SELECT name FROM sqlite_master WHERE type = 'index'",
        how="create it again after the batch",
        remedy=again("", 'op.create_index("ix_people", "people", [sa.text("lower(name)")])'),
    ),
    Part(
        codes=("D5",),
        name="a CHECK without a name",
        asked="what it does with an age of -1",
        made=(people("CHECK (age > 0)"), *ROWS),
        first=("INSERT OR IGNORE INTO people (age) VALUES (-1)",),
        question=REFUSED,
        how='table_args=[sa.CheckConstraint("age > 0", name=…)]: it has a name then',
        remedy=BATCH.format(', table_args=[sa.CheckConstraint("age > 0", name="ck_people_age")]'),
    ),
    Part(
        codes=("D5", "S5"),
        name="UNIQUE written beside a column with a length",
        asked="what it does with a second Ada Byron",
        made=(PEOPLE.replace("VARCHAR(50)", "VARCHAR(50) UNIQUE"), *ROWS),
        first=("INSERT OR IGNORE INTO people (name) VALUES ('Ada Byron')",),
        question=REFUSED,
        how='create_unique_constraint("uq_people_name", ["name"]) in the batch',
        remedy=f"""{REBUILD}
        batch.create_unique_constraint("uq_people_name", ["name"])""",
    ),
    Part(
        codes=("D5", "C11"),
        name="ON DELETE of a foreign key written beside its column",
        asked="what it does on delete",
        made=("CREATE TABLE teams (id INTEGER PRIMARY KEY)", people(TEAM), *ROWS),
        question="SELECT on_delete FROM pragma_foreign_key_list('people')",
        how="naming_convention on the batch; drop the key and create it, with ondelete",
        remedy=f"""{BATCH.format(f", naming_convention={KEYS}")}
        batch.drop_constraint("{FK}", type_="foreignkey")
        batch.create_foreign_key("{FK}", "teams", ["team_id"], ["id"], ondelete="CASCADE")""",
    ),
)

KEPT = (
    Part(
        codes=("D6",),
        name="UNIQUE with a name",
        asked="what it does with a second Ada Byron",
        made=(people("CONSTRAINT uq_people_name UNIQUE (name)"), *ROWS),
        first=("INSERT OR IGNORE INTO people (name) VALUES ('Ada Byron')",),
        question=REFUSED,
    ),
    Part(
        codes=("D6",),
        name="a CHECK with a name",
        asked="what it does with an age of -1",
        made=(people("CONSTRAINT ck_people_age CHECK (age > 0)"), *ROWS),
        first=("INSERT OR IGNORE INTO people (age) VALUES (-1)",),
        question=REFUSED,
    ),
    Part(
        codes=("D6",),
        name="ON DELETE of a foreign key with a name",
        asked="what it does on delete",
        made=(
            "CREATE TABLE teams (id INTEGER PRIMARY KEY)",
            people("team_id INTEGER", f"CONSTRAINT {FK} FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE"),
            *ROWS,
        ),
        question="SELECT on_delete FROM pragma_foreign_key_list('people')",
    ),
    Part(
        codes=("D6",),
        name="WHERE of a partial index",
        asked="its SQL from WHERE on",
        made=indexed("(name) WHERE age > 18", unique="UNIQUE "),
        question="SELECT substr(sql, instr(sql, 'WHERE')) FROM sqlite_master WHERE type = 'index'",
    ),
    Part(
        codes=("D6",),
        name="a default that is an expression",
        asked="the year of a new row",
        made=(people("born INTEGER DEFAULT (2000 + 25)"), *ROWS),
        first=("INSERT INTO people (name) VALUES ('Mei')",),
        question="SELECT born FROM people WHERE name = 'Mei'",
    ),
    Part(
        codes=("D6",),
        name="WITHOUT ROWID",
        asked="whether the table is one",
        made=(people(after=" WITHOUT ROWID"), *ROWS),
        question="SELECT iif(wr, 'yes', 'no') FROM pragma_table_list WHERE name = 'people'",
    ),
    Part(
        codes=("D6",),
        name="STRICT",
        asked="whether the table is one",
        made=("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, age INTEGER) STRICT", *ROWS),
        question="SELECT iif(strict, 'yes', 'no') FROM pragma_table_list WHERE name = 'people'",
    ),
)

PARTS = (*STOP, *LOST, *KEPT)
