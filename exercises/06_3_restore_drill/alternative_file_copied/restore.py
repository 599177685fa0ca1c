"""Put the file in place: nobody has the database open, and no log lies beside it."""

import shutil

shutil.copy("backups/wednesday.db", "app.db")
