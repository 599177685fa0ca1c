"""The first file that opens."""

import sqlite3

with sqlite3.connect("backups/monday.db") as kept, sqlite3.connect("app.db") as service:
    kept.backup(service)
