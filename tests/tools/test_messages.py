"""The extractor finds what Django will look up, and the look-outs see what they are for."""

import polib
import pytest

import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
A = _("单位")
B = ngettext("{0} 条", "{0} 条们", 3)
C = pgettext("度量", "月")
D = _(variable)
"""
TEMPLATE = """{% load i18n %}<p title="{% translate "期间" %}">{% blocktranslate trimmed with a=b %}
  共 {{ a }} 条
{% endblocktranslate %}{{ _("其他")|upper }}{% translate "引号 ' 与 (括号)" %}</p>{# 注释 #}
{% blocktranslate count n=k %}一条{% plural %}{{ n }} 条{% endblocktranslate %}"""


@pytest.fixture
def source(tmp_path):
    (tmp_path / "room" / "templates").mkdir(parents=True)
    (tmp_path / "room" / "views.py").write_text(PYTHON, "utf8")
    (tmp_path / "room" / "templates" / "page.html").write_text(TEMPLATE, "utf8")
    return tmp_path


def test_sentences_of_python_and_templates(source):
    found = messages.messages(source, source)
    assert {(m.context, m.text, m.plural) for m in found.values()} == {
        ("", "单位", ""), ("", "{0} 条", "{0} 条们"), ("度量", "月", ""), ("", "期间", ""), ("", "共 %(a)s 条", ""),
        ("", "其他", ""), ("", "引号 ' 与 (括号)", ""), ("", "一条", "%(n)s 条"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "untranslated"),
        ("{0} rows in {1}", None),
        ("{0} rows", "placeholders differ"),
        ("{0} rows in {1} 表", "Chinese in the English"),
    ],
)
def test_faults_of_a_translation(said, fault):
    found = list(messages.faults_of(polib.POEntry(msgid="{1} 有 {0} 行", msgstr=said)))
    assert found[0].startswith(fault) if fault else not found, found


def test_a_fuzzy_translation_is_a_fault():
    assert list(messages.faults_of(polib.POEntry(msgid="是", msgstr="yes", flags=["fuzzy"]))) == ["fuzzy"]


def test_bare_chinese_is_seen():
    assert list(messages.bare_in_template('<p>漏网</p>{% translate "好" %}{# 注 #}')) == [(1, "<p>漏网</p>")]
    assert list(messages.bare_in_template("<b>中文</b>")) == []
    code = '"""说明"""\nA = "漏网"\nB = _("好")\nC = "合计"  # zh: data\n'
    assert list(messages.bare_in_python(code)) == [(2, "漏网")]


def test_compiling_writes_a_catalogue_gettext_can_read(tmp_path):
    source = tmp_path / "django.po"
    source.write_text('msgid "单位"\nmsgstr "unit"\n', "utf8")
    messages.compile_all([source])
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr == "unit"
