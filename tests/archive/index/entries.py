"""Keys for tests: many that are equal, or equal but for the bits that are not kept."""

from hypothesis import strategies as st

KEY_BITS = 38

keys = (
    st.integers(0, 2**64 - 1)
    | st.integers(0, 12).map(lambda high: high << 60)
    | st.integers(0, 3)
    | st.integers(0, 3).map(lambda low: (7 << 26) + (low << 25))
    | st.just(2**64 - 1)
)
entries = st.lists(st.tuples(keys, st.integers(0, 60)), max_size=200)
asked = st.lists(st.tuples(keys, st.integers(-2, 4)), max_size=60)
