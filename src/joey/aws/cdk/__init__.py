"""The migrations of a database as part of an AWS CDK application: `DatabaseMigration`."""

try:
    import aws_cdk as _aws_cdk  # noqa: F401
except ModuleNotFoundError:
    raise ImportError("joey.aws.cdk needs the extra cdk: pip install 'joey[cdk]'") from None

from joey.aws.cdk.database_migration import DatabaseMigration

__all__ = ["DatabaseMigration"]
