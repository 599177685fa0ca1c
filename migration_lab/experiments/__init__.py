"""The small experiments behind the closing table of each lesson, one module a lesson."""

from migration_lab.experiments.experiment import Experiment, closing_table

__all__ = ["Experiment", "closing_table"]
