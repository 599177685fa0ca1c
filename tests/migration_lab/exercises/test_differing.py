"""Two texts of one file: only the lines that differ, each with a sign and a word."""

from migration_lab.exercises import differing

START = [f"line {number}" for number in range(1, 21)]


def text(**changed: str) -> str:
    """Write the twenty lines, some of them otherwise; an empty one is left out."""
    lines = [changed.get(f"at_{number}", line) for number, line in enumerate(START, 1)]
    return "".join(f"{line}\n" for line in lines if line)


def test_one_line_that_differs_is_shown_with_a_little_around() -> None:
    assert differing.lines(text(at_10="mine"), text(at_10="model")) == (
        "…\n         line 8\n         line 9\n- yours  mine\n+ ours   model\n         line 11\n         line 12"
    )


def test_what_is_left_out_between_two_differences_is_marked() -> None:
    found = differing.lines(text(at_1="mine"), text(at_20=""))

    assert found == (
        "- yours  mine\n"
        "+ ours   line 1\n"
        "         line 2\n"
        "         line 3\n"
        "…\n"
        "         line 18\n"
        "         line 19\n"
        "- yours  line 20"
    )


def test_nothing_is_left_out_before_the_first_line() -> None:
    assert differing.lines("a", "b") == "- yours  a\n+ ours   b"
    assert differing.lines("", "b") == "+ ours   b"


def test_lines_that_look_like_marks_are_lines() -> None:
    assert differing.lines("-- a\n@@ b\n", "-- a\n@@ c\n++ d\n") == (
        "         -- a\n- yours  @@ b\n+ ours   @@ c\n+ ours   ++ d"
    )


def test_a_tab_and_the_end_of_a_line_are_no_difference() -> None:
    assert differing.lines("a\r\n\tb", "a\n    b\n") == differing.SAME


def test_two_texts_that_are_the_same_say_so() -> None:
    assert differing.lines("", "") == "(yours and ours say the same)"
