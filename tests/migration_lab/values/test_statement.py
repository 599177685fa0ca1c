"""A statement says its SQL and what a script would not say."""

from migration_lab.values import statement
from migration_lab.values.statement import Statement


def test_a_statement_is_its_text() -> None:
    assert str(Statement("CREATE TABLE t (a)")) == "CREATE TABLE t (a);"


def test_how_often_with_what_and_how_many_rows_stand_behind_it() -> None:
    one = Statement("UPDATE users SET name = ?", "'Ada'", rows=1)
    many = Statement("INSERT INTO users VALUES (?)", "1", times=2_000, rows=2_000)
    failed = Statement("INSERT INTO nowhere VALUES (1)", done=False)

    assert str(one) == "UPDATE users SET name = ?;  -- with 'Ada'; 1 row"
    assert str(many) == "INSERT INTO users VALUES (?);  -- 2,000 times; first with 1; 2,000 rows"
    assert str(failed) == "INSERT INTO nowhere VALUES (1);  -- ! not done"


def test_what_could_turn_the_text_around_is_visible_and_lines_stay_lines() -> None:
    hostile = Statement("SELECT '\u202e\x1b[31m'\n\tFROM x\r\n")

    assert str(hostile) == "SELECT '\\u202e\\x1b[31m'\n    FROM x;"


def test_a_script_names_the_database_only_where_there_are_several() -> None:
    one, other = Statement("A", database="app.db"), Statement("B", database="other.db")

    assert statement.script([one, one]) == "A;\nA;"
    assert statement.script([one, one, other]) == "-- app.db\nA;\nA;\n-- other.db\nB;"


def test_a_table_of_statements_is_harmless_in_html() -> None:
    shown = statement.grid([Statement("SELECT\n'<img src=x onerror=alert(1)>'", rows=0)])

    assert "SELECT &#x27;&lt;img src=x onerror=alert(1)&gt;&#x27;</td><td>0 rows</td>" in shown._repr_html_()
    assert statement.grid([]).caption == "no statement that changes anything was sent"
