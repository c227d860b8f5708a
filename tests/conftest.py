import pytest
from hypothesis import HealthCheck, settings

from dedup.text import Cutter

# The first example compiles a kernel, so no example has a deadline; the same examples every time.
settings.register_profile(
    "dedup", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dedup")


@pytest.fixture(scope="session")
def cutter() -> Cutter:
    return Cutter.load()
