"""Five numbers that tell bad news from bad input from our own fault; the worst one wins."""

OK = 0  # complete, and nothing at or above --fail-on
FINDINGS = 1  # complete, and something is
USAGE = 2  # the command line, a rule pack, a parameter or a waiver file is wrong
INCOMPLETE = 3  # something could not be read or judged
FAULT = 4  # our own fault, or an output that could not be written
INTERRUPTED = 130
TERMINATED = 143


def worst(*codes: int) -> int:
    """The code of several outcomes: 4 before 2 before 3 before 1 before 0."""
    return max(codes, key=(OK, FINDINGS, INCOMPLETE, USAGE, FAULT).index)
