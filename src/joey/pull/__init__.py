"""A catalog as the source text of SQLAlchemy models."""
