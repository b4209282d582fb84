"""Database migrations for Python and PostgreSQL."""
