"""The frame of a message: at most twelve lines, names and values never broken, hostile words made harmless."""

import pytest

from migration_lab.judging import message
from migration_lab.judging.message import Line, Message

HOSTILE = "a\x1b[31m\u202e\n\r\t<script>alert(1)</script>|`*"


def test_a_message_is_verdict_and_labelled_lines() -> None:
    said = message.text("Not yet: 3 of 4 hold", "02.1 Rename", [Line("Found", "one row"), Line("Next", "look")])

    assert said == (
        "Not yet: 3 of 4 hold                                    02.1 Rename\n  Found     one row\n  Next      look"
    )


def test_a_long_line_is_broken_between_words_and_stays_under_its_label() -> None:
    said = message.text("Done", "x", [Line("Found", "word " * 30)])

    lines = said.splitlines()
    assert lines[1].startswith("  Found     word word")
    assert lines[2].startswith("            word")
    assert max(map(len, lines)) <= 110


def test_a_message_has_at_most_twelve_lines() -> None:
    labels = ("holds", "Did", "Expected", "Found", "Where", "Why", "Next", "Hint", "note")

    said = message.text("Not yet: 0 of 9 hold", "x", [Line(label, "words " * 200) for label in labels])

    assert len(said.splitlines()) <= 12


@pytest.mark.parametrize("count", [0, 1, 7, 40, 90])
def test_reading_gives_back_what_was_written(count: int) -> None:
    lines = (Line("Did", "one " * count + "end"), Line("Where", "`a`, line 3: x=1"), Line("Next", "go"))

    said = message.read(message.text("Not yet: 3 of 4 hold", "02.1 Rename", lines))

    assert said == Message("Not yet: 3 of 4 hold", "02.1 Rename", lines)


def test_a_message_without_lines_and_one_with_hostile_words_are_read() -> None:
    lines = (Line("Found", HOSTILE), Line("Hint", ""))

    assert message.read(message.text("Done", "x", ())) == Message("Done", "x", ())
    assert message.read(message.text("Done", "x", lines)).lines == lines


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert Line("Found", "x" * 700).words == "x" * 600 + "… (700 characters)"


@pytest.mark.parametrize("width", [60, 75, 90, 110])
def test_in_a_terminal_no_line_is_wider_than_the_terminal(width: int) -> None:
    title = "02.3 A Boolean default that means what it says"

    said = message.text("Not yet: 3 of 9 hold", title, [Line("Why", "word " * 110)], widths=(width,)).splitlines()

    assert max(map(len, said)) <= width


def test_in_a_narrow_terminal_a_message_takes_the_lines_it_needs() -> None:
    said = message.text("Done", "x", [Line("Why", "word " * 110)], widths=(60,)).splitlines()

    assert len(said) == 14


@pytest.mark.parametrize(
    ("width", "first"),
    [
        (110, ["Not yet: 3 of 4 hold" + " " * 36 + "02.1 Rename without losing data"]),
        (70, ["Not yet: 3 of 4 hold" + " " * 19 + "02.1 Rename without losing data"]),
        (53, ["Not yet: 3 of 4 hold  02.1 Rename without losing data"]),
        (52, ["Not yet: 3 of 4 hold", "  02.1 Rename without losing data"]),
    ],
)
def test_the_name_moves_below_the_verdict_where_both_have_no_room(width: int, first: list[str]) -> None:
    said = message.text("Not yet: 3 of 4 hold", "02.1 Rename without losing data", (), widths=(width,))

    assert said.splitlines() == first


def test_hostile_words_cannot_break_the_text() -> None:
    said = message.text(HOSTILE, HOSTILE, [Line("Found", HOSTILE)])

    assert len(said.splitlines()) == 2
    assert not {"\x1b", "\u202e", "\r", "\t"} & {*said}
    assert r"\x1b[31m\u202e" in said


def test_hostile_words_cannot_break_html_or_markdown() -> None:
    html = message.html(HOSTILE, HOSTILE, [Line("Found", HOSTILE)])
    markdown = message.markdown(HOSTILE, HOSTILE, [Line("Found", HOSTILE)])

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in markdown
    assert r"\|" in markdown
    assert len(markdown.splitlines()) == 5


def test_html_has_headers_for_columns_and_lines() -> None:
    left = ' style="text-align:left"'

    assert message.html("Done: 1 of 1 hold", "02.1 x", [Line("Next", "go")]) == (
        "<p><strong>Done: 1 of 1 hold</strong> · 02.1 x</p>"
        f'<table><thead><tr><th scope="col"{left}>part</th><th scope="col"{left}>words</th></tr></thead>'
        f'<tbody><tr><th scope="row"{left}>Next</th><td{left}>go</td></tr></tbody></table>'
    )


def test_without_lines_there_is_no_empty_table() -> None:
    assert message.html("Done", "x", []) == "<p><strong>Done</strong> · x</p>"


def test_code_in_a_sentence_is_code_in_a_notebook() -> None:
    html = message.html("Done", "What does `upgrade <x>` do?", [Line("Next", "`alembic check` and a ` alone")])

    assert "What does <code>upgrade &lt;x&gt;</code> do?" in html
    assert "<code>alembic check</code> and a ` alone</td>" in html
