"""What PostgreSQL knows: objects, their needs, catalogs, snapshots."""
