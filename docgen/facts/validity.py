"""Whether a policy is in force on a day, in a village, and for a household by its level."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from docgen.facts.words import blank
from docgen.folder import Place
from docgen.model import Household, Policy

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


def applies_to(policy: Policy, household: Household, place: Place) -> bool:
    """Whether 适用村 or, where that is empty, 级别 lets this household have the policy.

    适用村 may also name a town or county. A policy of village, town or county level that names no
    place is for the village it stands under (行政村), else for the office's own place. What the
    ledger does not say (a household without a town) shuts nobody out.
    """
    village = household.village or place.village
    town, county = household.town or place.town, household.county or place.county
    if not blank(policy.villages):
        named = villages_named(policy.villages)
        return applies_in(policy, village) or any(one in (town, county) for one in named if one)
    if not blank(policy.village_name):
        return same_village(policy.village_name or "", village)
    level = (policy.level or "").strip().removesuffix("级")
    compared = _OF_LEVEL.get(level)
    if compared is None:
        return True
    own, theirs = compared(place, village, town, county)
    return not own or not theirs or village_stem(own) == village_stem(theirs)


_OF_LEVEL: dict[str, Callable[[Place, str, str, str], tuple[str, str]]] = {
    **dict.fromkeys(
        ("村", "社区", "嘎查"), lambda place, village, _town, _county: (place.village, village)
    ),
    **dict.fromkeys(
        ("镇", "乡", "乡镇", "街道", "苏木"),
        lambda place, _village, town, _county: (place.town, town),
    ),
    **dict.fromkeys(
        ("县", "区", "旗", "县区"), lambda place, _village, _town, county: (place.county, county)
    ),
}


def same_village(written: str, village: str) -> bool:
    """Whether two names mean one village: with and without 村, 社区, 村委会."""
    return village_stem(written) == village_stem(village) != ""


def village_stem(name: str) -> str:
    """A village's name without its kind: 荷塘 for 荷塘村, 荷塘村委会, 荷塘社区."""
    stem = re.sub(r"(村民委员会|居民委员会|村委会|居委会|社区|嘎查村?|村)$", "", name.strip())
    return stem or name.strip()


@lru_cache(maxsize=1024)
def villages_named(text: str | None) -> tuple[str, ...]:
    """The villages in a cell such as 荷塘村、柳溪村."""
    return tuple(part.strip() for part in re.split(r"[、,，;；/\s]+", text or "") if part.strip())
