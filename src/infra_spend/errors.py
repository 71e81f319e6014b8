"""Errors that are shown to the user as one line, without a traceback."""


class InfraSpendError(Exception):
    """Something the user can act on; the message is one line that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class InputError(InfraSpendError, ValueError):
    """An export or an argument that cannot be accepted as it is."""


def first_line(error: BaseException) -> str:
    """Return the first non-empty line of an error's message."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
