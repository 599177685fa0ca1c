"""Names in SQL that goes to the driver as it is written here."""

from sqlalchemy import Dialect


def quoted(dialect: Dialect, name: str) -> str:
    """Quote a name for the driver itself; SQLAlchemy's own quoting doubles `%` for statements with parameters."""
    first, last = dialect.identifier_preparer.initial_quote, dialect.identifier_preparer.final_quote
    return f"{first}{name.replace(last, last * 2)}{last}"
