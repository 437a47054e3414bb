"""Only the named files are laid out, and nothing in them names a file that is not there."""

import pytest

import frontend


@pytest.fixture
def packages(monkeypatch, tmp_path):
    for package, (_folder, names) in frontend.FILES.items():
        for name in names:
            path = tmp_path / "node_modules" / package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                b"a{}\n/*# sourceMappingURL=x.css.map */\n" if name.endswith(".css") else b"x=1\n"
            )
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    return tmp_path


def test_the_layout(packages):
    vendor = packages / "var" / "frontend" / "vendor"
    vendor.mkdir(parents=True)
    (vendor / "old.js").touch()
    frontend.lay_out(vendor)
    laid = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*.*")}
    text = {
        "tabler/tabler.min.css",
        "echarts/echarts.common.min.js",
        "htmx/htmx.min.js",
        "leaflet/leaflet.css",
        "leaflet/leaflet.js",
    }
    pictures = {name for name in laid if name.endswith(".png")}
    assert laid == pictures | text | {f"{name}.gz" for name in text}
    assert "leaflet/images/layers.png" in pictures
    assert b"sourceMappingURL" not in (vendor / "tabler" / "tabler.min.css").read_bytes()


def test_the_stamp_follows_the_lock(packages):
    before = frontend.stamp_value()
    (packages / "package-lock.json").write_text('{"lockfileVersion": 3}')
    assert frontend.stamp_value() != before
