"""Take the column away as it was done before SQLite could drop one: by a SELECT, which forgets every rule."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.executescript("""
CREATE TABLE kept AS SELECT id, username, full_name, created_at, updated_at, email FROM users;
DROP TABLE users;
ALTER TABLE kept RENAME TO users;
""")
connection.close()
