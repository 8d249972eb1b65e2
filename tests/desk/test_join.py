from dataclasses import replace

from bot.desk.join import decide
from bot.domain.reading import Commitment, Kind, Mention, Reading, Status
from bot.domain.story import Telling
from bot.ports import Decision, Owed
from tests.store.examples import (
    ACME,
    MINUTE,
    NOON,
    SLACK,
    article,
    commitment,
    reading,
    story,
    watch,
)

NO_SUM = Commitment(actor="Acme")
REUTERS = article(2, outlet="Reuters")


def second(*companies: Mention, sum_of: Commitment | None = None, kind: Kind = Kind.CAPEX) -> Reading:
    """Return another outlet's reading, of the same event unless told otherwise."""
    return reading(REUTERS, *companies, sum_of=sum_of, kind=kind)


class TestDecide:
    def test_what_is_no_commitment_tells_no_story(self) -> None:
        read = reading(flagged=False, kind=None, status=None)
        assert decide(read, [story()], [watch()], NOON) == Decision()

    def test_a_new_event_is_a_new_story_for_whoever_watches(self) -> None:
        decision = decide(reading(), [], [watch()], NOON)
        assert decision.joins is None
        assert decision.story == replace(story(), id=0)
        assert decision.post == (Owed(SLACK, ACME),)

    def test_the_same_event_joins_the_story(self) -> None:
        known = story(id=7)
        decision = decide(second(), [known], [watch()], NOON)
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.revision == 2
        assert decision.story.also == (
            Telling("wire-2", "Reuters", REUTERS.url, NOON + 2 * MINUTE, headline=REUTERS.headline),
        )
        assert decision.story.reading == known.reading
        assert decision.post == (Owed(SLACK, ACME),)

    def test_the_newest_of_several_is_joined(self) -> None:
        assert decide(second(), [story(id=9), story(id=3)], [], NOON).joins == 9

    def test_another_event_of_the_company_is_a_new_story(self) -> None:
        decision = decide(second(sum_of=commitment("9e9")), [story(id=7)], [watch()], NOON)
        assert decision.joins is None
        assert decision.post == (Owed(SLACK, ACME),)

    def test_a_cancelled_commitment_changes_its_story_and_alerts_nobody(self) -> None:
        cancelled = reading(REUTERS, status=Status.CANCELLED, flagged=False)
        decision = decide(cancelled, [story(id=7)], [watch()], NOON)
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.CANCELLED
        assert decision.story.revision == 2
        assert decision.post == ()

    def test_a_cancelled_commitment_that_nobody_heard_of_is_no_story(self) -> None:
        cancelled = reading(REUTERS, status=Status.CANCELLED, flagged=False)
        assert decide(cancelled, [], [watch()], NOON) == Decision()

    def test_a_late_announcement_does_not_revive_a_cancelled_story(self) -> None:
        cancelled = story(reading(status=Status.CANCELLED, flagged=False))
        decision = decide(second(), [cancelled], [watch()], NOON)
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.CANCELLED
        assert decision.post == ()
