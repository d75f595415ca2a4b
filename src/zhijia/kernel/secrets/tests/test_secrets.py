"""Sealed values: nothing shows them but `reveal`, nothing opens them elsewhere, and the key stays outside."""

import hmac
import json

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.actions import Blocked, NotAllowed
from zhijia.kernel.scope import scope
from zhijia.kernel.secrets import Sealed, keys, last_four, reveal, revealed_of, whole
from zhijia.kernel.secrets.fields import Tampered
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.relief.actions import arrange, correct
from zhijia.relief.models import Visit

NOTE = "腰椎住院，家里有两个老人"


@pytest.fixture
def visit(seat_of):
    return arrange(Visit(), by=seat_of("officer"), name="老周", kind="hospital", note=NOTE)


def stored(visit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zhijia.seat', '{\"office\": \"system\"}', true)")
        cursor.execute("SELECT note FROM relief_visit WHERE id = %s", [visit.pk])
        return cursor.fetchone()[0]


def put(visit, token):
    with scope(visit.seat), connection.cursor() as cursor:
        event = Event.objects.create(verb="test", at="2026-11-20T08:00+08:00", seat="t", name="t")
        cursor.execute("SELECT set_config('zhijia.event', %s, true)", [str(event.pk)])
        cursor.execute('UPDATE "relief_visit" SET note = %s WHERE id = %s', [token, visit.pk])
        cursor.execute("SELECT set_config('zhijia.event', '', true)")


@pytest.mark.django_db
class TestASealedNote:
    def test_reads_as_a_mask_wherever_it_may_be_printed(self, visit, seat_of):
        with scope(seat_of("officer")):
            row = Visit.objects.get(pk=visit.pk)
            listed = Visit.objects.filter(pk=visit.pk).values_list("note", flat=True)[0]
        for shown in (visit.note, row.note, listed):
            assert NOTE not in f"{shown} {shown!r} {vars(row)!r} {row!r}"
            assert str(shown) == "已遮住"
        assert NOTE[:2] not in stored(visit)

    def test_is_a_mask_already_before_it_is_saved(self):
        row = Visit(note=NOTE)
        assert NOTE not in f"{row.note} {row.note!r} {vars(row)!r}"

    def test_is_seen_in_the_history_as_changed_only(self, visit, seat_of):
        correct(visit, by=seat_of("officer"), note="已出院")
        changes = [row.changes for row in EventRow.objects.filter(kind="relief_visit", row_id=visit.pk)]
        assert {"note": ["hidden", "hidden"]} in [
            {k: v for k, v in c.items() if k == "note"} for c in changes
        ]
        assert "v1." not in json.dumps(changes)

    def test_cannot_be_sought_or_written_around(self, visit, seat_of):
        with scope(seat_of("officer")):
            with pytest.raises(FieldError):
                Visit.objects.filter(note__contains="腰").first()
            with pytest.raises(FieldError):
                Visit.objects.filter(note=NOTE).first()
            with pytest.raises(TypeError):
                Visit.objects.filter(pk=visit.pk).update(note=NOTE)

    def test_is_kept_when_a_form_leaves_it_blank(self, visit, seat_of):
        officer = seat_of("officer")
        correct(visit, by=officer, name="周师傅")
        assert reveal(visit, "note", by=officer, purpose="办理这一件") == NOTE

    def test_can_be_emptied(self, visit, seat_of):
        correct(visit, by=seat_of("officer"), note="")
        assert stored(visit) == ""

    def test_copied_to_another_row_does_not_open(self, visit, seat_of):
        officer = seat_of("officer")
        other = arrange(Visit(), by=officer, name="老吴", kind="hospital", note="别的话")
        other.seat = officer
        put(other, stored(visit))
        with pytest.raises(Tampered):
            reveal(other, "note", by=officer, purpose="办理这一件")

    @pytest.mark.parametrize("broken", ["v1.", "v1.????", "v1.AAAA", "plain text"])
    def test_that_is_no_sealed_text_is_answered_in_words(self, visit, seat_of, broken):
        visit.seat = seat_of("officer")
        put(visit, broken)
        with pytest.raises(Tampered, match="打不开"):
            reveal(visit, "note", by=visit.seat, purpose="办理这一件")


@pytest.mark.django_db
class TestOpening:
    def test_is_an_event_with_its_purpose_each_time(self, visit, seat_of):
        officer = seat_of("officer")
        for _ in range(2):
            assert reveal(visit, "note", by=officer, purpose="办理这一件") == NOTE
        opened = revealed_of(visit)
        assert [(e.name, e.subject, e.reason) for e in opened] == [("王建平", "情况", "办理这一件")] * 2

    def test_asks_for_a_purpose(self, visit, seat_of):
        with pytest.raises(Blocked, match="为什么要看"):
            reveal(visit, "note", by=seat_of("officer"), purpose=" ")
        assert not revealed_of(visit)

    @pytest.mark.parametrize(
        "login", ["accountant", "auditor", "women", "leader", "member", "town", "neighbour"]
    )
    def test_is_for_those_who_handle_the_case(self, visit, seat_of, login):
        with pytest.raises(NotAllowed):
            reveal(visit, "note", by=seat_of(login), purpose="看看")
        assert not revealed_of(visit)

    def test_of_a_plain_field_is_refused(self, visit, seat_of):
        with pytest.raises(NotAllowed):
            reveal(visit, "name", by=seat_of("officer"), purpose="看看")


@given(
    text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300)
)
def test_any_text_comes_back_as_it_was(django_db_setup, text):
    field = Visit._meta.get_field("note")
    row = Visit(pk=7, note=text)
    held = field.pre_save(row, True)
    assert isinstance(held, Sealed)
    assert field.opened(row) == text
    assert (
        field.pre_save(Visit(pk=7, note=text), True).token != held.token
    )  # the same words twice look different


