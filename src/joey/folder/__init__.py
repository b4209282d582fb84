"""The migration folder: its files, its journal, and what each .sql file says."""

from joey.folder.folder import MigrationFolder

__all__ = ["MigrationFolder"]
