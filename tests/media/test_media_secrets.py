"""Exact addresses at rest."""

from uuid import uuid4

import pytest

from app.media.secrets import AddressCipher, SealBroken

KEY, NEW_KEY = bytes(range(32)), bytes(range(32, 64))
ADDRESS = "3, rue de l'Église, 67000 Strasbourg — 2ᵉ étage"


def test_an_address_opens_for_its_owner() -> None:
    cipher, ann = AddressCipher(KEY), uuid4()

    assert cipher.open(cipher.seal(ADDRESS, ann), ann) == ADDRESS
    assert cipher.open(cipher.seal("", ann), ann) == ""


def test_nothing_of_the_address_is_readable() -> None:
    sealed = AddressCipher(KEY).seal(ADDRESS, uuid4())

    assert not any(word.encode() in sealed for word in ADDRESS.split())


def test_the_same_address_is_never_sealed_alike() -> None:
    cipher, ann = AddressCipher(KEY), uuid4()

    assert len({cipher.seal(ADDRESS, ann) for _ in range(100)}) == 100


def test_a_sealed_address_copied_to_another_person_does_not_open() -> None:
    cipher = AddressCipher(KEY)
    sealed = cipher.seal(ADDRESS, uuid4())

    with pytest.raises(SealBroken):
        cipher.open(sealed, uuid4())


def test_a_single_changed_bit_anywhere_is_noticed() -> None:
    cipher, ann = AddressCipher(KEY), uuid4()
    sealed = cipher.seal(ADDRESS, ann)

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            cipher.open(bytes(changed), ann)


@pytest.mark.parametrize("length", range(31))
def test_a_cut_seal_is_noticed(length: int) -> None:
    cipher, ann = AddressCipher(KEY), uuid4()

    with pytest.raises(SealBroken):
        cipher.open(cipher.seal(ADDRESS, ann)[:length], ann)


def test_another_key_does_not_open_it() -> None:
    ann = uuid4()

    with pytest.raises(SealBroken):
        AddressCipher(NEW_KEY).open(AddressCipher(KEY).seal(ADDRESS, ann), ann)


def test_keys_are_changed_without_losing_an_address() -> None:
    ann = uuid4()
    old = AddressCipher(KEY).seal(ADDRESS, ann)
    rotating = AddressCipher(NEW_KEY, key_id=2, former={1: KEY})

    assert rotating.is_former(old)
    again = rotating.seal(rotating.open(old, ann), ann)

    assert not rotating.is_former(again)
    assert AddressCipher(NEW_KEY, key_id=2).open(again, ann) == ADDRESS
    with pytest.raises(SealBroken):
        AddressCipher(NEW_KEY, key_id=2).open(old, ann)


def test_a_weak_or_doubled_key_is_not_taken() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        AddressCipher(b"short")
    with pytest.raises(ValueError, match="at least 32 bytes"):
        AddressCipher(NEW_KEY, key_id=2, former={1: b"short"})
    with pytest.raises(ValueError, match="taken by a former key"):
        AddressCipher(NEW_KEY, key_id=1, former={1: KEY})
    with pytest.raises(ValueError, match="from 0 to 255"):
        AddressCipher(KEY, key_id=256)
