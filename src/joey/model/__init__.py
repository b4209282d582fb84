"""What the rooms hand to each other: pure data."""
