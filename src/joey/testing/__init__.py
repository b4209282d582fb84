"""What tests of migrations use: a local RDS Data API, and what comes with it."""
