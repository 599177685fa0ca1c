"""What a child process is asked to do, in a form that travels as one line of JSON."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Order:
    """One command in one workspace.

    Args:
        program: `alembic`, or the module that `python -m` would run.
        arguments: The rest of the command line.
        root: The workspace, which becomes the current directory.
        seconds: The time limit; the child reports where it was when it is over.
        environment: All environment variables.
        report: A file for what Python says when the program fails, apart from the program's own words.
        statements: A file for the SQL that the program sends.
    """

    program: str
    arguments: tuple[str, ...]
    root: str
    seconds: float
    environment: dict[str, str]
    report: str
    statements: str

    def line(self) -> bytes:
        """Write the order as one line."""
        return json.dumps(asdict(self)).encode() + b"\n"


def read(line: bytes) -> Order:
    """Read what `Order.line` wrote."""
    facts = json.loads(line)
    return Order(**(facts | {"arguments": tuple(facts["arguments"])}))
