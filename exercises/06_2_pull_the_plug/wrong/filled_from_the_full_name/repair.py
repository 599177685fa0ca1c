"""Finish by hand, with initials that look right for most users."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute(
    "UPDATE users SET initials = upper(substr(coalesce(full_name, username), 1, 2)) WHERE initials IS NULL"
)
connection.execute("CREATE INDEX ix_users_initials ON users (initials)")
connection.commit()
connection.close()
