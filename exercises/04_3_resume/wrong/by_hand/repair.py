"""Fill in by hand what is missing, and leave the revision as it is."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute(
    "INSERT INTO user_profiles (user_id, created_at, updated_at) SELECT id, created_at, updated_at FROM users "
    "WHERE id NOT IN (SELECT user_id FROM user_profiles)"
)
connection.commit()
connection.close()
