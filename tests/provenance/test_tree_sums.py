"""The kernel that sums trees says what its plain twin says, and that trees counted one by one do."""

from itertools import product

import numpy as np
import pytest

from dedup.provenance.tracing.tree_sums import Numbers, Sums, sum_orders

EXTRA, SHARE, PRIOR = 2.0, 0.3, 0.4


def twin(position: Numbers, links: Numbers, first: Numbers, outside: Numbers) -> Sums:
    """`sum_orders` in arrays of orders, parents and children."""
    older = position[:, :, None] < position[:, None, :]
    before = older.sum(axis=1)
    leads = before == 0
    choices = np.maximum(before + EXTRA, 1)
    to_first = np.where(leads, 0.0, links[leads.argmax(axis=1)])
    given = (np.einsum("spc,pc->sc", older, links) + EXTRA * to_first) / choices
    entered = np.where(leads, 1.0, SHARE) * outside
    either = entered + np.where(leads, 0.0, (1 - SHARE) * given)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(leads, first, np.log(given)).sum(axis=1) + np.log((1 - PRIOR) / len(leads))
        out = np.log(either).sum(axis=1) + np.log(PRIOR / len(leads))
        best = max(inside.max(), out.max())
        inside, out = np.exp(inside - best)[:, None], np.exp(out - best)[:, None]
        total = (inside + out).sum()
        inside, out = inside / total, out / total
        each = np.where(leads, 0.0, inside / given + (1 - SHARE) * out / either)
        came = np.nan_to_num(out * entered / either, nan=0.0)
    each = np.where(np.isnan(each), 0.0, each) / choices
    taken = np.einsum("spc,sc->pc", older, each)
    np.add.at(taken, leads.argmax(axis=1), EXTRA * each)
    share = (inside + out) + np.zeros(given.shape)
    return Sums(
        taken * links,
        np.einsum("spc,sc->pc", older, share),
        (inside * leads).sum(axis=0),
        came.sum(axis=0),
        float(out.sum()),
    )


def drawn(n: int, orders: int, seed: int, spread: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Orders and weights of a made-up story."""
    random = np.random.default_rng([n, orders, seed])
    position = random.random((orders, n))
    links = np.exp(-spread * random.random((n, n)))
    np.fill_diagonal(links, 0.0)
    return position, links, -spread * random.random(n), np.exp(-spread * random.random(n))


@pytest.mark.parametrize("spread", [1.0, 40.0, 2000.0])
@pytest.mark.parametrize(("n", "orders"), [(1, 1), (2, 1), (3, 512), (4, 40), (17, 64), (60, 30)])
def test_the_kernel_sums_as_its_twin_does(n: int, orders: int, spread: float) -> None:
    story = drawn(n, orders, 7, spread)
    found, true = sum_orders(*story, EXTRA, SHARE, PRIOR), twin(*story)
    for name in ("links", "before", "first", "from_outside", "outside"):
        np.testing.assert_allclose(getattr(found, name), getattr(true, name), rtol=1e-9, atol=1e-12, err_msg=name)


def test_trees_counted_one_by_one() -> None:
    """Of two orders of three articles: each choice of parents by itself, inside and from outside (-1)."""
    position = np.array([[0.0, 1.0, 2.0], [2.0, 0.0, 1.0]])
    _, links, first, outside = drawn(3, 1, 3, 2.0)
    shares = np.zeros((3, 3))
    total = from_outside = 0.0
    for row in position:
        order = np.argsort(row).tolist()
        for account, parents in product(("in", "out"), product(range(-1, 3), repeat=3)):
            weight = (1 - PRIOR if account == "in" else PRIOR) / len(position)
            for rank, child in enumerate(order):
                parent = parents[child]
                if parent >= 0:
                    above = order[:rank]
                    chance = (1.0 + EXTRA * (parent == order[0])) / (rank + EXTRA) if parent in above else 0.0
                    weight *= chance * links[parent, child] * (1.0 if account == "in" else 1 - SHARE)
                elif account == "in":
                    weight *= np.exp(first[child]) if rank == 0 else 0.0
                else:
                    weight *= outside[child] * (1.0 if rank == 0 else SHARE)
            total += weight
            from_outside += weight * (account == "out")
            for child, parent in enumerate(parents):
                shares[parent, child] += weight * (parent >= 0)
    found = sum_orders(position, links, first, outside, EXTRA, SHARE, PRIOR)
    np.testing.assert_allclose(found.links, shares / total, rtol=1e-9)
    assert found.outside == pytest.approx(from_outside / total)
    # Each article but one of an account's start has one parent, or came from outside.
    assert found.first.sum() + found.from_outside.sum() + found.links.sum() == pytest.approx(3.0)
