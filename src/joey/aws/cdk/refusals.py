"""Errors as `cdk` shows them: at the end of a traceback, which knows nothing of their place and their hint."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from joey.errors import JoeyError

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def told(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The function, each of whose errors has its place and its hint as notes."""

    @functools.wraps(function)
    def telling(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except JoeyError as error:
            place = f"{error.file}, line {error.line}" if error.file and error.line else None
            for note in (place, error.hint):
                if note:
                    error.add_note(note)
            raise

    return telling
