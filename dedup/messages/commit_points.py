"""What a process did that stays done, whatever happens to it then: a message about a stop must not deny it."""

_passed: list[str] = []


def pass_point(what: str) -> None:
    """Note that `what` is done and stays done."""
    if what not in _passed:
        _passed.append(what)


def passed() -> list[str]:
    """What was noted, in order."""
    return list(_passed)
