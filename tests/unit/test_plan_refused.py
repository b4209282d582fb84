"""A plan that is refused is never taken for one that has nothing to do."""

from __future__ import annotations

from joey.model.address import Address
from joey.model.plan import Plan, Refusal


def test_a_refusal_alone_is_something_to_say() -> None:
    table = Address("table", ("public", "p"))
    assert Plan(refusals=(Refusal(table, table, "it can't be", of_data=False),))
    assert not Plan()
