"""DuckDB sessions of the command line, and quoting for the SQL they run."""

from pathlib import Path

import duckdb

from infra_spend.errors import InfraSpendError, first_line


def open_session(memory: str, temporary: Path) -> duckdb.DuckDBPyConnection:
    """Open an in-memory session in UTC that spills to ``temporary`` beyond ``memory``.

    Raises InfraSpendError when ``memory`` is not a size.
    """
    session = duckdb.connect()
    session.execute("set TimeZone = 'UTC'")
    session.execute("set preserve_insertion_order = false")
    session.execute("set enable_progress_bar = false")
    session.execute(f"set temp_directory = {quote_text(str(temporary))}")
    limit_memory(session, memory)
    return session


def limit_memory(session: duckdb.DuckDBPyConnection, memory: str) -> None:
    """Set how much a session may use; raises InfraSpendError when ``memory`` is not a size."""
    try:
        session.execute(f"set memory_limit = {quote_text(memory)}")
    except duckdb.Error as error:
        raise InfraSpendError(
            f"INFRA_SPEND_MEMORY is {memory}: {first_line(error)}; write a size such as 4GB"
        ) from error


def open_warehouse(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for reading, in UTC; raises InfraSpendError when it cannot be."""
    if not warehouse.exists():
        raise InfraSpendError(f"{warehouse}: there is no warehouse yet: run dbt build first")
    try:
        session = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        raise InfraSpendError(f"{warehouse}: cannot be opened: {first_line(error)}") from error
    session.execute("set TimeZone = 'UTC'")
    return session


def quote_text(text: str) -> str:
    """Return ``text`` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def quote_name(name: str) -> str:
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_list(texts: list[str]) -> str:
    """Return ``texts`` as an SQL list of string literals."""
    return "[" + ", ".join(quote_text(text) for text in texts) + "]"
