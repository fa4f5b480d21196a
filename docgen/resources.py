"""Where docgen's own files lie: the office's 模板/, the wheel's copy, the repository root.

templates/, archive_schema.yaml and examples/ stand outside the package; a wheel carries them under
``docgen/_shared`` and an editable install sees the repository root.
"""

from __future__ import annotations

from pathlib import Path

from docgen.errors import ResourceMissing

PACKAGE = Path(__file__).resolve().parent
WHEEL_COPY = PACKAGE / "_shared"
REPOSITORY = PACKAGE.parent
OWN_TEMPLATES = "模板"


def shared(name: str) -> Path:
    """Return the path of a shared file or folder such as ``templates/docx/plan.docx``."""
    for place in (WHEEL_COPY, REPOSITORY):
        if (place / name).exists():
            return place / name
    raise ResourceMissing(name=name)


def own_template(name: str, root: Path | None) -> Path | None:
    """Return the office's own template of this name in the work folder ``root``, or None."""
    if root is None:
        return None
    path = root / OWN_TEMPLATES / name
    return path if path.is_file() else None


def template(kind: str, name: str, root: Path | None = None) -> Path:
    """Return a template (kind ``docx`` or ``pdf``): the office's own, else the packaged one."""
    return own_template(name, root) or shared(f"templates/{kind}/{name}")


def schema_path(root: Path | None = None, name: str = "archive_schema.yaml") -> Path:
    """Return the archive schema: the work folder's file of that name, else the packaged one."""
    if root is not None and name and (root / name).is_file():
        return root / name
    return shared("archive_schema.yaml")


def examples_folder() -> Path:
    """Return the folder of the example village."""
    return shared("examples/荷塘村")


def fonts_folder() -> Path:
    """Return the folder of the packaged fonts."""
    return PACKAGE / "fonts"


def data(name: str) -> Path:
    """Return a data file of the package, e.g. ``check_rules.csv``."""
    path = PACKAGE / "data" / name
    if not path.exists():
        raise ResourceMissing(name=name)
    return path
