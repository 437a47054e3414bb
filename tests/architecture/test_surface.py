"""What a room offers is written down, and says what it answers."""

import pytest

import surface


@pytest.mark.parametrize("door", surface.doors())
def test_every_offer_says_what_it_does(door):
    assert [offer.name for offer in surface.offers(door) if not offer.summary] == []


@pytest.mark.parametrize("door", [f"{room}.services" for room in surface.ROOMS])
def test_verbs_take_their_arguments_by_name(door):
    assert [
        offer.name for offer in surface.offers(door) if not offer.signature.startswith(f"{offer.name}(*, ")
    ] == []


def test_the_page_is_the_source():
    assert surface.PAGE.read_text("utf8") == surface.page(), "run: make fmt"
