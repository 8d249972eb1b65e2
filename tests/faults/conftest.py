"""What every fault starts with: a platform, a wire, a folder."""

from tests.journeys.conftest import stage, wire

__all__ = ["stage", "wire"]
