"""The CDK application: a database, with its migrations, for each environment."""

import aws_cdk as cdk
from lib.database_stack import DEV, PROD, DatabaseStack

app = cdk.App()
for environment in (DEV, PROD):
    DatabaseStack(app, f"JocularKangaroo-DatabaseStack-{environment.name}", environment=environment)
app.synth()
