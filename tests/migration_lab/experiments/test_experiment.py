from migration_lab.experiments.experiment import HEADERS, Experiment, closing_table


def one() -> Experiment:
    return Experiment(("B1",), "counted to two", "3", "2", "count again: 2")


def other() -> Experiment:
    return Experiment(("B2", "S3"), "asked\ntwice", "an answer", "NULL", "ask once")


def test_closing_table_has_one_line_for_each_experiment_in_order():
    grid = closing_table((one, other), caption="Two experiments")

    assert grid.headers == HEADERS
    assert grid.caption == "Two experiments"
    assert grid.rows == (
        ("counted to two", "3", "2", "count again: 2"),
        ("asked\\ntwice", "an answer", "NULL", "ask once"),
    )


def test_closing_table_runs_the_experiments_when_it_is_made():
    runs: list[str] = []

    def counted() -> Experiment:
        runs.append("ran")
        return one()

    closing_table((counted, counted))

    assert runs == ["ran", "ran"]
