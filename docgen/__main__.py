"""``docgen`` and ``python -m docgen``: set the language, then start the command line."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from docgen.cli import language

INTERRUPTED = 130


def main() -> None:
    """Run the command line; the process ends with one of the published exit codes."""
    try:
        signal.signal(signal.SIGTERM, interrupt)
        language.speak(language.choose(sys.argv[1:], os.environ))
        from docgen.cli.app import run  # its help texts are translated while it is imported

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Being ended is being interrupted: files that are half written are taken away."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
