from dataclasses import replace

from migration_lab.experiments.rename import ANSWERS, HEADERS, Verdict, answers_compared, verdicts

ADA = "Ada Byron"
CLEAN = "No new upgrade operations detected."
STOPS = "stops: Cannot add a NOT NULL column with default value NULL"


def test_only_the_direct_rename_keeps_names_and_endpoints_under_the_common_env():
    grid = answers_compared()

    assert grid.headers == HEADERS
    assert grid.caption == "Goal: all 999 names stay with their users, and all 3,000 endpoints stay"
    assert grid.rows == (
        ("1 the draft as it came", STOPS, "not at head", "999", ADA, "3,000", "999"),
        ("1 the draft, if the column may be NULL", "exit 0", CLEAN, "0", "NULL", "3,000", "0"),
        ("2 the draft with server_default=''", "exit 0", CLEAN, "0", "''", "3,000", "0"),
        ("2 the same, with render_as_batch=True", "exit 0", CLEAN, "0", "''", "0", "0"),
        ("3 rename in a batch, foreign keys on", "exit 0", CLEAN, "999", ADA, "0", "999"),
        ("3 the same file, foreign keys off", "exit 0", CLEAN, "999", ADA, "3,000", "999"),
        ("4 rename directly, foreign keys on", "exit 0", CLEAN, "999", ADA, "3,000", "999"),
    )


def test_answer_that_names_a_missing_column_stops_and_loses_nothing():
    wrong = replace(
        ANSWERS[-1], name="wrong", body='op.alter_column("users", "nobody", new_column_name="display_name")'
    )

    (verdict,) = verdicts((wrong,))

    stop = 'stops: no such column: "nobody"'
    assert verdict == Verdict("wrong", stop, "not at head", names=999, ada=ADA, endpoints=3000, back=999)
