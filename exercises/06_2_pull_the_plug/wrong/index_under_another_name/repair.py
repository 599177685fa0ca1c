"""Finish by hand, with an index of another name."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute("UPDATE users SET initials = upper(substr(username, 1, 2)) WHERE initials IS NULL")
connection.execute("CREATE INDEX initials_of_users ON users (initials)")
connection.commit()
connection.close()
