"""Whatever is sent that the description allows, or nearly allows, no request ends in an error of the server."""

import os
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.generation import GenerationMode

from record.tokens import make_token
from tests.api.conftest import Door
from tests.record.working_group import ADMIN, make_group

EXAMPLES = int(os.environ.get("BLUEPRINT_API_EXAMPLES", "8"))


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_ends_in_an_error_of_the_server(door: Door, mode: GenerationMode) -> None:
    group = make_group(door.store)
    secret, _ = make_token(door.store, ADMIN, f"tried-{mode.value}", {group.review.id: "chair"})
    schema = schemathesis.openapi.from_url(f"{door.address}/openapi.json")
    tried = 0
    places = {"uid": group.review.uid, "code": "M1", "question": "necessary"}
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # raises for what cannot be read

        @hypothesis.settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode), known=hypothesis.strategies.booleans())
        def attempt(case: Any, known: bool) -> None:
            nonlocal tried
            if known and case.path_parameters:
                case.path_parameters = {
                    **case.path_parameters,
                    **{n: v for n, v in places.items() if n in case.path_parameters},
                }
            answer = case.call(base_url=door.address, headers={"Authorization": f"Bearer {secret}"})
            tried += 1
            assert answer.status_code < 500, answer.text

        try:
            attempt()
        except hypothesis.errors.Unsatisfiable:  # nothing can be sent wrongly where any text will do
            assert mode is GenerationMode.NEGATIVE
    assert tried > 20
    assert group.sound()
