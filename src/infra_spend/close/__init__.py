"""Closing a billing month: checks, frozen output, and the books that say what was done."""
