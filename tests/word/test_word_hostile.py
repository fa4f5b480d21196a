"""Files and templates made to harm: told in one sentence, or harmless; never silent."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from wordfiles import body_xml, file_of, p, part, repacked, shown, template

from docgen.errors import DocgenError, FileUnreadable, NotAWordFile, StrictWordFile, TemplateError
from docgen.word import Template

BASE = file_of("{{ x }}{% if 是 %}有{% endif %}")
DATA = {"x": "甲", "是": True}
MAIN, TYPES = "word/document.xml", "[Content_Types].xml"


def changed(name: str, old: bytes, new: bytes) -> bytes:
    return repacked(BASE, lambda one, body: body.replace(old, new, 1) if one == name else body)


def recoded(name: str, coding: str) -> bytes:
    def change(one: str, body: bytes) -> bytes:
        if one != name:
            return body
        text = body.decode()
        return ("<" + text[text.index("?>") + 2 :].lstrip()[1:]).encode(coding)

    return repacked(BASE, change)


SOUND = {
    "stored": repacked(BASE, method=zipfile.ZIP_STORED),
    "bzip2": repacked(BASE, method=zipfile.ZIP_BZIP2),
    "zip64": repacked(BASE, large=True),
    "bytes before the zip": b"MZ" + bytes(100) + BASE,
    "bytes behind the zip": BASE + bytes(50),
    "utf-16": recoded(MAIN, "utf-16"),
    "types in utf-16": recoded(TYPES, "utf-16"),
    "byte order mark": changed(MAIN, b"<?xml", b"\xef\xbb\xbf<?xml"),
    "braces as entities": changed(MAIN, b"{{ x }}", b"&#0123;&#x7B; x &#x7d;}"),
    "a marked section": changed(MAIN, b"{{ x }}", b"<![CDATA[{{ x }}]]><!-- {{ y }} -->"),
    "instructions of ours": changed(MAIN, b"<w:body>", b"<w:body><?docgen 0?><?docgen 99?>"),
    "markers of ours": changed(MAIN, b"{{ x }}", "\ufdd40\ufdd5{{ x }}\ufdd499\ufdd5".encode()),
    "a part without content": repacked(BASE, more={"word/header9.xml": b""}),
    "the main part by its full name": changed("_rels/.rels", b'"word/doc', b'"/word/doc'),
}


@pytest.mark.parametrize("name", SOUND)
def test_odd_but_sound_files_print(name: str) -> None:
    assert shown(Template(SOUND[name]).render(DATA)).replace("0", "").replace("99", "") == "¶甲有"


def test_full_width_braces_are_found_in_utf_16() -> None:
    source = file_of("｛｛ x ｝｝")
    wide = repacked(
        source,
        lambda n, b: b.decode().replace("UTF-8", "UTF-16").encode("utf-16") if n == MAIN else b,
    )
    assert shown(Template(wide).render(DATA)).strip("¶") == "甲"


ENTITY = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
REFUSED: dict[str, tuple[bytes, type[DocgenError]]] = {
    "entities": (changed(MAIN, b"<w:document", ENTITY + b"<w:document"), FileUnreadable),
    "entities in styles": (
        changed("word/styles.xml", b"<w:styles", ENTITY + b"<w:styles"),
        FileUnreadable,
    ),
    "entities in relations": (
        changed("word/_rels/document.xml.rels", b"<Relationships", ENTITY + b"<Relationships"),
        FileUnreadable,
    ),
    "entities in types": (changed(TYPES, b"<Types", ENTITY + b"<Types"), FileUnreadable),
    "broken relations": (
        changed("word/_rels/document.xml.rels", b"</Relationships>", b""),
        FileUnreadable,
    ),
    "a way up": (repacked(BASE, more={"../../x.xml": b"<a/>"}), FileUnreadable),
    "a way up in Windows": (repacked(BASE, more={"word\\..\\..\\x.xml": b"<a/>"}), FileUnreadable),
    "a full path": (repacked(BASE, more={"/etc/x.xml": b"<a/>"}), FileUnreadable),
    "no main part": (
        changed("_rels/.rels", b"word/document.xml", b"../word/document.xml"),
        NotAWordFile,
    ),
    "main part of another kind": (
        repacked(BASE, lambda n, b: b.replace(b"w:document", b"w:styles") if n == MAIN else b),
        NotAWordFile,
    ),
    "main part empty": (repacked(BASE, lambda n, b: b"" if n == MAIN else b), FileUnreadable),
    "strict": (
        changed(
            "_rels/.rels",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
        ),
        StrictWordFile,
    ),
    "an attribute without end": (
        changed(MAIN, b"<w:body", b'<w:body w:x="' + b"a" * (11 << 20) + b'"'),
        FileUnreadable,
    ),
    "elements without end": (body_xml("<w:sdt>" * 3000 + "</w:sdt>" * 3000), FileUnreadable),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trusted_is_refused_in_a_sentence(name: str) -> None:
    source, kind = REFUSED[name]
    with pytest.raises(kind):
        Template(source).render(DATA)


def test_macros_stay_behind() -> None:
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    rels = b'<Relationship Id="rIdV" Type="%s" Target="vbaProject.bin"/></Relationships>' % kind
    entry = b'<Override PartName="/word/vbaProject.bin" ContentType="application/x"/></Types>'

    def change(name: str, body: bytes) -> bytes:
        if name == TYPES:
            plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
            body = body.replace(plain, b"vnd.ms-word.document.macroEnabled.main")
            return body.replace(b"</Types>", entry)
        return (
            body.replace(b"</Relationships>", rels) if name.endswith("document.xml.rels") else body
        )

    data = Template(repacked(BASE, change, more={"word/vbaProject.bin": b"code"})).render(DATA)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not any("vba" in name for name in archive.namelist())
        assert b"macro" not in archive.read(TYPES)
        assert b"vba" not in archive.read(TYPES) + archive.read("word/_rels/document.xml.rels")
    assert shown(data).strip("¶") == "甲有"


def doubled(first: str, sign: str) -> str:
    return f"{{% set a = {first} %}}" + f"{{% set a = a {sign} a %}}" * 60 + "{{ a }}"


HARMFUL = {
    "a loop without end": "{% for i in range(1000000000) %}x{% endfor %}",
    "loops in loops": "{% for i in range(9999) %}{% for k in range(999) %}{% endfor %}{% endfor %}",
    "a loop that calls itself": "{% for a in xs recursive %}{{ loop(xs) }}{% endfor %}",
    "text times a number": "{{ x * 1000000000 }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "text doubled": doubled("x", "+"),
    "text joined twice": doubled("x", "~"),
    "lists doubled": doubled("xs", "+"),
    "numbers squared": doubled("n", "*"),
    "text replaced": "{{ x" + "|replace('', '" + "a" * 40 + "')" * 6 + " }}",
    "wide text": "{{ x.zfill(1000000000) }}",
    "text in the middle": "{{ x.center(1000000000) }}",
    "tabs": "{{ x.expandtabs(1000000000) }}",
    "bytes of a number": "{{ n.to_bytes(1000000000, 'big') }}",
    "decimals": "{{ n|round(1000000000) }}",
    "lines filled": "{% for r in xs|batch(1000000000, 'x') %}{% endfor %}",
    "slices": "{{ xs|slice(1000000000)|list|length }}",
    "a list emptied": "{{ xs.clear() }}",
    "a list made longer": "{{ xs.append(1) }}",
    "a record emptied": "{% if 行.pop('a') %}{% endif %}{{ 行.update({'a': 1}) }}",
    "a format that looks inside": "{{ '{0.__class__}'.format(x) }}",
    "a class": "{{ x.__class__ }}",
    "a class by a list": "{{ 行们|map(attribute='a.__class__')|顿号 }}",
    "a class by an attribute": "{{ x|attr('__class__') }}",
    "another file": "{% include '/etc/passwd' %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "brackets without end": "{{ " + "(" * 3000 + "x" + ")" * 3000 + " }}",
    "not not not": "{{ " + "not " * 3000 + "x }}",
    "fields without end": "{{ x" + ".a" * 3000 + " }}",
    "formats without end": "{{ x" + "|upper" * 3000 + " }}",
    "a sum without end": "{{ " + "+".join(["n"] * 3000) + " }}",
    "conditions in conditions": "{% if 是 %}" * 200 + "深" + "{% endif %}" * 200,
    "loops in loops in loops": "{% for a in xs %}" * 30 + "深" + "{% endfor %}" * 30,
    "a name with a dot": "{% set 行.a = 1 %}",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_templates_are_faults_at_their_place(name: str) -> None:
    row = {"a": "一"}
    data: dict[str, Any] = {**DATA, "xs": ["一", "二"], "n": 3, "行": row, "行们": [row]}
    with pytest.raises((TemplateError, DocgenError)) as caught:
        template(HARMFUL[name]).render(data)
    faults = getattr(caught.value, "faults", ())
    assert all(fault.place == "第1段" and fault.message for fault in faults)
    assert data["xs"] == ["一", "二"]
    assert row == {"a": "一"}


def test_depth_that_people_write_is_no_fault() -> None:
    deep = "{% for a in xs %}{% if 是 %}{% with b = n %}" * 10
    ends = "{% endwith %}{% endif %}{% endfor %}" * 10
    sums = "+".join(["n"] * 60)
    text = f"{deep}{{{{ {sums} }}}}{ends}"
    assert "180" in shown(template(text).render({"xs": [1], "是": True, "n": 3}))


HARMLESS = {
    "{{ x.upper() }}{{ 行.items()|list|个数 }}{{ 'a,b'.split(',')|顿号 }}": "ABC1a、b",
    "{{ 日.strftime('%m') }}{{ x.replace('b', '') }}{{ x|replace('a', 'z') }}": "06aczbc",
    "{% for r in [1, 2, 3]|batch(2) %}{{ r|顿号 }}；{% endfor %}": "1、2；3；",
    "{{ (n / 7)|round(2)|数 }}": "0.43",
    "{{ 行.clear|可空 }}{{ f(2) }}": "4",
}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_templates_of_docxtpl_call_still_works(text: str) -> None:
    data = {
        "x": "aBc".lower(),
        "行": {"a": 1},
        "日": date(2026, 6, 30),
        "n": 3,
        "f": lambda n: n * 2,
    }
    assert shown(template(text).render(data)).strip("¶").lower() == HARMLESS[text].lower()


def test_numbers_beyond_all_measure_are_marked() -> None:
    for value in (10**5000, 10**40, -(10**30)):
        rendered = template("{{ x }}{{ x|元 }}{{ x|大写 }}").render_report({"x": value})
        assert {one.reason for one in rendered.unfilled} == {"须定格式"}
        assert "0000" not in shown(rendered.data)


def test_values_that_raise_are_told() -> None:
    class Bad:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("boom")

    with pytest.raises(TemplateError, match="第1段"):
        template("{{ x.a }}").render({"x": Bad()})


def test_marks_in_the_template_print_nothing_of_the_data() -> None:
    text = part(Template(body_xml(p("\ufdd40\ufdd5", "{{ x }}"))).render(DATA))
    assert text.count("甲") == 1


@pytest.mark.parametrize("record", [None, 5, "甲", ["甲"]])
def test_what_is_no_record_is_told_and_fails_by_itself(record: Any, tmp_path: Path) -> None:
    made = template("{{ x }}")
    with pytest.raises(TemplateError, match="不是一组字段"):
        made.render(record)
    report = made.render_many([record, {"x": 1}], tmp_path, "{{ x }}")
    assert [path.name for path in report.made] == ["1.docx"]
    assert [one.record for one in report.failed] == [1]
    assert made.volume([record, {"x": 1}], tmp_path / "v.docx").failed[0].record == 1


def test_errors_show_no_whole_number_of_a_person() -> None:
    class Odd:
        @property
        def a(self) -> str:
            raise ValueError("no 999201196503071242")

    with pytest.raises(TemplateError) as caught:
        template("{{ x.a }}").render({"x": Odd()})
    assert "999201196503071242" not in caught.value.sentence()
