"""What was seen is said with its name; of many lines the one that counts stands in front, and the others are folded."""

import pytest

from migration_lab.grid import Grid
from migration_lab.predicting.seen import FEW, LONGEST, MOST, html, words

FRAMES = "".join(f'  File "env.py", line {number}\n' for number in range(FEW))
ERROR = "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) table <users> already exists"
SQL = "[SQL: CREATE TABLE users (\n\tid INTEGER NOT NULL\n)\n]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)"


def test_of_many_lines_the_last_ones_are_seen() -> None:
    seen = words("\n".join(map(str, range(MOST + 5))) + "\u202e" + "y" * LONGEST)

    assert seen.splitlines()[:2] == ["… (5 lines before)", "5"]
    assert seen.splitlines()[-1].startswith(r"24\u202eyyy")
    assert (words(""), words(ValueError("no"))) == ("(no words)", "ValueError: no")


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        (0, "<p>Seen when it was run: <code>0</code></p>"),
        ("a<b", "<p>Seen when it was run: <code>a&lt;b</code></p>"),
        ("one\ntwo", "<p>Seen when it was run:</p><pre>one\ntwo</pre>"),
        (Grid(("id",), ()), f"<p>Seen when it was run:</p>{Grid(('id',), ())._repr_html_()}"),
    ],
)
def test_what_is_short_is_shown_as_it_is(seen: object, shown: str) -> None:
    assert html(seen) == shown


@pytest.mark.parametrize("seen", [f"Traceback:\n{FRAMES}{ERROR}", f"Traceback:\n{FRAMES}{ERROR}\n{SQL}"])
def test_of_a_folded_traceback_the_error_stays_visible(seen: str) -> None:
    summary, _, folded = html(seen).partition("</summary>")

    assert summary == (
        f"<details><summary>Seen when it was run, {len(seen.splitlines())} lines: "
        "<code>sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) table &lt;users&gt; already exists</code>"
    )
    assert folded.startswith("<pre>Traceback:\n")


def test_without_an_error_the_last_line_stays_visible() -> None:
    summary, _, _ = html("\n".join(f"line {number}" for number in range(FEW + 1))).partition("</summary>")

    assert summary.endswith("<code>line 6</code>")
