"""The edge to AWS: what runs in the Lambda, and what operates a deployed stack; boto3 is imported late."""
