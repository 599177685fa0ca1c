"""An answer to read: nothing in it can hide, reorder or break what is around."""

from migration_lab.exercises.paper import LONGEST, MOST, Paper

ODD = Paper("Yours", (("a<b>.py", "x = '<script>'\n\ty = '\u202e'\n```\n"),), ("alembic upgrade head",))


def test_a_paper_shows_files_then_commands() -> None:
    assert str(ODD) == (
        "Yours\n\na<b>.py\n\n    x = '<script>'\n        y = '\\u202e'\n    ```\n\ncommands\n\n    alembic upgrade head"
    )


def test_html_is_escaped() -> None:
    assert ODD._repr_html_() == (
        "<p><strong>Yours</strong></p><p>a&lt;b&gt;.py</p><pre>x = &#x27;&lt;script&gt;&#x27;\n"
        "    y = &#x27;\\u202e&#x27;\n```</pre><p>commands</p><pre>alembic upgrade head</pre>"
    )


def test_a_fence_in_the_text_does_not_end_the_page() -> None:
    assert "````python\nx = '<script>'" in ODD._repr_markdown_()


def test_an_answer_without_files_says_so() -> None:
    empty = Paper("Yours", words="You changed no file.")

    assert str(empty) == "Yours\n\n  You changed no file."
    assert empty._repr_html_() == "<p><strong>Yours</strong></p><p>You changed no file.</p>"
    assert empty._repr_markdown_() == "**Yours**\n\nYou changed no file."


def test_in_a_terminal_words_are_as_wide_as_the_terminal_and_code_is_left_alone() -> None:
    empty = Paper("Yours", words="word " * 9)

    assert empty.laid(30) == "Yours\n\n  word word word word word\n  word word word word"
    assert ODD.laid(10) == str(ODD)


def test_files_that_are_told_elsewhere_are_taken_out() -> None:
    two = Paper("Yours", (("a.py", "x"), ("b.py", "y")))

    assert str(two.without(["a.py"], "Nothing else.")) == "Yours\n\nb.py\n\n    y"
    assert str(two.without(["a.py", "b.py"], "Nothing else.")) == "Yours\n\n  Nothing else."


def test_a_file_that_is_no_text_or_far_too_long_is_cut() -> None:
    long = Paper("Yours", (("a.py", "x\n" * (MOST + 3)), ("b.py", "y" * (LONGEST + 9)), ("c.bin", "")))

    assert [text.splitlines()[-1] for _, text in long.pages] == [
        "… (3 more lines)",
        "y" * LONGEST + f"… ({LONGEST + 9} characters)",
        "(no text)",
    ]
