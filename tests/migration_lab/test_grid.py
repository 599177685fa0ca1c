"""A table of words in three faces: nothing in it can break out of its cell."""

import pytest

from migration_lab.grid import Grid, Prose, cell


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "NULL"),
        ("NULL", "NULL"),
        ("", ""),
        (0, "0"),
        (1.5, "1.5"),
        (b"\x00\xff", "x'00ff' (2 bytes)"),
        (b"", "x'' (0 bytes)"),
        ("a\nb\tc\x00", "a\\nb\\tc\\x00"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("a\u202eb\u200b", "a\\u202eb\\u200b"),
        ("\ud800", "\\ud800"),
        ("Zoë 😀 שלום", "Zoë 😀 שלום"),
        ("x" * 201, "x" * 200 + "… (201 characters)"),
    ],
)
def test_a_value_becomes_words(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_long_bytes_are_cut() -> None:
    assert cell(bytes(10_000), longest=4) == "x'00… (11 characters) (10000 bytes)"


def test_columns_are_as_wide_as_their_words() -> None:
    grid = Grid(("a", "long header"), (("日本", "x"), ("e\u0301", "yy")), "caption")

    assert str(grid) == "caption\na     long header\n----  -----------\n日本  x\ne\u0301     yy"
    assert repr(grid) == str(grid)


def test_a_table_without_rows_shows_its_headers() -> None:
    grid = Grid(("a", "b"), ())

    assert str(grid) == "a  b\n-  -"
    assert grid._repr_markdown_() == "| a | b |\n| --- | --- |"
    assert grid._repr_html_() == (
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody></tbody></table>'
    )


def test_words_stay_in_their_cell() -> None:
    grid = Grid(("<b>",), (("a|b *c* `d` <img src=x> $e$ [f](g)",),), "<i>")

    assert grid._repr_markdown_() == (
        "&lt;i&gt;\n\n| &lt;b&gt; |\n| --- |\n| a\\|b \\*c\\* \\`d\\` &lt;img src=x&gt; \\$e\\$ \\[f\\](g) |"
    )
    assert grid._repr_html_() == (
        '<table><caption>&lt;i&gt;</caption><thead><tr><th scope="col">&lt;b&gt;</th></tr></thead>'
        "<tbody><tr><td>a|b *c* `d` &lt;img src=x&gt; $e$ [f](g)</td></tr></tbody></table>"
    )


def test_code_in_the_labs_own_sentences_is_shown_as_code() -> None:
    words = "`a | <b>` before _c_"
    prose = Prose(("`x`",), ((words,),), "one `")

    assert str(prose) == str(Grid(("`x`",), ((words,),), "one `"))
    assert prose._repr_html_() == (
        '<table><caption>one `</caption><thead><tr><th scope="col"><code>x</code></th></tr></thead>'
        "<tbody><tr><td><code>a | &lt;b&gt;</code> before _c_</td></tr></tbody></table>"
    )
    assert prose._repr_markdown_() == "one \\`\n\n| `x` |\n| --- |\n| `a \\| <b>` before \\_c\\_ |"


def test_a_backtick_in_data_is_no_code() -> None:
    assert "<td>`x`</td>" in Grid(("name",), (("`x`",),))._repr_html_()
    assert "| \\`x\\` |" in Grid(("name",), (("`x`",),))._repr_markdown_()
