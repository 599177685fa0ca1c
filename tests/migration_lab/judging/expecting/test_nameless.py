"""States without the names of constraints: what is taken away, and what is still compared."""

from migration_lab.judging import expect
from migration_lab.judging.expecting.nameless import nameless
from tests.migration_lab.judging.replays import VERSION, replayed, state

ROWS = "INSERT INTO keys VALUES (1, 'x', 0), (2, 'y', 3);"
NAMED = (
    f"{VERSION}CREATE TABLE keys (id INTEGER CONSTRAINT pk_keys PRIMARY KEY, hash TEXT, "
    "uses INTEGER CONSTRAINT fk_keys REFERENCES keys (id), "
    f"CONSTRAINT uq_keys UNIQUE (hash), CONSTRAINT ck_keys CHECK (uses >= 0)); {ROWS}"
)
PLAIN = (
    f"{VERSION}CREATE TABLE keys (id INTEGER PRIMARY KEY, hash TEXT, "
    f"uses INTEGER REFERENCES keys (id), UNIQUE (hash), CHECK (uses >= 0)); {ROWS}"
)
LOST = f"DROP TABLE keys; CREATE TABLE keys (id INTEGER PRIMARY KEY, hash TEXT, uses INTEGER); {ROWS}"


def test_names_of_all_rules_are_taken_away_and_nothing_else() -> None:
    named, plain = state(NAMED), state(PLAIN)

    assert named.schema() != plain.schema()
    assert nameless(named, ["keys"], database="primary").schema() == plain.schema()
    assert nameless(named, ["keys"], database="primary").rows() == named.rows()


def test_another_table_and_another_database_keep_their_names() -> None:
    named = state(NAMED)

    assert nameless(named, ["users"], database="primary") == named
    assert nameless(named, ["keys"], database="analytics") == named


def test_a_way_back_may_leave_names_but_no_rule_out() -> None:
    named_again = f"DROP TABLE keys; {NAMED.removeprefix(VERSION)}"
    kept, lost = (replayed("SELECT 1", down, start=PLAIN) for down in (named_again, LOST))

    assert expect.downgrade_restores(kept, names_free=["keys"]) is None
    assert expect.downgrade_restores(kept) is not None
    missed = expect.downgrade_restores(lost, names_free=["keys"])
    assert missed is not None
    assert missed.found.startswith("after the downgrade, against the start: 3 differences of the schema, first: ")
