"""Word documents from templates: compiled once, rendered any number of times.

    from docgen.word import Template

The names are loaded when they are first used, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.word.chart import Chart as Chart
    from docgen.word.faults import Fault as Fault
    from docgen.word.faults import Unfilled as Unfilled
    from docgen.word.pictures import Image as Image
    from docgen.word.report import Rendered as Rendered
    from docgen.word.report import Report as Report
    from docgen.word.rich import Listing as Listing
    from docgen.word.rich import RichText as RichText
    from docgen.word.template import Template as Template

HOMES = {
    "Template": "docgen.word.template",
    "Rendered": "docgen.word.report",
    "Fault": "docgen.word.faults",
    "Unfilled": "docgen.word.faults",
    "Chart": "docgen.word.chart",
    "Image": "docgen.word.pictures",
    "Listing": "docgen.word.rich",
    "RichText": "docgen.word.rich",
    "Report": "docgen.word.report",
}

__all__ = [
    "Chart",
    "Fault",
    "Image",
    "Listing",
    "Rendered",
    "Report",
    "RichText",
    "Template",
    "Unfilled",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
