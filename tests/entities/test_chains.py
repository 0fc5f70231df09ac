"""Chains: followed to the end, and no way walked twice."""

from pipeline.entities.chains import Chains


def test_a_chain_is_followed_to_its_end_however_it_was_laid():
    chains = Chains(str)
    for number in reversed(range(100)):
        chains.lead(str(number), str(number + 1))
    assert [chains.end(str(number)) for number in range(102)] == ["100"] * 101 + ["101"]


def test_a_walked_chain_that_is_made_longer_leads_to_the_new_end():
    chains = Chains(str)
    chains.lead("a", "b")
    assert chains.end("a") == "b"
    chains.lead("b", "c")
    assert chains.end("a") == "c"


def test_a_chain_laid_backwards_is_walked_in_a_few_steps_a_place():
    keys = []
    chains = Chains(lambda place: keys.append(place) or place)
    size = 2000
    for number in reversed(range(size)):
        chains.end(number + 1)
        chains.lead(number, number + 1)
    assert len(keys) < 4 * size
