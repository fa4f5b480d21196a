"""Whether a policy is in force on a day and in a village."""

from __future__ import annotations

import re
from datetime import date

from docgen.facts.words import blank
from docgen.model import Policy

EVERYWHERE = ("全县", "全镇", "全乡", "全部", "所有", "各村", "全区", "全市", "全省", "全国")


def in_force(policy: Policy, day: date, village: str) -> bool:
    """Whether the day lies in 有效期 (an empty end is open) and the policy is for this village."""
    return valid_on(policy, day) and applies_in(policy, village)


def valid_on(policy: Policy, day: date) -> bool:
    """Whether the day lies between 有效期起 and 有效期止, both included; an empty end is open."""
    if policy.valid_from is not None and day < policy.valid_from:
        return False
    return policy.valid_until is None or day <= policy.valid_until


def applies_in(policy: Policy, village: str) -> bool:
    """Whether 适用村 is empty, means the whole county, or names the village."""
    if blank(policy.villages):
        return True
    named = villages_named(policy.villages)
    if any(name.startswith(EVERYWHERE) for name in named):
        return True
    return bool(village) and any(same_village(name, village) for name in named)


def same_village(written: str, village: str) -> bool:
    """Whether two names mean one village: with and without 村, 社区, 村委会."""
    return village_stem(written) == village_stem(village) != ""


def village_stem(name: str) -> str:
    """A village's name without its kind: 荷塘 for 荷塘村, 荷塘村委会, 荷塘社区."""
    stem = re.sub(r"(村民委员会|居民委员会|村委会|居委会|社区|村)$", "", name.strip())
    return stem or name.strip()


def villages_named(text: str | None) -> tuple[str, ...]:
    """The villages in a cell such as 荷塘村、柳溪村."""
    return tuple(part.strip() for part in re.split(r"[、,，;；/\s]+", text or "") if part.strip())
