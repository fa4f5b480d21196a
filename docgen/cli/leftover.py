"""Files of an earlier run beside those of this one: a household that is gone keeps its papers.

docgen never deletes what lies in 输出/, and a clerk who prints a whole folder prints them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from gettext import gettext as _
from pathlib import Path

from docgen.cli import screen
from docgen.folder import Folder
from docgen.model import Document

NAMED = 3  # files that the screen names; --json has all


def left_over(folder: Folder, documents: Iterable[Document]) -> tuple[str, ...]:
    """The files of folders of households' papers that this run did not make."""
    papers = [folder.root / one.path for one in documents if one.household]
    made = set(papers)
    beside = {path.parent: {one.suffix for one in papers} for path in papers}
    return tuple(
        folder.relative(path)
        for place, suffixes in sorted(beside.items())
        for path in _files(place)
        if path.suffix in suffixes and path not in made
    )


def _files(place: Path) -> list[Path]:
    """The files of a folder; of those that programs keep while a paper is open, none."""
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if not path.name.startswith(("~$", ".")))


def show(files: Sequence[str]) -> None:
    """Say how many there are and what the first are called."""
    if not files:
        return
    told = _("{count} files beside them are not of this run: {files}. Look before you print.")
    names = [Path(file).name for file in files[:NAMED]]
    more = " …" if len(files) > NAMED else ""
    screen.show(told.format(count=len(files), files=_(", ").join(names) + more), "  ")
