"""Whatever the bytes are, a file has an account or a reason, and reading never ends the work."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys

import pytest
import shoebox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_intake_kinds import HEIC, clipped, mail, scripted, signed, with_files

from docgen.archive import intake, packages
from docgen.archive.cache import Cache
from docgen.archive.containers import NotOpened, members
from docgen.archive.examine import Facts, as_values, examine, from_values
from docgen.archive.reading import Task, Wanted, read_task

GOOD = shoebox.pdf(shoebox.APPLICATION)
SAMPLES = {
    "a.pdf": GOOD,
    "b.pdf": with_files(表=b"1" * 50)(GOOD),
    "c.pdf": signed(scripted(clipped(GOOD, b"x"))),
    "d.eml": mail(("a.pdf", GOOD), ("b.txt", b"abc")),
    "e.zip": shoebox.packed({"a.txt": b"abc", "b.pdf": GOOD}),
    "f.docx": shoebox.docx("情况说明", ["大湾村"]),
    "g.tif": shoebox.tiff(2),
    "h.jpg": shoebox.picture(),
    "i.heic": HEIC,
    "j.doc": b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "WordDocument".encode("utf-16-le"),
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    cut=st.floats(0.02, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
)
def test_damaged_files_are_examined_and_read_without_an_error(name, cut, flips):
    content = bytearray(SAMPLES[name])
    for place, value in flips:
        content[min(int(place * len(content)), len(content) - 1)] = value
    content = bytes(content[: max(1, int(cut * len(content)))])
    facts = examine(content, name)
    assert facts.reason or facts.kind
    assert from_values(as_values(facts)) == facts
    packages.text_of(facts.kind, content)


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=400), begin=st.sampled_from([b"", b"MIME-Version: 1.0\nSubject: "]))
def test_a_mail_of_any_bytes_has_named_members_or_none(raw, begin):
    with contextlib.suppress(NotOpened):
        assert all(member.name for member in members("eml", begin + raw))


def test_a_file_that_breaks_a_library_is_a_line_of_the_list(tmp_path, monkeypatch):
    box = shoebox.folder_at(tmp_path)
    shoebox.put(box, "a.pdf", GOOD)
    shoebox.put(box, "b.pdf", shoebox.pdf(shoebox.NOTICE))
    real = intake.examine

    def breaking(content, name):
        if name == "a.pdf":
            raise ZeroDivisionError("inside a library")
        return real(content, name)

    monkeypatch.setattr(intake, "examine", breaking)
    cache = Cache(box)
    taken = intake.take_in(box, cache)
    cache.close()
    assert [t.account.state for t in taken] == ["unreadable", "read"]
    assert "打不开" in taken[0].account.reason


@pytest.mark.parametrize("values", [None, 3, [], ["pdf"], ["pdf", 1, "", "", False, [["a"]]]])
def test_facts_that_were_spoilt_are_no_facts(values):
    assert from_values(values) is None


def test_a_file_that_is_gone_reads_nothing(tmp_path):
    wanted = Wanted("pdf", tmp_path / "没有.pdf", "key", 2)
    assert read_task(Task(wanted, (1, 2), "", True)) == {}


def test_a_mail_cannot_hold_itself_without_end():
    content = GOOD
    for _ in range(30):
        content = mail(("内.eml", content))
    facts = examine(content, "a.eml")
    assert isinstance(facts, Facts)
    assert max(len(inside.route) for inside in facts.inside) == 2


def labelled(code: str) -> bytes:
    """A born-digital page with a label stuck on as a picture."""
    import segno
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    label, buffer = io.BytesIO(), io.BytesIO()
    segno.make(code).save(label, kind="png", scale=6)
    label.seek(0)
    shoebox.pdf(shoebox.NOTICE)  # registers the face
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, initialFontName="TestSong")
    canvas.setFont("TestSong", 20)
    canvas.drawString(100, 700, "贫困户申请书 户主苗春生")
    canvas.drawImage(ImageReader(label), 420, 60, 110, 110)
    canvas.save()
    return buffer.getvalue()


def test_a_label_on_a_page_with_text_is_read(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(labelled("DOCGEN:H=0102;T=H12"))
    kept = read_task(Task(Wanted("pdf", path, "key", 1), (1,), "", True))
    assert (kept[1].page.how, kept[1].page.code) == ("text", "DOCGEN:H=0102;T=H12")


def test_what_a_library_thinks_of_a_picture_is_not_shown_to_the_clerk(tmp_path):
    box = shoebox.folder_at(tmp_path)
    large = io.BytesIO()
    Image.new("1", (10_000, 9_500), 1).save(large, "TIFF", compression="group4")
    shoebox.put(box, "大图.tif", large.getvalue())
    shoebox.put(box, "断.tif", shoebox.tiff(2)[:-30])
    code = (
        "import sys; from pathlib import Path; from docgen.archive.cache import Cache\n"
        "from docgen.archive.intake import take_in; from docgen.folder import open_folder\n"
        "box = open_folder(Path(sys.argv[1])); cache = Cache(box)\n"
        "print([t.account.state for t in take_in(box, cache)]); cache.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(box.root)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.startswith("['read', ")


def test_a_picture_of_too_many_points_is_refused(tmp_path):
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000), 1).save(huge, "PNG")
    assert "尺寸过大" in examine(huge.getvalue(), "a.png").reason
