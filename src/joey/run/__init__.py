"""Applying migrations exactly once."""
