"""Names break after underscores and dots, and nothing else changes."""

import pytest

from migration_lab.widgets.breaking import breakable


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        ("<td>endpoint_configs.owner_id</td>", "<td>endpoint_<wbr>configs.<wbr>owner_<wbr>id</td>"),
        ("<td>t_0001</td>", "<td>t_<wbr>0001</td>"),
        ("<td>a__b</td>", "<td>a__<wbr>b</td>"),
    ],
)
def test_a_name_breaks_after_underscores_and_dots(given: str, broken: str) -> None:
    assert breakable(given) == broken


@pytest.mark.parametrize(
    "html",
    ["<td>__init__</td>", "<td>3.14</td>", "<p>It ends. So.</p>", '<a href="a_b.c">x</a>', "&lt;_&#x27;", ""],
)
def test_all_else_stays(html: str) -> None:
    assert breakable(html) == html
