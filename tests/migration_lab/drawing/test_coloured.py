"""A sign with its word gets its colour; nothing else does."""

from migration_lab.drawing.coloured import coloured
from migration_lab.grid import Grid


def test_cells_and_captions_that_are_a_sign_with_its_word_are_coloured() -> None:
    grid = Grid(("change", "what"), (("- removed", "column + added"), ("~ changed", "-x <td>+ added")), "users + added")

    assert coloured(grid._repr_html_()) == (
        '<table><caption>users <span class="migration-lab-added">+ added</span></caption>'
        '<thead><tr><th scope="col">change</th><th scope="col">what</th></tr></thead><tbody>'
        '<tr><td><span class="migration-lab-removed">- removed</span></td><td>column + added</td></tr>'
        '<tr><td><span class="migration-lab-changed">~ changed</span></td><td>-x &lt;td&gt;+ added</td></tr>'
        "</tbody></table>"
    )
