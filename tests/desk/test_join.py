from dataclasses import replace

from bot.desk.join import decide, retold
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
        decision = decide(second(kind=Kind.STAKE), [story(id=7)], [watch()], NOON)
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


class TestRetold:
    def test_the_first_amount_takes_the_card(self) -> None:
        grown = retold(story(reading(sum_of=NO_SUM)), second())
        assert grown.reading == second()
        assert [telling.article for telling in grown.also] == ["wire-1"]

    def test_a_known_amount_keeps_the_card(self) -> None:
        grown = retold(story(), second(sum_of=commitment("2.05e9")))
        assert grown.reading == reading()

    def test_a_correction_takes_the_card(self) -> None:
        corrected = reading(article(2, url=article(1).url), sum_of=commitment("3e9"))
        assert retold(story(), corrected).reading == corrected

    def test_a_rumour_that_came_true_takes_the_card(self) -> None:
        rumour = story(reading(status=Status.RUMOURED))
        assert retold(rumour, second()).reading == second()

    def test_firmness_without_an_amount_keeps_the_figure_and_its_sentence(self) -> None:
        rumour = story(reading(status=Status.RUMOURED))
        grown = retold(rumour, second(sum_of=NO_SUM))
        assert grown.reading.verdict.status is Status.ANNOUNCED
        assert grown.reading.commitment == rumour.reading.commitment
        assert grown.reading.article == rumour.reading.article
        assert [telling.outlet for telling in grown.also] == ["Reuters"]

    def test_a_rumour_about_an_announcement_changes_nothing_but_who_tells_it(self) -> None:
        grown = retold(story(), reading(REUTERS, status=Status.RUMOURED))
        assert grown.reading == reading()
        assert grown.revision == 2

    def test_an_outlet_that_tells_it_twice_changes_nothing_on_the_card(self) -> None:
        again = reading(article(3, outlet="Reuters"))
        grown = retold(retold(story(), second()), again)
        assert grown.revision == 2
        assert [telling.article for telling in grown.also] == ["wire-2", "wire-3"]

    def test_an_article_without_an_outlet_goes_by_its_source(self) -> None:
        assert retold(story(), reading(article(2, outlet=None))).also[0].outlet == "wire"
