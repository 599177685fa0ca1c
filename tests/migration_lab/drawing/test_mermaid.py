import pytest

from migration_lab.drawing import mermaid


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("users", "users"),
        ("user_profiles", "user_profiles"),
        ("__init__", "#95;#95;init#95;#95;"),
        ("<img src=x onerror=alert(1)>", "#60;img src#61;x onerror#61;alert(1)#62;"),
        ('a"b\\c%d`e~f', "a#34;b#92;c#37;d#96;e#126;f"),
        ("#35;", "#35;35#59;"),
        ("a\nb", "a#92;nb"),
        ("\u202eabc", "#92;u202eabc"),
        ("direction LR", "direction#32;LR"),
        ("ﬂ°°60¶ß", "#64258;#176;#176;60#182;ß"),
        ("שלום 🙂 日本", "שלום 🙂 日本"),
        ("x" * 50, "x" * 40 + "… (50 characters)"),
        (b"\x00", "x#39;00#39; (1 bytes)"),
        (None, "NULL"),
    ],
)
def test_a_value_is_written_so_that_mermaid_draws_it_letter_by_letter(value: object, written: str) -> None:
    assert mermaid.text(value) == written


def test_an_empty_label_still_shows() -> None:
    assert mermaid.quoted("") == '"#34;#34;"'


def test_an_output_carries_the_picture_and_its_words() -> None:
    assert mermaid.output("erDiagram", "No tables.") == {
        "output_type": "display_data",
        "data": {"text/vnd.mermaid": "erDiagram", "text/plain": "No tables."},
        "metadata": {},
    }
