"""Move the file into place."""

from pathlib import Path

Path("backups/wednesday.db").replace("app.db")
