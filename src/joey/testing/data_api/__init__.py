"""A local RDS Data API: the service's own model over a real PostgreSQL, with its limits, errors and faults."""

from __future__ import annotations

try:
    import botocore  # noqa: F401
except ModuleNotFoundError:
    raise ModuleNotFoundError('the local Data API needs boto3: pip install "joey[local,aws]"') from None

from joey.testing.data_api.emulator import DataApi
from joey.testing.data_api.errors import Dropped, ServiceError
from joey.testing.data_api.faults import Call, Fault, Faults
from joey.testing.data_api.modes import FAULTS
from joey.testing.data_api.switches import Limits, Switches

__all__ = ["FAULTS", "Call", "DataApi", "Dropped", "Fault", "Faults", "Limits", "ServiceError", "Switches"]
