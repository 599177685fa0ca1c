"""The index was missing, the rows as well."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute("CREATE INDEX ix_users_initials ON users (initials)")
connection.commit()
connection.close()
