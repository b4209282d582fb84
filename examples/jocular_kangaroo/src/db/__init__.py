"""The database of Jocular Kangaroo."""
