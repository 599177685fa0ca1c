"""Why a command failed, in the database's own words and in one line."""

from migration_lab.grid import cell
from migration_lab.running.runner import Run


def reason(run: Run) -> str:
    """Give the database's words about a command that failed, without the SQL; else the last line that was said."""
    told = (run.error or run.output).strip().split("\n[SQL:")[0]
    last = next((line.strip() for line in reversed(told.splitlines()) if line.strip()), "it said nothing")
    return cell(last.rpartition("Error) ")[2] or last)
