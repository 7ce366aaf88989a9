"""The command line.

"I am the only one who has met the user, the clock and the disk. I compute nothing."
"""

import sys


def run() -> None:
    """Run the command line and leave with one of the documented exit codes."""
    from secaudit.cli.main import main  # noqa: PLC0415  (a signal during the imports is handled too)

    sys.exit(main(sys.argv[1:]))
