"""The arithmetic of `benchmarks/check_speed.py`: medians, ratios of pairs, the limit, the four tests' own time."""

import pytest

from benchmarks import check_speed
from benchmarks.check_speed import CHECK, COMMAND, OWN, START, TESTS, Times

SAID = """
tests/conftest.py::pytest-alembic::test_upgrade PASSED                   [100%]
0.51s call     tests/conftest.py::pytest-alembic::test_model_definitions_match_ddl
0.03s setup    tests/conftest.py::pytest-alembic::test_model_definitions_match_ddl
0.01s teardown tests/conftest.py::pytest-alembic::test_upgrade
============================== 4 passed in 0.84s ===============================
"""


def times(check: float, tests: float) -> Times:
    return {CHECK: check, TESTS: tests, COMMAND: 2.0, START: 1.0, OWN: 0.5}


def test_a_ratio_is_the_median_of_the_pairs_and_not_the_ratio_of_the_medians() -> None:
    rows = [times(0.1, 1.0), times(0.4, 8.0), times(0.6, 2.0)]

    assert check_speed.ratio(rows, CHECK, TESTS) == 0.1  # of the medians: 0.2


def test_the_table_tells_every_median_and_the_limit_beside_its_ratio() -> None:
    assert "\n".join(check_speed.table([times(0.3, 2.0)] * 3)) == (
        "exercise 02.1 with its solution, median of 3 rounds\n"
        "  check() in a notebook          300 ms\n"
        "  check 02.1 as a command       2000 ms\n"
        "  pytest --test-alembic         2000 ms\n"
        "  pytest, nothing to test       1000 ms\n"
        "  the four tests alone           500 ms\n"
        "ratios, median of the pairs\n"
        "  check() in a notebook      / pytest --test-alembic     0.150   (at most 0.2)\n"
        "  check() in a notebook      / the four tests alone      0.600\n"
        "  check 02.1 as a command    / pytest --test-alembic     1.000\n"
        "  pytest, nothing to test    / pytest --test-alembic     0.500"
    )


@pytest.mark.parametrize(("check", "missed"), [(0.40, False), (0.41, True)])
def test_the_limit_is_a_fifth_of_the_four_tests(check: float, missed: bool) -> None:
    assert check_speed.misses([times(check, 2.0)]) is missed


def test_the_four_tests_own_time_is_all_that_pytest_measured() -> None:
    assert check_speed.own_seconds(SAID) == pytest.approx(0.55)


def test_tests_that_did_not_all_pass_are_no_measure() -> None:
    with pytest.raises(SystemExit, match="3 passed, 1 failed"):
        check_speed.own_seconds(SAID.replace("4 passed", "3 passed, 1 failed"))
