"""The door: makes `.venv` before anything is installed, so these modules need nothing but Python itself."""
