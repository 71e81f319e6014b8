"""An owner's month on one page, for people who get mail: cost, what moved it, and why."""
