"""The migration folder, bytes exactly."""
