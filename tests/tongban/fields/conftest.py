"""What the tests of input types share."""

from collections.abc import Callable
from typing import Any

import colander
import pytest


@pytest.fixture
def refusal() -> Callable[[Any, Any], str]:
    """The message with which a node refuses an input; fails when it does not."""

    def ask(node: Any, raw: Any) -> str:
        with pytest.raises(colander.Invalid) as caught:
            node.deserialize(raw)
        message = caught.value.msg
        assert isinstance(message, str)
        assert any("\u4e00" <= char <= "\u9fff" for char in message), "a message is Chinese"
        return message

    return ask
