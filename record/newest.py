"""Which missions were written to, for a process that asks once for all its windows."""

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import func, select

from record.models import ChainTip, Change
from record.store import OPERATOR, Store

Place: TypeAlias = tuple[str, str | None]
"""A log and the code of a mission in it; None for what belongs to no mission."""


def newest_writes(store: Store, known: Mapping[str, int]) -> tuple[dict[str, int], dict[Place, int]]:
    """Where each log ends, and the number of each place's last change after those of the ``known`` ends.

    By this program's own right: it tells numbers, and nothing of what was written. Raises ``StoreError``.
    """
    with store.read(OPERATOR) as read:
        ends = {tip.chain: tip.seq for tip in read.session.execute(select(ChainTip.chain, ChainTip.seq))}
        found: dict[Place, int] = {}
        for chain, seq in ends.items():
            if known.get(chain, seq) < seq:
                query = select(Change.mission, func.max(Change.seq)).group_by(Change.mission)
                rows = read.session.execute(query.where(Change.chain == chain, Change.seq > known[chain]))
                found.update({(chain, mission): last for mission, last in rows})
        return ends, found
