"""Requests are worked out a few at a time: they share one interpreter, where many at once only make one another wait longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

Given = ParamSpec("Given")
Made = TypeVar("Made")
AT_ONCE = 2
"""One that reads the database while another computes: forty at once answered half as many people, in ten seconds."""
_limiter: RunVar[CapacityLimiter] = RunVar("_limiter")


async def in_turn(work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
    """Do what a request asks, in a thread, once its turn has come."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _limiter.set(limiter)
    return await run_sync(lambda: work(*args, **kwargs), limiter=limiter)
