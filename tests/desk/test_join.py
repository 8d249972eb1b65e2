from dataclasses import replace
from datetime import timedelta

from bot.desk.growth import begun, retold
from bot.desk.join import decide
from bot.desk.joining import By, Joined
from bot.desk.split import split
from bot.domain.article import Article
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role, Status
from bot.domain.story import Change, Story, Telling
from bot.ports import Decision, Owed, Told
from tests.store.examples import (
    ACME,
    MINUTE,
    NOON,
    SLACK,
    ZETA,
    article,
    commitment,
    reading,
    story,
    watch,
)

NO_SUM = Commitment(actor="Acme")
ZETA_INVESTS = Mention("Zeta", ZETA, (), Role.INVESTOR, ())
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
        assert decision.story == begun(reading())
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


def revised(days: float = 0, **changes: object) -> Article:
    """Return wire-1 in other words, seen so many days after its publication."""
    return article(1, revised_at=NOON + timedelta(days=days), **changes)


def told(*others: Reading, of: Story | None = None) -> Told:
    """Return the story that wire-1 told, as the store hands it over."""
    return Told(of or story(id=7), (reading(), *others))


class TestRevised:
    def test_another_sum_strikes_the_earlier_one(self) -> None:
        again = reading(revised(), sum_of=commitment("3e9"))
        decision = decide(again, [], [watch()], NOON, told())
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.reading == again
        assert (decision.story.was, decision.story.change) == (commitment(), Change.CORRECTED)
        assert decision.story.revision == 2

    def test_nothing_new_on_the_card_is_no_revision_and_no_alert(self) -> None:
        again = reading(revised(body="Acme will spend $2 billion on a plant, it said."))
        decision = decide(again, [], [watch()], NOON, told())
        assert decision.story is not None
        assert decision.story.reading == again
        assert decision.story.revision == 1
        assert decision.post == ()

    def test_who_did_not_hear_of_it_hears_while_it_is_news(self) -> None:
        again = reading(revised(), sum_of=commitment("3e9"))
        assert decide(again, [], [watch()], NOON, told()).post == (Owed(SLACK, ACME),)
        late = NOON + timedelta(days=3)
        decision = decide(again, [], [watch()], late, told())
        assert decision.story is not None
        assert decision.story.revision == 2
        assert decision.post == ()

    def test_another_kind_and_status_are_revised_too(self) -> None:
        again = reading(revised(), kind=Kind.STAKE, status=Status.RUMOURED)
        decision = decide(again, [], [], NOON, told())
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.RUMOURED

    def test_a_firm_telling_of_another_keeps_it_firm(self) -> None:
        again = reading(revised(), status=Status.RUMOURED)
        decision = decide(again, [], [], NOON, told(second()))
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.ANNOUNCED

    def test_without_its_sum_another_telling_shows_its_own(self) -> None:
        again = reading(revised(), sum_of=NO_SUM)
        decision = decide(again, [], [], NOON, told(second()))
        assert decision.story is not None
        assert decision.story.reading == second()

    def test_what_is_no_commitment_any_more_leaves_the_story(self) -> None:
        again = reading(revised(), flagged=False, kind=None, status=None)
        assert decide(again, [story(id=7)], [watch()], NOON, told()) == Decision()

    def test_what_is_off_now_revokes_the_story(self) -> None:
        again = reading(revised(), status=Status.CANCELLED, flagged=False)
        decision = decide(again, [], [watch()], NOON, told())
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.CANCELLED
        assert decision.post == ()

    def test_another_company_of_the_same_sum_is_a_correction(self) -> None:
        again = reading(revised(), ZETA_INVESTS)
        decision = decide(again, [], [watch(ticker=ZETA)], NOON, told())
        assert decision.joins == 7
        assert decision.post == (Owed(SLACK, ZETA),)

    def test_another_company_and_sum_is_another_event(self) -> None:
        again = reading(revised(), ZETA_INVESTS, sum_of=commitment("9e9"))
        decision = decide(again, [], [watch(ticker=ZETA)], NOON, told())
        assert decision.joins is None
        assert decision.story is not None
        assert decision.story.reading == again


class TestOldWordsMadeNew:
    def test_an_article_that_told_nothing_begins_a_story_while_it_is_news(self) -> None:
        again = reading(revised())
        assert decide(again, [], [watch()], NOON + timedelta(hours=47)).story is not None
        assert decide(again, [], [watch()], NOON + timedelta(hours=49)) == Decision()

    def test_what_merely_waited_long_is_told(self) -> None:
        assert decide(reading(), [], [watch()], NOON + timedelta(days=9)).story is not None


class TestApart:
    PARTED = (Telling.of(second()),)

    def test_neither_the_article_nor_its_page_joins_again(self) -> None:
        known = story(id=7, apart=self.PARTED)
        elsewhere = reading(article(5, outlet="Mirror", url=REUTERS.url))
        for again in (second(), elsewhere):
            assert decide(again, [known], [], NOON).joins is None

    def test_others_do(self) -> None:
        known = story(id=7, apart=self.PARTED)
        assert decide(reading(article(5, outlet="Mirror")), [known], [], NOON).joins == 7

    def test_split_leaves_two_that_stay_apart(self) -> None:
        whole = retold(story(id=7), second(), Joined(By.TERMS))
        parted = split(Told(whole, (reading(), second())), [watch()], article="wire-2", now=NOON)
        assert (parted.rest.id, parted.rest.reading, parted.rest.also) == (7, reading(), ())
        assert parted.rest.revision == whole.revision + 1
        assert (parted.own.reading, parted.own.also) == (second(), ())
        assert parted.post == (Owed(SLACK, ACME),)
        assert decide(second(), [parted.rest], [], NOON).joins is None
        assert decide(reading(), [parted.own], [], NOON).joins is None

    def test_what_is_off_alerts_nobody(self) -> None:
        off = reading(REUTERS, status=Status.CANCELLED, flagged=False)
        whole = retold(story(id=7), off, Joined(By.REVOKED))
        parted = split(Told(whole, (reading(), off)), [watch()], article="wire-2", now=NOON)
        assert parted.post == ()
        assert parted.rest.reading.verdict.status is Status.ANNOUNCED


class TestWindow:
    LATE = article(2, outlet="Echo", headline="Acme plant", published_at=NOON + timedelta(hours=72))
    WINDOW = timedelta(hours=96)

    def test_hearsay_of_what_was_taken_back_is_known_as_long_as_stories_are_joined(self) -> None:
        hearsay = reading(self.LATE, cites=("The Wire",))
        gone = story(id=7, retracted=NOON, withdrawn=(Telling.of(reading()),))
        assert decide(hearsay, [gone], [watch()], NOON, window=self.WINDOW) == Decision()
        assert decide(hearsay, [gone], [watch()], NOON).story is not None

    def test_a_raise_that_was_joined_late_outlives_other_words_of_the_first_article(self) -> None:
        headline = "Acme raises its investment in a plant to $3 billion"
        late = replace(self.LATE, headline=headline, body=f"{headline}.")
        raised = reading(late, sum_of=commitment("3e9"))
        joined = decide(raised, [story(id=7)], [], NOON, window=self.WINDOW)
        assert joined.story is not None
        assert joined.story.change is Change.RAISED
        again = reading(revised(body="Acme will spend $2 billion on a plant, it said."))
        after = decide(again, [], [], NOON, Told(joined.story, (reading(), raised)), window=self.WINDOW)
        assert after.story is not None
        assert after.story.reading == raised
        assert (after.story.was, after.story.change) == (commitment(), Change.RAISED)
