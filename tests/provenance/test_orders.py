"""Orders of articles whose times are known in part, and what the sums over them say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import ProvenanceConfig
from dedup.provenance.tracing.calibration import confidence_of
from dedup.provenance.tracing.sampling import draw_orders
from dedup.provenance.tracing.times import When, chances_before, doubt_apart, doubt_late

INF = float("inf")
DAY = 86400.0
WIDE = 6 * 3600.0


def at(time: float, width: float = 0.0) -> When:
    return When(time, time + width)


NEVER = When(-INF, INF)


def first_share(times: list[When]) -> list[float]:
    drawn = draw_orders(times, 2000, WIDE)
    return [float(share) for share in np.bincount(drawn.argmin(axis=1), minlength=len(times)) / len(drawn)]


def test_known_times_make_one_order() -> None:
    assert draw_orders([at(3), at(1), at(2)], 500, WIDE).tolist() == [[2.0, 0.0, 1.0]]


def test_an_article_without_a_date_is_as_likely_first_as_anywhere() -> None:
    # Multiplied pair by pair, its chance to be older than all four would come out at 0.04.
    assert first_share([at(1), at(2), at(3), at(4), NEVER])[4] == pytest.approx(1 / 5, abs=0.03)


def test_two_alike_are_exactly_even() -> None:
    shares = first_share([at(5), at(5)])
    assert shares[0] == shares[1] == 0.5


def test_a_day_goes_with_the_hours_of_the_others() -> None:
    # Four told it in the evening; the day alone does not make a fifth the first.
    evening = [at(DAY * hour / 24) for hour in (18, 19, 20, 22)]
    assert first_share([at(0, DAY - 1), *evening])[0] == pytest.approx(1 / 5, abs=0.03)


def test_a_day_is_kept() -> None:
    drawn = draw_orders([at(0, DAY - 1), at(-5.0), at(DAY + 5), at(DAY, DAY - 1), at(2 * DAY + 5)], 300, WIDE)
    assert (drawn[:, 1] < drawn[:, 0]).all()
    assert (drawn[:, 0] < drawn[:, 2]).all()
    assert (drawn[:, 0] < drawn[:, 3]).all()
    assert (drawn[:, 3] < drawn[:, 4]).all()


def test_a_page_that_was_fetched_early_came_early() -> None:
    drawn = draw_orders([at(1), at(5), at(6), When(-INF, 3)], 500, WIDE)
    assert (drawn[:, 3] < drawn[:, 1]).all()


def test_a_doubted_date_is_believed_in_its_share() -> None:
    times = doubt_late([at(0), at(1), at(2), at(30 * DAY)], 3, 0.7)
    assert times[3].doubted
    last = float((draw_orders(times, 2000, WIDE).argmax(axis=1) == 3).mean())
    assert last == pytest.approx(0.3 + 0.7 / 4, abs=0.04)


@pytest.mark.parametrize("lone", [-2 * DAY, 2 * DAY])
def test_a_date_far_from_the_others_may_be_wrong(lone: float) -> None:
    times = doubt_apart([at(lone, 59), at(0), at(60), at(120)], 1, 0.25)
    assert times[0] == When(-INF, INF if lone < 0 else lone + 59, 0.25, lone)
    assert not times[0].doubted
    assert [t.dated for t in times[1:]] == [True, True, True]
    drawn = draw_orders(times, 2000, WIDE)
    kept = drawn.argmin(axis=1) if lone < 0 else drawn.argmax(axis=1)
    assert float((kept == 0).mean()) == pytest.approx(0.75 + 0.25 / 4, abs=0.04)


def test_an_early_date_that_may_be_wrong_leaves_when_the_page_was_fetched() -> None:
    lone, *_ = doubt_apart([When(-5 * DAY, -5 * DAY, fetched=-DAY), at(0), at(60)], 1, 0.25)
    assert (lone.latest, lone.written) == (-DAY, -5 * DAY)


def test_a_day_beside_the_hours_of_the_next_is_not_far() -> None:
    times = [at(0, DAY - 1), at(1.5 * DAY), at(1.6 * DAY)]
    assert doubt_apart(times, 1, 0.25) == times
    assert doubt_apart([at(0), NEVER], 1, 0.25) == [at(0), NEVER]


def test_a_date_within_another_s_interval_is_not_far() -> None:
    times = [at(0, 3 * DAY), at(60), at(2.5 * DAY), at(2.6 * DAY)]
    assert doubt_apart(times, 1, 0.25) == times
    lone = [at(0, 3 * DAY), at(60), at(2.5 * DAY)]
    assert doubt_apart(lone, 1, 0.25) == lone


def test_two_dates_that_may_be_wrong_are_compared_as_they_stand() -> None:
    first, last = doubt_apart([at(0), at(5 * DAY)], 1, 0.25)
    starts = np.zeros(0)
    assert chances_before([first], [last], starts)[0, 0] == pytest.approx(0.5 + 0.75**2 / 2)
    assert chances_before([last], [first], starts)[0, 0] == pytest.approx(0.5 - 0.75**2 / 2)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(), st.tuples(st.integers(0, 9).map(lambda n: 7200 * n), st.sampled_from([0, 3 * 3600, 12 * 3600]))
        ),
        min_size=1,
        max_size=7,
    )
)
def test_no_order_breaks_a_date(rows: list[tuple[int, int] | None]) -> None:
    times = [NEVER if row is None else at(*row) for row in rows]
    drawn = draw_orders(times, 64, WIDE)
    assert all(len(set(order)) == len(rows) for order in drawn.tolist())
    for a, x in enumerate(times):
        for b, y in enumerate(times):
            if x.latest < y.earliest:
                assert (drawn[:, a] < drawn[:, b]).all()


@given(st.floats(0, 1), st.floats(0, 1))
def test_figures_keep_the_order_of_shares(a: float, b: float) -> None:
    config = ProvenanceConfig()
    for scale in (config.link_scale, config.source_scale, config.origin_scale, config.outside_scale):
        low, high = confidence_of(min(a, b), scale), confidence_of(max(a, b), scale)
        assert 0 < low <= high < 1


def test_dates_in_a_row_stand_by_each_other_however_long_it_is() -> None:
    row = [at(DAY * n / 2) for n in range(20)]
    assert doubt_apart(row, 1, 0.25) == row
