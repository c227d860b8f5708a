"""The former place of `dedup.integrations.datatrove`."""

from dedup.integrations.datatrove import *  # noqa: F403
