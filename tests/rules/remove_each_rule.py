"""Take each rule out of the table in turn and see that the cases notice it.

python tests/rules/remove_each_rule.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]


def notices(code: str) -> bool:
    """Whether every failing case of a rule, and the table of cases, fail without it."""
    import test_rules as tests

    from docgen.rules.registry import RULES

    rule = RULES.pop(code)
    try:
        cases = [one.values[1] for one in tests.cases("fail") if one.values[0] == code]
        missed = [tests.cells(code, case) != sorted(case["found"]) for case in cases]
        try:
            tests.test_every_rule_has_a_passing_and_a_failing_case()
        except AssertionError:
            return bool(missed) and all(missed)
        return False
    finally:
        RULES[code] = rule


def main() -> int:
    from docgen.rules.check import RULES

    codes = sorted(RULES)
    silent = [code for code in codes if not notices(code)]
    print(f"rules removed {len(codes)}, noticed {len(codes) - len(silent)}", *silent)
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
