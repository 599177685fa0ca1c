"""Close the known gaps of nbval 0.11, so that every cell of every lesson is compared.

nbval gives the command (`pytest --nbval`) and finds the cells. It is frozen upstream, and its own way of running a
cell drops Output widgets, `clear_output`, display updates, a trailing `;` and `Out`, skips some outputs, passes cells
that were never run, and waits for a dead kernel. So the cells are run by nbclient, exactly as `./lab record` runs
them, and all of a cell's settled output is compared. Without `--nbval` this module loads nothing.
"""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the desk on which the notebooks work, so that two passes can share one, and the pass with solutions."""
    parser.getgroup("nbval").addoption(
        "--lab-desk", help="folder the lessons work in (a new temporary one if not given)"
    )
    parser.getgroup("nbval").addoption(
        "--lab-solved", action="store_true", help="run copies of the notebooks in which the exercises are solved"
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let nbval collect our notebooks and cells instead of its own."""
    if config.getoption("--nbval", default=False):
        from migration_lab.proof.nbval_gaps import cells, solved_cells

        kind = solved_cells.SolvedNotebook if config.getoption("--lab-solved") else cells.LessonNotebook
        cells.install(kind)
