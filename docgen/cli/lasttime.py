"""What changed since the last check of a different ledger: said on the screen, in no product.

.docgen/check.json keeps a digest of the ledger's files and of each finding, for the last run and
for the last one over other files. Deleting it loses the comparison and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from gettext import gettext as _

from docgen import __version__
from docgen.findings import Finding
from docgen.folder import Folder, write_text

NAME = "check.json"


@dataclass(frozen=True, slots=True)
class Run:
    """One check: the digest of the ledger's files, and how often each finding was there."""

    ledger: str
    found: dict[str, int]


def compare(folder: Folder, findings: Sequence[Finding], *, keep: bool) -> str:
    """Return what changed, in one sentence, empty without an earlier ledger; ``keep`` records it.

    A repeated check of the same files is still compared with the files before them.
    """
    now = Run(digest_of_files(folder), dict(Counter(map(key, findings))))
    last, before = recall(folder)
    if last and last.ledger != now.ledger:
        before = last
    if keep:
        runs = [asdict(run) if run else None for run in (now, before)]
        text = json.dumps({"docgen": __version__, "runs": runs}, sort_keys=True)
        write_text(folder.cache / NAME, text + "\n")
    return told(Counter(before.found), Counter(now.found)) if before else ""


def told(before: Counter[str], now: Counter[str]) -> str:
    """Fewer or more findings, and how many went and came."""
    gone, come = (before - now).total(), (now - before).total()
    change = come - gone
    facts = {"count": abs(change), "gone": gone, "come": come}
    if not gone and not come:
        return _("The same problems as in the ledger checked before.")
    if change < 0:
        said = _("{count} fewer than in the ledger checked before ({gone} gone, {come} new).")
    elif change > 0:
        said = _("{count} more than in the ledger checked before ({gone} gone, {come} new).")
    else:
        said = _("As many as in the ledger checked before ({gone} gone, {come} new).")
    return said.format(**facts)


def recall(folder: Folder) -> tuple[Run | None, Run | None]:
    """The last run, and the last one over a different ledger; what cannot be used is none.

    Another version of docgen may find other things in the same ledger: it is not compared.
    """
    try:
        said = json.loads((folder.cache / NAME).read_text(encoding="utf-8"))
        if said["docgen"] != __version__:
            return None, None
        last, before = said["runs"]
        return run_of(last), run_of(before)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None, None


def run_of(said: object) -> Run | None:
    """A recorded run. Raises ValueError when it is none."""
    if said is None:
        return None
    match said:
        case {"ledger": str(ledger), "found": dict(found)}:
            counts = {str(name): count for name, count in found.items() if type(count) is int}
            if len(counts) == len(found) and all(count > 0 for count in counts.values()):
                return Run(ledger, counts)
    raise ValueError(said)


def digest_of_files(folder: Folder) -> str:
    """A digest of names and bytes of the workbooks in 台账/."""
    from docgen.ledger.workbook import workbooks_in

    total = hashlib.sha256()
    for path in workbooks_in(folder.ledger):
        total.update(folder.relative(path).encode() + b"\0")
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def key(finding: Finding) -> str:
    """A digest that stays when rows move: code, sheet, column, household, person."""
    column = re.sub(r"\d", "", finding.cell)
    words = (finding.code, finding.sheet, column, finding.household, finding.person)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]
