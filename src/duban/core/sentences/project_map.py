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
    "projects.plot_outside": _(
        "地块“{0}”有 {1} 平方米在园区边界外：最远的拐点 {2}, {3} 越界 {4} 米，越界的拐点 {5} 个。请核对坐标；确在界外的可以保留。"
    ),
    "projects.plot_edge_outside": _(
        "地块“{0}”有 {1} 平方米在园区边界外：拐点都在界内，边线在 {2}, {3} 处越界 {4} 米。请核对坐标；确在界外的可以保留。"
    ),
    "projects.plots_overlap": _(
        "地块“{0}”和“{1}”重叠 {2} 平方米：“{3}”在 {4}, {5} 处压进对方 {6} 米。请核对这两块的坐标。"
    ),
    "projects.plots_same": _("地块“{0}”和“{1}”完全重合，像是同一块登记了两次。请核对。"),
    "projects.more_findings": _("另有 {0} 处。请先核对上面各处。"),
    "projects.two_systems": _("边界和地块的坐标系不同（{0}、{1}），没有换算：1 米以内的出入不报。"),
    "projects.point_outside": _("项目位置 {0}, {1} 在园区边界外 {2} 米。请核对经纬度；确在界外的可以保留。"),
    "projects.outline_outside": _(
        "用地范围有 {0} 平方米在园区边界外：最远的拐点 {1}, {2} 越界 {3} 米，越界的拐点 {4} 个。请核对坐标；确在界外的可以保留。"
    ),
    "projects.outline_edge_outside": _(
        "用地范围有 {0} 平方米在园区边界外：拐点都在界内，边线在 {1}, {2} 处越界 {3} 米。请核对坐标；确在界外的可以保留。"
    ),
    "projects.outline_crosses": _("用地范围的边线在 {0}, {1} 附近自相交或重叠。请按顺序重排拐点。"),
    "projects.later_layer": _("已有自 {0} 起用的一版，新的一版起用日期不能更早。"),
}

MAP_TERMS: dict[str, _StrPromise] = {
    "keep_layer": _("登记园区边界和地块"),
    "projects.basis": _("依据"),
    "datum.cgcs2000": _("CGCS2000（度）"),
    "datum.wgs84": _("WGS84（度）"),
}