class TestTheBlindIndex:
    @pytest.fixture(autouse=True)
    def _key(self, django_db_setup):
        """The key file of the test run."""

    def test_finds_a_number_however_it_is_written(self):
        forms = ("33020119790428041x", "３３０２０１１９７９０４２８０４１Ｘ", " 330201 19790428-041X")
        assert len({whole(form, of="identity") for form in forms}) == 1
        assert len({last_four(form, of="identity") for form in forms}) == 1

    def test_tells_columns_and_variants_apart(self):
        one = "13800138000"
        assert (
            len(
                {
                    whole(one, of="phone"),
                    whole(one, of="card"),
                    last_four(one, of="phone"),
                    whole("8000", of="phone"),
                }
            )
            == 4
        )
        assert last_four(one, of="phone") == last_four("13900008000", of="phone")

    def test_of_nothing_or_of_four_signs_is_empty(self):
        assert whole(" - ", of="phone") == "" == last_four("8000", of="phone")

    def test_is_an_ordinary_hmac(self):
        found = hmac.new(keys.subkey("index"), b"identity whole:330281199003120024", "sha256").hexdigest()
        assert whole("330281199003120024", of="identity") == found[:32]

    def test_hangs_on_the_key(self, tmp_path, settings):
        before = whole("13800138000", of="phone")
        settings.SECRETS_KEY_FILE = str(tmp_path / "other")
        (tmp_path / "other").write_text(json.dumps({"kind": "bare", "key": "A" * 43 + "="}))
        assert whole("13800138000", of="phone") != before


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "not json", '{"kind": "bare", "key": "AAAA"}', '{"kind": "wrapped", "key": ""}', None],
)
def test_a_key_file_that_cannot_be_read_says_what_to_do(tmp_path, settings, text):
    settings.SECRETS_KEY_FILE = str(tmp_path / f"key-{text!r:.12}".replace("/", "-"))
    if text is not None:
        with open(settings.SECRETS_KEY_FILE, "w") as file:
            file.write(text)
    with pytest.raises(keys.KeyTrouble, match=r"备份|更新的版本"):
        keys.subkey("seal")


def test_no_key_file_named_says_what_to_do(settings):
    settings.SECRETS_KEY_FILE = ""
    with pytest.raises(keys.KeyTrouble, match="ZHIJIA_KEY_FILE"):
        keys.subkey("seal")
