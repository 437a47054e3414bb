from __future__ import annotations

from django.urls import path

from duban.web.ledger import boards, decomposing, items, lists, mine, reporting, rules, writing

urlpatterns = [
    path("my/", mine.my, name="my"),
    path("my/count/", mine.count, name="my-count"),
    path("ledger/", lists.index, name="ledger"),
    path("ledger/bulk/", lists.bulk, name="ledger-bulk"),
    path("ledger/views/", lists.save_view, name="ledger-views"),
    path("ledger/export/<str:fmt>/", lists.export, name="ledger-export"),
    path("ledger/board/", boards.board, name="ledger-board"),
    path("ledger/tree/", boards.tree, name="ledger-tree"),
    path("ledger/calendar/", boards.month, name="ledger-calendar"),
    path("ledger/departments/", boards.departments, name="departments"),
    path("ledger/departments/<int:unit>/", boards.department, name="department"),
    path("ledger/rules/", rules.rules, name="ledger-rules"),
    path("ledger/targets/", decomposing.targets, name="ledger-targets"),
    path("ledger/targets/<int:target>/", decomposing.decompose, name="ledger-decompose"),
    path("ledger/new/", writing.new, name="item-new"),
    path("ledger/similar/", writing.similar, name="item-similar"),
    path("ledger/files/<int:file>/", items.attachment, name="attachment"),
    path("ledger/<int:item_id>/", items.item, name="item"),
    path("ledger/<int:item_id>/edit/", writing.edit, name="item-edit"),
    path("ledger/<int:item_id>/move/", items.move, name="item-move"),
    path("ledger/<int:item_id>/report/", reporting.report, name="item-report"),
    path("ledger/<int:item_id>/attach/", items.attach, name="item-attach"),
    path("ledger/<int:item_id>/steps/<int:step>/", items.step_done, name="item-step"),
    path("ledger/<int:item_id>/extension/", reporting.extension_ask, name="extension-ask"),
    path(
        "ledger/<int:item_id>/extension/<int:extension>/", reporting.extension_decide, name="extension-decide"
    ),
    path("ledger/<int:item_id>/slips/<int:slip_id>/", items.slip, name="item-slip"),
]
