"""The workflow of a model as one table: every arrow is well formed, has its verb and ends in a state."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings

from zhijia.kernel.actions import Moves
from zhijia.kernel.actions.action import verb_named


class TestMoves:
    def test_an_arrow_names_where_it_starts_and_ends(self):
        moves = Moves(record="→ recorded", withdraw="recorded, kept → withdrawn")
        assert moves.get("record").sources == ()
        assert moves.get("withdraw").sources == ("recorded", "kept")
        assert moves.out_of("kept") == ["withdraw"]
        assert moves.get("unheard") is None

    @pytest.mark.parametrize("arrow", ["recorded", "recorded →", ""])
    def test_a_broken_arrow_is_refused_at_start(self, arrow):
        with pytest.raises(ValueError, match="from → to"):
            Moves(withdraw=arrow)

    @pytest.mark.parametrize("model", [m for m in apps.get_models() if hasattr(m, "moves")])
    def test_every_arrow_has_a_verb_and_ends_in_a_state(self, model):
        import_module(settings.ROOT_URLCONF)  # a verb is known once its module is loaded; pages load them all
        states = set(model.State.values) if model.moves.table else set()
        for name, move in model.moves.table.items():
            assert {*move.sources, move.target} <= states
            assert verb_named(f"{model._meta.app_label}.{model._meta.model_name}.{name}"), name
