"""Desired state: models and SQL files, as statements for a scratch database."""
