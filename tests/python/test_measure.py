"""What a benchmark measures is what the function costs, and nothing of who asks."""

from benchmarks.measure import measure

MEGABYTE = 1_000_000


def hold(size: int) -> None:
    bytearray(size)


def test_memory_is_that_of_the_function_and_not_of_who_measures_it() -> None:
    held_here = bytearray(400 * MEGABYTE)
    assert measure(hold, 1).peak_bytes < 200 * MEGABYTE
    assert measure(hold, 300 * MEGABYTE).peak_bytes > 300 * MEGABYTE
    assert held_here
