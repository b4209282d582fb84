"""Which migrations run before the application, and which after it."""

from __future__ import annotations

import pytest

from joey.aws.phases import contract_tags, expand_to
from joey.errors import ConfigurationError, Conflict

TAGS = ("0000_people", "0001_email", "0002_drop_name", "0003_phone", "0004_drop_fax")


def test_patterns_name_files() -> None:
    assert contract_tags(TAGS, ()) == ()
    assert contract_tags(TAGS, ["*_drop_*"]) == ("0002_drop_name", "0004_drop_fax")
    assert contract_tags(TAGS, ["0004_drop_fax.sql", "0002_drop_name"]) == ("0002_drop_name", "0004_drop_fax")


def test_a_pattern_that_names_nothing_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match=r"contract='0005_drop' names no migration"):
        contract_tags(TAGS, ["*_drop_*", "0005_drop"])


def test_without_contract_files_all_run_before_the_application() -> None:
    assert expand_to(TAGS, TAGS[2:], ()) == TAGS[-1]


def test_the_newest_contract_files_wait() -> None:
    contract = contract_tags(TAGS, ["*_drop_*"])
    assert expand_to(TAGS, TAGS[3:], contract) == "0003_phone"
    assert expand_to(TAGS, (), contract) == "0003_phone"
    assert expand_to(TAGS, TAGS[4:], contract) == "0003_phone"


def test_a_folder_of_contract_files_has_nothing_to_run_before() -> None:
    assert expand_to(TAGS[2:3], TAGS[2:3], ("0002_drop_name",)) is None


def test_a_new_database_waits_for_nobody() -> None:
    assert expand_to(TAGS, TAGS, contract_tags(TAGS, ["*_drop_*"])) == "0003_phone"


def test_a_contract_file_that_would_run_too_early_is_refused() -> None:
    contract = contract_tags(TAGS, ["*_drop_*"])
    with pytest.raises(Conflict, match=r"0002_drop_name is to run after .* and 0003_phone before") as refused:
        expand_to(TAGS, TAGS[2:], contract)
    assert "joey aws migrate --to 0002_drop_name" in str(refused.value.hint)
