"""The right file, and then the doors are opened."""

import sqlite3

with sqlite3.connect("backups/wednesday.db") as kept, sqlite3.connect("app.db") as service:
    kept.backup(service)
