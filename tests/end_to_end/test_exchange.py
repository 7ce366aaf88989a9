"""Foreign files in and out, as their user sees them."""

import pytest

from tests.end_to_end.product import OPERATING, PLANNED, audit, run, write

REGISTER = (
    "Mã;Tên hệ thống;Chủ quản;Giai đoạn;Cấp độ;Tình trạng phê duyệt;Ngày quyết định\r\n"
    'portal;"Cổng thông tin; dịch vụ";north;dự kiến;3;đã phê duyệt;02/03/2026\r\n'
    "intranet;=1+1;north;đang vận hành;2;đang lập;\r\n"
)


def test_a_register_becomes_an_inventory_that_validates_and_audits(tmp_path):
    write(tmp_path, {"register.csv": "\ufeff" + REGISTER})

    imported = run("import", "csv", "register.csv", "-o", "systems.yaml", cwd=tmp_path)
    validated = run("validate", "systems.yaml", cwd=tmp_path)
    audited = audit("systems.yaml", cwd=tmp_path)

    assert (imported.code, imported.out, imported.err) == (0, "", "")
    assert (validated.code, validated.out) == (0, "valid: 1 file, 1 unit, 2 systems\n")
    assert audited.code == 1
    assert "=1+1 operates" in audited.out
    assert "portal operates" not in audited.out


def test_an_imported_inventory_joins_others(tmp_path):
    write(tmp_path, {"register.csv": REGISTER, "inventory/units.yaml": "secaudit: 1\nunits: [{id: other}]\n"})

    run("import", "csv", "register.csv", "-o", "inventory/systems.yaml", cwd=tmp_path)

    assert run("validate", "inventory", cwd=tmp_path).code == 0


def test_what_is_not_understood_is_told_and_the_rest_is_translated(tmp_path):
    write(tmp_path, {"register.csv": REGISTER.replace(";3;", ";ba;")})

    result = run("import", "csv", "register.csv", cwd=tmp_path)

    assert result.code == 3
    assert "error: register.csv:2:5: level is 'ba' and is left out" in result.err
    assert "- id: portal  # from register.csv:2" in result.out
    assert "level: 2" in result.out


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (["import", "csv", "nowhere.csv"], 3, "nowhere.csv"),
        (["import", "csv", "a.yaml"], 3, "ids"),
        (["import", "csv", "register.csv", "-o", "a.yaml"], 2, "left as it is"),
        (["import", "csv", "register.csv", "-o", "nowhere/x.yaml"], 4, "nowhere/x.yaml"),
        (["import", "csv"], 2, "FILE"),
        (["import", "cvs", "register.csv"], 2, "'csv'"),
        (["export", "a.yaml"], 2, "--format"),
        (["export", "a.yaml", "--format", "svg"], 2, "dot"),
        (["export", "a.yaml", "--format", "dot", "-o", "a.yaml"], 2, "a.yaml"),
        (["export", "nowhere", "--format", "dot"], 3, "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_are_told(tmp_path, arguments, code, hint):
    write(tmp_path, {"register.csv": REGISTER, "a.yaml": PLANNED})

    result = run(*arguments, cwd=tmp_path)

    assert result.code == code
    assert hint in result.err
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == PLANNED


@pytest.mark.parametrize(("form", "first"), [("dot", "digraph"), ("mermaid", "flowchart")])
def test_a_network_is_drawn(tmp_path, form, first):
    write(tmp_path, {"a.yaml": OPERATING + "segments: [{id: lan, name: Mạng LAN}]\n"})

    result = run("export", "a.yaml", "--format", form, cwd=tmp_path)

    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(first)
    assert "lan: Mạng LAN" in result.out


def test_a_drawing_of_half_an_inventory_is_3(tmp_path):
    write(tmp_path, {"i/a.yaml": PLANNED})
    (tmp_path / "i/b.yaml").symlink_to("a.yaml")

    result = run("export", "i", "--format", "dot", "-o", "n.dot", cwd=tmp_path)

    assert result.code == 3
    assert "skipped: i/b.yaml" in result.err
    assert (tmp_path / "n.dot").exists()
