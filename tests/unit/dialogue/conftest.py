import pytest

from intake.dialogue.understand import Understander


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander()
