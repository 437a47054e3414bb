"""What the map of projects tells people: of boundaries and plots that are handed in, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "exchange.ground_large": _("文件超过 {0} MB。请简化图形，或分层上传。"),
    "exchange.ground_empty": _("没有内容。请选择文件，或把坐标粘贴进来。"),
    "exchange.ground_not_text": _(
        "这不是文本文件。请用 GeoJSON、WKT，或“名称,经度,纬度”的坐标表（CSV、TXT）；SHP、DWG、KML 请先在制图软件里另存。"
    ),
    "exchange.ground_json": _("GeoJSON 读不出来：括号、逗号或数字写得不对。请从制图软件重新导出。"),
    "exchange.ground_deep": _("GeoJSON 的括号层层相套，超出地块所需，已拒收。请从制图软件重新导出。"),
    "exchange.ground_no_features": _("GeoJSON 里没有图形（FeatureCollection、Feature 或 Polygon）。"),
    "exchange.ground_no_geometry": _("第 {0} 个图形没有坐标。"),
    "exchange.ground_not_land": _("图形“{0}”是 {1}，不是面。请只导出 Polygon 或 MultiPolygon。"),
    "exchange.ground_bad_corner": _("图形“{0}”里有拐点读不出来：每个拐点须是“经度、纬度”两个数。"),
    "exchange.ground_system": _(
        "文件写明坐标系是“{0}”，不是以度为单位的 WGS84 或 CGCS2000。请换成度再导出。"
    ),
    "exchange.ground_other_system": _("文件写明坐标系是“{0}”，与所选的{1}不一致。请改选，或核对文件。"),
    "exchange.ground_not_wkt": _("WKT 从“{0}”起读不出来。只收 POLYGON 和 MULTIPOLYGON，括号须成对。"),
    "exchange.ground_bad_line": _("第 {0} 行“{1}”不是“名称,经度,纬度”。"),
    "projects.nothing_drawn": _("没有图形。"),
    "projects.too_much_drawn": _("图形超过 {0} 个或拐点超过 {1} 个。请在制图软件里简化后再上传。"),
    "projects.shape_name": _("图形名称“{0}…”超过 {1} 字，或含有看不见的字符。"),
    "projects.not_degrees": _(
        "图形“{0}”的坐标 {1}, {2} 像是以米为单位的投影坐标。请换成经纬度（度）再上传，系统不代为换算。"
    ),
    "projects.degrees_swapped": _("图形“{0}”的坐标 {1}, {2} 像是把经度和纬度写反了。请先写经度，后写纬度。"),
    "projects.out_of_bounds": _(
        "图形“{0}”的坐标 {1}, {2} 不在我国范围内（经度 73–136，纬度 3–54）。请核对。"
    ),
    "projects.too_wide": _("图形东西或南北超过 {0} 度，远大于一个园区。请核对是否混入别处的图形。"),
    "projects.ring_open": _("图形“{0}”有一圈没有闭合：至少三个拐点，最后一点须与第一点相同。"),
    "projects.ring_flat": _("图形“{0}”有一圈没有面积。请核对拐点。"),
    "projects.ring_crosses": _("图形“{0}”的边线在 {1}, {2} 附近自相交或重叠。请按顺序重排拐点。"),
    "projects.ring_tangled": _("图形“{0}”的边线过于交错，无法检查。请在制图软件里简化后再上传。"),
    "projects.hole_outside": _("图形“{0}”里有一个孔（{1}, {2}）不在外圈之内。请核对。"),
    "projects.later_layer": _("已有自 {0} 起用的一版，新的一版起用日期不能更早。"),
}

MAP_TERMS: dict[str, _StrPromise] = {
    "keep_layer": _("登记园区边界和地块"),
    "projects.basis": _("依据"),
    "datum.cgcs2000": _("CGCS2000（度）"),
    "datum.wgs84": _("WGS84（度）"),
}
