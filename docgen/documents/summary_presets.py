"""The kinds of summary: each a Word template of its own, a title and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of summary.

    ``title`` and ``theme`` are patterns with ``{期间}`` and ``{工作}`` (the words of the period).
    """

    template: str
    title: str
    theme: str

    @property
    def usual(self) -> bool:
        """Whether this is the half-year summary, whose sources need no further name."""
        return self.title == HALF_YEAR


HALF_YEAR = "{期间}{工作}工作总结"
VILLAGE, TOWN = "village", "town"
PRESETS: Mapping[str, Preset] = {
    VILLAGE: Preset("summary.docx", HALF_YEAR, "{工作}工作"),
    TOWN: Preset("summary_town.docx", HALF_YEAR, "{工作}工作"),
    "education": Preset("summary_education.docx", "{期间}教育帮扶工作总结", "教育帮扶工作"),
    "unit": Preset("summary_unit.docx", "{期间}单位结对帮扶工作总结", "单位结对帮扶工作"),
    "campaign": Preset("summary_campaign.docx", "{期间}专项行动工作总结", "专项行动"),
    "report": Preset("summary_report.docx", "{期间}述职报告", "履行职责"),
}


def preset_of(asked: str, *, whole_of_several: bool) -> Preset:
    """Return the kind asked for; without a word a town for several villages, else a village."""
    return PRESETS[asked or (TOWN if whole_of_several else VILLAGE)]
