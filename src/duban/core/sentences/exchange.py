"""What the ``exchange`` room tells people: what is wrong in a file or a cell, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_FILE: dict[str, _StrPromise] = {
    "exchange.empty_file": _("文件是空的（0 字节或全是空白）。请确认保存成功后再上传。"),
    "exchange.too_large": _("文件超过 {0} MB。请删去图片和无关的工作表，或分几次导入。"),
    "exchange.extension": _(
        "不认识“{0}”这种文件。请上传 .xlsx、.xls 或 .csv；别的表格文件请用 WPS 或 Excel 打开，另存为 .xlsx。"
    ),
    "exchange.wrong_type": _("文件内容与扩展名不符：实际是 {0}。请用 WPS 或 Excel 打开原表，另存为 .xlsx。"),
    "exchange.html_renamed": _("这是网页文件改名的表，请用 WPS 打开后另存为 .xlsx。"),
    "exchange.xml_table": _("这是“XML 表格”格式的文件，请用 WPS 或 Excel 打开后另存为 .xlsx。"),
    "exchange.text_renamed": _(
        "这是文本文件改名为 .{0} 的表，请用 WPS 打开后另存为 .xlsx，或把扩展名改为 .csv。"
    ),
    "exchange.xlsb": _("这是二进制工作簿（.xlsb），请另存为 .xlsx。"),
    "exchange.too_old": _("这是 Excel 4.0 或更早的文件，请用 WPS 打开后另存为 .xlsx。"),
    "exchange.not_workbook": _("文件里没有工作簿。请用 WPS 或 Excel 打开原表，另存为 .xlsx。"),
    "exchange.no_sheets": _("工作簿里没有可读的工作表。"),
    "exchange.password": _("文件有密码保护。请去掉打开密码（文件 → 文档加密）后再上传。"),
    "exchange.broken": _("文件已损坏，读不出来。请用 WPS 打开后另存为 .xlsx 再上传。"),
    "exchange.bomb": _("文件解开后大得反常，已拒收。请把数据复制到新表中再上传。"),
    "exchange.malicious": _("文件结构反常，已拒收。请把数据复制到新表中再上传。"),
    "exchange.declarations": _("文件里有外部声明（DTD 或实体），已拒收。请把数据复制到新表中再上传。"),
    "exchange.macros": _("文件带有宏，不能导入。请另存为不带宏的 .xlsx。"),
    "exchange.external_links": _(
        "文件链接了外部数据。请在“数据 → 编辑链接”中断开链接，或把数据粘贴为数值后再上传。"
    ),
    "exchange.commands": _("公式里有调用外部程序或网址的命令，已拒收。请粘贴为数值后再上传。"),
    "exchange.too_many_rows": _(
        "一张表超过 {0} 行（带格式的空行也算）。请选中数据下方的空行整行删除，或分几次导入。"
    ),
    "exchange.too_many_cells": _("表中超过 {0} 个单元格。请删去数据以外带格式的空行空列，或分几次导入。"),
    "exchange.too_many_merges": _("一张表的合并单元格超过 {0} 处。请取消合并后再上传。"),
    "exchange.too_many_sheets": _("工作表超过 {0} 张。请只留下要导入的表。"),
    "exchange.encoding": _("读不出文字编码。请另存为“CSV UTF-8”或 .xlsx。"),
    "exchange.not_text": _("CSV 文件里有文本以外的内容。请用 WPS 打开原表，另存为 .xlsx。"),
}

_TABLE: dict[str, _StrPromise] = {
    "exchange.no_header": _("在工作表“{0}”前 60 行里没有找到表头。表头应有：{1}。"),
    "exchange.missing_columns": _("表头缺少“{0}”列（也可写作：{1}）。现有的列：{2}。"),
    "exchange.two_columns": _(
        "“{0}”（{1}）与“{2}”（{3}）像是同一项内容，不能确定用哪一列。请删去一列或改列名。"
    ),
    "exchange.periods_differ": _("期别写得不一样：{0}。请改成一致（表名、工作表名），或加“期别”一列。"),
    "exchange.year_or_months": _(
        "表名写的是“{1}”，列名只写“{0}”：是全年，还是那一年的同样几个月？请在列名里写明，如“2023年1—8月”。"
    ),
    "exchange.forecast": _(
        "“{0}”像是预计数或计划数，不能作为实际数导入。若是实际数，请改表名，或把列名写成“实际完成”。"
    ),
    "exchange.no_figures": _(
        "没有认出累计或同比列，这张表没有可导入的数。现有的列：{0}。请把列名改为“累计”“同比增长（%）”。"
    ),
    "exchange.another_table": _(
        "第 {0} 行（{1}）起像是另一张表：单位、期别或列名与上面的不一样。请把它放到单独的工作表里再导入。"
    ),
    "exchange.turned": _(
        "导入的表一行一个指标。指标若写在表头上，请先转置（复制 → 选择性粘贴 → 转置）；整张表若只有一个指标，请加“指标”一列。"
    ),
    "exchange.doubtful_percents": _(
        "“{0}”列写明单位是 %，但数都小于 1：{1} 是 {1}% 还是 {2}%？请把数写成带 % 的形式。"
    ),
}

_REMARKS: dict[str, _StrPromise] = {
    "exchange.columns_left": _("这些列没有用到：{0}。"),
    "exchange.hidden_sheet": _("工作表“{0}”是隐藏的，也读入了。不要的请删去。"),
    "exchange.hidden_rows": _("第 {0} 行是隐藏的，也读入了。不要的请删去。"),
    "exchange.no_rows": _("表头下面没有一行数据。"),
    "exchange.part_left": _("“{0}”没有登记为指标，这一行没有导入。"),
}

_CELL: dict[str, _StrPromise] = {
    "exchange.unknown_but_near": _(
        "没有名为“{0}”的指标。是不是“{1}”？请改成登记的名称，或先在“指标”页登记。"
    ),
    "exchange.no_indicator": _(
        "这一行没有写指标名称。几行同属一个指标的，请逐行写上名称，或把名称合并单元格。"
    ),
    "exchange.unknown_enterprise": _("企业名录里没有“{0}”。请核对，或先登记企业。"),
    "exchange.unknown_lead": _("没有“{0}”这个部门，请用部门名称或编码。"),
    "exchange.not_a_corner": _("“{0}”不是“经度,纬度”；拐点之间用分号隔开。"),
    "exchange.unknown_backer": _("没有“{0}”这个岗位，也没有人叫这个名字，请核对包抓领导。"),
    "exchange.unknown_head": _("没有“{0}”这个岗位，也没有人叫这个名字，请核对项目负责人。"),
    "exchange.unknown_post": _("没有编码或职务为“{0}”的岗位。请核对，或先在“部门”页新设。"),
    "exchange.growth_only": _("“{0}”只公布增速，没有总量：{1} 是增速吗？请填在增速列，或写明单位是 %。"),
    "exchange.two_growths": _("这一行有两个增速：{0} 和 {1}。请只留一个。"),
    "exchange.whose_month": _("表里有好几个月，“{0}”说的是哪个月？请按月分列，或另做一张表。"),
    "exchange.required": _("这一格不能为空。"),
    "exchange.too_long": _("“{0}”太长，最多 {1} 个字。"),
    "exchange.formula": _("“{0}”是公式单元格，请粘贴为数值。"),
    "exchange.error_cell": _("单元格是错误值 {0}。请改正公式，粘贴为数值。"),
    "exchange.merged_figure": _(
        "这个数来自合并单元格 {1}（{0}），不能确定属于哪一行。请取消合并，逐行填写。"
    ),
    "exchange.not_a_number": _("“{0}”不是数值。请只填数字；没有数请填“—”。"),
    "exchange.too_many_digits": _("“{0}”位数太多（最多 {1} 位）。请核对这个数。"),
    "exchange.not_exact": _("“{0}”不是确数。请填确切的数；没有确数请填“—”。"),
    "exchange.not_a_rank": _("“{0}”不是位次。请填 3 或 第3位，不带总数。"),
    "exchange.not_whole": _("“{0}”应为整数。"),
    "exchange.date_for_number": _("这里应填数值，表格里却是日期 {0}。请把单元格格式改为“数值”后重新填写。"),
    "exchange.scaled_format": _(
        "单元格 {0} 的显示格式（{1}）缩小了数值，看到的与存的不一样。请按表头单位重新填写数值，格式改为“常规”。"
    ),
    "exchange.percent_for_number": _("“{0}”是百分数，这一列应填以“{1}”为单位的数。"),
    "exchange.unit_unstated": _("“{0}”没有写明单位，是{1}吗？请在表头、单位列或表上方写明单位。"),
    "exchange.unit_conflict": _("“{0}”的单位是{1}，表头写的是{2}。请改成一致。"),
    "exchange.unit_mismatch": _("“{0}”的单位“{1}”不能换算成“{2}”。"),
    "exchange.bare_percent": _(
        "“{0}”没有写明是不是百分数：0.27 是 27% 还是 0.27%？请在表头写明单位（如“同比增长（%）”）。"
    ),
    "exchange.points_for_growth": _(
        "“{0}”是百分点（与另一比率之差），不是增速。请填增速；这一列若本来就是百分点，请在表头写明。"
    ),
    "exchange.growth_for_points": _("“{0}”是百分数，这一列的单位是百分点。请改成一致。"),
    "exchange.not_a_period": _("“{0}”不是期别。请写成 2020年1—8月 或 202008。"),
    "exchange.no_january": _(
        "“{0}”：没有1月这一期，一年的第一期是1—2月。（在 Excel 里输入 1-8 会变成1月8日，请先把单元格设为文本。）"
    ),
    "exchange.not_from_january": _("“{0}”不是从1月起的累计。请填1月起的累计，如 1—8月。"),
    "exchange.single_month": _("“{0}”是当月还是1月起累计？请写成“1—8月”，或写明“累计”。"),
    "exchange.single_quarter": _("“{0}”是单季还是1月起累计？请写成 1—6月、1—9月。"),
    "exchange.year_missing": _("“{0}”没有写明年份。请写成 2020年1—8月，或在表名里写明年份。"),
    "exchange.period_as_number": _(
        "“{0}”可能是1月，也可能是10月（2020.10 作为数值会变成 2020.1）。请写成 202010。"
    ),
    "exchange.period_unstated": _("没有写明期别。请加“期别”一列，或在表名里写明，如“2020年1—8月”。"),
    "exchange.not_a_date": _("“{0}”不是日期，请写成 2020-09-16。"),
    "exchange.not_yes_no": _("“{0}”应填“是”或“否”。"),
}

_LEDGER: dict[str, _StrPromise] = {
    "exchange.no_ledger": _("工作表“{0}”没有责任单位、牵头部门或完成时限，不像台账。现有的列：{1}。"),
    "exchange.unknown_unit_near": _("没有“{0}”这个部门。是不是：{1}？请改成全称。"),
    "exchange.unclear_unit": _("“{0}”可能是：{1}。请写全称。"),
    "exchange.vague_unit": _("“{0}”没有写明是哪个部门。请逐个写明。"),
    "exchange.unknown_person": _(
        "没有“{0}”这个岗位，也没有叫这个名字的在岗人员。请核对，或先在“机构”页设岗任职。"
    ),
    "exchange.unknown_person_near": _("没有“{0}”这个岗位或在岗人员。是不是：{1}？"),
    "exchange.unclear_person": _("“{0}”可能是：{1}。请写岗位全称。"),
    "exchange.due_no_day": _("“{0}”没有日期：到哪一天算完成？请写明，长期工作可写“每月”和年底。"),
    "exchange.due_unclear": _("“{0}”看不出是哪一天。请写成 2020-11-14、11月底、三季度 或 年底前。"),
    "exchange.due_needs_receipt": _("“{0}”从收文或交办之日算起，请填“收文时间”或“交办时间”。"),
    "exchange.same_item": _(
        "“{0}”与 {1} 是同一事项（编号相同，或事项、牵头部门、时限都相同）。请合并或改写。"
    ),
    "exchange.one_department": _("分解到部门，每行写一个部门。"),
    "exchange.same_department": _("“{0}”在这项指标下已有一行，请合并。"),
    "exchange.row_sum": _("各月之和 {0} 与本行合计 {1} 不符，差 {2}。"),
    "exchange.no_target": _("“{0}”没有 {1} 年的目标，请先登记目标再分解。"),
}

_LEDGER_NOTES: dict[str, _StrPromise] = {
    "exchange.first_leads": _("一格写了多个责任单位，又没有牵头一列：第一个“{0}”牵头并负责，其余配合。"),
    "exchange.one_leads": _("牵头部门只留第一个“{0}”，其余记为配合。"),
    "exchange.short_unit": _("“{0}”按“{1}”收。"),
    "exchange.first_person": _("责任人只留第一个“{0}”；未记入：{1}。"),
    "exchange.due_year": _("“{0}”没有写年份，按 {1} 收。"),
    "exchange.due_month": _("“{0}”只写到月，按月末 {1} 收。"),
    "exchange.due_third": _("“{0}”按该旬最后一天 {1} 收。"),
    "exchange.due_several": _("“{0}”写了几个日期，按最晚的 {1} 收。"),
    "exchange.due_recurring": _("“{0}”是定期工作：按此频次报告，时限记为 {1}。"),
    "exchange.due_estimate": _("“{0}”落在放假安排尚未公布的年份，{1} 是估算。"),
    "exchange.long_title": _("事项名称超过 {0} 字，已取开头作名称，全文放在任务内容里。"),
    "exchange.line_number": _("“{0}”只是表内序号，没有作为编号；由系统编号。"),
    "exchange.step_no_day": _("节点“{0}”没有时间，交办前须补上。"),
    "exchange.step_late": _("有节点晚于完成时限 {0}，交办前须调整。"),
    "exchange.states_left": _("这些列没有导入：{0}。办理状态和结果要在系统里一步步办理。"),
    "exchange.word_left": _("“{0}”不是系统里的选项，没有记入。"),
}

SENTENCES: dict[str, _StrPromise] = {
    **_FILE,
    **_TABLE,
    **_REMARKS,
    **_CELL,
    **_LEDGER,
    **_LEDGER_NOTES,
}
