"""No reader meets an untranslated sentence, nor Chinese that the English pages cannot turn."""

import messages


def test_every_sentence_is_in_both_languages():
    assert [str(complaint) for complaint in messages.complaints()] == []
