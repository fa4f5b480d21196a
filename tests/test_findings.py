"""What a finding shows: numbers of persons masked, numbers of households whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docgen.facts.words import check_character
from docgen.findings import Finding, Severity, as_json, keeping

PLAIN = Finding("R001", Severity.error, "a.xlsx", "户信息", "A3", "", "改正")


def shown(number: str, known: tuple[str, ...] = (), **fields: Any) -> str:
    words = f"户“{number}”在户信息里没有，又见{number}、{number}户。"
    finding = replace(PLAIN, message=words, fix=words, value=number, **fields)
    told = as_json(next(keeping([finding], known)))
    return "".join(str(told[name]) for name in ("message", "fix", "value"))


DIGITS = st.text("0123456789", min_size=10, max_size=17)
BIRTHS = st.dates().map(lambda day: f"{1900 + day.year % 126}{day:%m%d}")


@st.composite
def ids(draw: st.DrawFn) -> str:
    head = f"999201{draw(BIRTHS)}{draw(st.integers(0, 999)):03d}"
    return head + check_character(head)


@given(DIGITS)
def test_the_number_of_a_household_is_not_masked(number: str) -> None:
    assert "*" not in shown(number, household=number)
    assert "*" not in shown(number, (number,))


@given(st.integers(0, 99999))
def test_neither_are_eighteen_digits_that_are_no_id(order: int) -> None:
    number = f"9993011042010{order:05d}"
    assert "*" not in shown(number, (number,))


def test_nor_the_number_of_a_project_with_letters_before_it() -> None:
    assert "*" not in shown("XM6217000000000001", ("XM6217000000000001",))


@given(ids(), DIGITS)
def test_an_id_stays_masked_even_where_it_is_the_number_of_a_household(
    number: str, household: str
) -> None:
    for known in ((), (household,), (number,)):
        assert number not in shown(number, known, household=household)
    assert number not in shown(number, household=number)


@given(st.integers(0, 10**8 - 1), DIGITS)
def test_a_phone_and_a_card_stay_masked(order: int, household: str) -> None:
    phone, card = f"139{order:08d}", f"62170000000{order:08d}"
    for number in (phone, card):
        if number != household:
            assert number not in shown(number, (household,), household=household)
