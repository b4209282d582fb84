"""The services of AWS in one region."""

from __future__ import annotations

from typing import Any

from joey.aws.faults import as_joey_error

_LONGEST_RUN = 910
"""Seconds that a call may take: a little more than the longest run of a Lambda function."""


class Services:
    """Clients of AWS's services, each made when it is first used; where no region is given, the profile's."""

    def __init__(self, region: str | None = None) -> None:
        from boto3.session import Session

        self._made: dict[str, Any] = {}
        try:
            self._session = Session(region_name=region)
        except Exception as error:
            raise as_joey_error(error, "AWS can't be asked") from error

    def client(self, name: str) -> Any:
        """The client of a service, such as rds."""
        if name not in self._made:
            from botocore.config import Config

            # A function that is at work must not be called again because its answer takes long.
            patient = {"read_timeout": _LONGEST_RUN, "retries": {"total_max_attempts": 1}, "tcp_keepalive": True}
            usual = {"read_timeout": 60, "retries": {"mode": "standard", "total_max_attempts": 5}}
            config = Config(connect_timeout=10, **(patient if name == "lambda" else usual))
            try:
                self._made[name] = self._session.client(name, config=config)
            except Exception as error:
                raise as_joey_error(error, "AWS can't be asked") from error
        return self._made[name]

    @property
    def region(self) -> str:
        """The region that is asked."""
        return str(self.client("cloudformation").meta.region_name)
