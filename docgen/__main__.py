"""``docgen`` and ``python -m docgen``: set the language, then start the command line."""

from __future__ import annotations

import os
import sys

from docgen.cli import language


def main() -> None:
    """Run the command line; the process ends with one of the published exit codes."""
    language.speak(language.choose(sys.argv[1:], os.environ))
    from docgen.cli.app import run  # its help texts are translated while it is imported

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
