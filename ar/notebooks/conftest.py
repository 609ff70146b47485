"""Lets `pytest --nbval notebooks/` refuse cells that nbval would pass without looking."""

from kit.classroom.lessons.strict import pytest_runtest_call  # noqa: F401
