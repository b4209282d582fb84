"""The doors to a database."""
