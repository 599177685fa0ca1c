"""Make the rows fit the story, instead of the story fit the rows."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute("PRAGMA foreign_keys = ON")
connection.execute("DELETE FROM users WHERE initials IS NULL")
connection.execute("CREATE INDEX ix_users_initials ON users (initials)")
connection.commit()
connection.close()
