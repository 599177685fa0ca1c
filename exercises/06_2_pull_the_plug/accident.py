"""What 007_user_initials had done when the plug was pulled: the column, and the first batch of rows."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute("ALTER TABLE users ADD COLUMN initials VARCHAR(2)")
connection.execute("UPDATE users SET initials = upper(substr(username, 1, 2)) WHERE id <= 16")
connection.commit()
connection.close()
