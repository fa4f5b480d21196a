"""How help looks: plain lines that an 80-column console without box drawing can show."""

from __future__ import annotations

from gettext import gettext as _
from typing import Any

import rich_click as click

METAVAR = _("[OPTIONS]")


class Formatter(click.RichHelpFormatter):
    """rich-click's formatter with the word before the usage line translated."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage:"))


click.RichContext.formatter_class = Formatter


def look(groups: dict[str, list[click.Command]]) -> dict[str, Any]:
    """Settings of a group's help: commands under the titles given."""
    return {
        "theme": "default-slim",
        "options_table_help_sections": ["help", "required", "default", "envvar", "deprecated"],
        "required_long_string": f"[{_('required')}]",
        "panel_title_string": _("{}:"),
        "arguments_panel_title": _("What it works on"),
        "options_panel_title": _("Options"),
        "commands_panel_title": _("Commands"),
        "command_groups": {
            "docgen": [
                {"name": title, "commands": [command.name for command in commands]}
                for title, commands in groups.items()
            ],
            "docgen archive": [{"name": _("Commands"), "commands": ["plan", "build", "check"]}],
        },
    }
