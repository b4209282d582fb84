"""A login that a restored cluster accepts, kept in Secrets Manager."""

from __future__ import annotations

import json
from typing import Any

from joey.aws.faults import as_joey_error, code
from joey.aws.restore.work import Work, state_of

_EXCLUDED = "\"@/\\'` "
"""What RDS doesn't take in a password, and what people's shells trip over."""


def give_login(work: Work) -> str:
    """The ARN of a secret that the restored cluster accepts."""
    plan = work.plan
    if plan.secret == "kept":
        return plan.source_secret or ""
    if plan.secret == "copied":
        return _copy_secret(work)
    if not work.cluster().get("MasterUserSecret"):
        work.say("Having RDS manage the master user's password")
        key = (plan.source.get("MasterUserSecret") or {}).get("KmsKeyId")
        work.ask(
            "rds",
            "modify_db_cluster",
            "The master user's password could not be given to RDS to manage",
            DBClusterIdentifier=plan.target,
            ManageMasterUserPassword=True,
            MasterUserSecretKmsKeyId=key,
            ApplyImmediately=True,
        )

    def look() -> tuple[str, bool]:
        secret = work.cluster().get("MasterUserSecret") or {}
        return secret.get("SecretStatus", "creating"), secret.get("SecretStatus") == "active"

    work.wait("The master user's secret", look)
    return str(work.cluster()["MasterUserSecret"]["SecretArn"])


def _copy_secret(work: Work) -> str:
    """A new secret with the source's keys and a new password, which becomes the cluster's; the old one stays as it is.

    The password in a snapshot is that of its day, and the source's secret may have been rotated since. Whoever is
    interrupted between the secret and the cluster gives the same password again.
    """
    plan, cluster = work.plan, work.cluster()
    name = f"joey/{plan.target}"
    refused = f"The secret {name} could not be made"
    secrets = "secretsmanager"
    found = _secret(work, name)
    if found is None:
        old = json.loads(work.ask(secrets, "get_secret_value", refused, SecretId=plan.source_secret)["SecretString"])
        drawn = work.ask(secrets, "get_random_password", refused, PasswordLength=40, ExcludeCharacters=_EXCLUDED)
        new = old | {
            "password": drawn["RandomPassword"],
            "host": cluster.get("Endpoint", ""),
            "port": cluster.get("Port") or 5432,
            "dbClusterIdentifier": plan.target,
        }
        work.say(f"Making the secret {name}")
        key = work.ask(secrets, "describe_secret", refused, SecretId=plan.source_secret).get("KmsKeyId")
        made = work.ask(
            secrets,
            "create_secret",
            refused,
            Name=name,
            Description=f"Login of the master user of the cluster {plan.target}",
            SecretString=json.dumps(new),
            KmsKeyId=key,
            Tags=plan.tags,
        )
        arn, login = made["ARN"], new
    else:
        arn, login = found["ARN"], json.loads(found["SecretString"])
    work.say("Giving the cluster the secret's password")
    work.ask(
        "rds",
        "modify_db_cluster",
        "The secret's password could not be given to the cluster",
        DBClusterIdentifier=plan.target,
        MasterUserPassword=login["password"],
        ApplyImmediately=True,
    )
    work.wait(f"The cluster {plan.target}", lambda: state_of(work.cluster(), "Status", plan.target))
    return str(arn)


def _secret(work: Work, name: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = work.services.client("secretsmanager").get_secret_value(SecretId=name)
    except Exception as error:
        if code(error) == "ResourceNotFoundException":
            return None
        what = f"The secret {name} could not be read"
        raise as_joey_error(error, what, action="secretsmanager:GetSecretValue") from error
    return found
