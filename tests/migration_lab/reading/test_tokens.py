"""SQL text cut into words, and put together in one even form."""

import pytest

from migration_lab.reading.tokens import Token, fold, tidy, tokens


@pytest.mark.parametrize(
    ("sql", "even"),
    [
        ("a>0", "a > 0"),
        ("( a )", "(a)"),
        ("-  5", "-5"),
        ("a - -5", "a - -5"),
        ("a-5", "a - 5"),
        ("in(1 ,2)", "IN (1, 2)"),
        ("coalesce ( a , 'x  y' )", "coalesce(a, 'x  y')"),
        ("t . a", "t.a"),
        ("'it''s'", "'it''s'"),
        ("a/*x*/||b--y", "a || b"),
        ("X'0A'", "X'0A'"),
        ("1.5e-3+.5", "1.5e-3 + .5"),
        ('"name"', "name"),
        ('"unknown"', '"unknown"'),
        ("[or der]", '"or der"'),
        ("`order`", '"order"'),
        ("ÄÖ😀 = 1", "ÄÖ😀 = 1"),
    ],
)
def test_an_expression_has_one_even_form(sql: str, even: str) -> None:
    assert tidy(tokens(sql), {"name"}) == even


@pytest.mark.parametrize(
    ("text", "name"),
    [('"a""b"', 'a"b'), ("[a]", "a"), ("`a``b`", "a`b"), ("'a''b'", "a'b"), ("a", "a"), ('""', "")],
)
def test_a_name_loses_its_quotes(text: str, name: str) -> None:
    assert tokens(text)[0].name == name


def test_only_a_bare_word_is_a_keyword() -> None:
    assert [token.keyword for token in tokens("check \"check\" [check] 'check' 1")] == ["CHECK", "", "", "", ""]
    assert tokens("(") == [Token("mark", "(")]


def test_sqlite_folds_ascii_capitals_only() -> None:
    assert fold("ÄbC") == "Äbc"
