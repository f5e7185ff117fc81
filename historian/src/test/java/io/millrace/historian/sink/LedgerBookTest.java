package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerBookTest {

    private static final LogPartition SAMPLES_0 = new LogPartition(LogTopic.SAMPLES, 0);
    private static final LogPartition SAMPLES_1 = new LogPartition(LogTopic.SAMPLES, 1);
    private static final Set<LogPartition> FIRST = Set.of(SAMPLES_0);

    private final LedgerBook book = new LedgerBook();
    private final LedgerPage page = book.page(SAMPLES_0);

    @Test
    void cleanDeliveriesWaitForSomeSeconds() {
        assertThat(book.due(0)).isEmpty();
        book.counted(FIRST, 500);
        page.delivered(page.tally("kiln-1", "a"), false, 1);
        book.counted(FIRST, 1_000);
        page.delivered(page.tally("kiln-1", "a"), true, 2);
        book.counted(FIRST, 4_000);

        assertThat(book.due(1_000 + LedgerBook.LEAST_AGE_MILLIS - 1)).isEmpty();
        assertThat(book.due(1_000 + LedgerBook.LEAST_AGE_MILLIS)).isEqualTo(FIRST);
        assertThat(book.due(999)).as("the clock was set back").isEqualTo(FIRST);

        book.take(FIRST);
        assertThat(book.isEmpty()).isTrue();
        assertThat(book.due(100_000)).isEmpty();
    }

    @Test
    void onePageIsWrittenAtATimeTheEldestFirst() {
        deliver(SAMPLES_1, "b", 1_000);
        deliver(SAMPLES_0, "a", 1_200);

        assertThat(book.due(1_000 + LedgerBook.LEAST_AGE_MILLIS)).containsExactly(SAMPLES_1);

        book.take(Set.of(SAMPLES_1));
        assertThat(book.due(1_000 + LedgerBook.LEAST_AGE_MILLIS)).isEmpty();
        assertThat(book.due(1_200 + LedgerBook.LEAST_AGE_MILLIS)).containsExactly(SAMPLES_0);
    }

    @Test
    void aPageThatTakesLongIsFollowedByALongRest() {
        deliver(SAMPLES_1, "b", 1_000);
        book.take(Set.of(SAMPLES_1));
        book.posted(60, 10_000);
        deliver(SAMPLES_0, "a", 1_000);

        assertThat(book.due(10_000 + 60 * LedgerBook.REST - 1)).isEmpty();
        assertThat(book.due(10_000 + 60 * LedgerBook.REST)).containsExactly(SAMPLES_0);
    }

    @Test
    void noRestIsSoLongThatTooMuchWouldBeCountedAgain() {
        book.take(Set.of(SAMPLES_1));
        book.posted(600_000, 1_000);
        deliver(SAMPLES_0, "a", 1_000);

        assertThat(book.due(1_000 + LedgerBook.MOST_AGE_MILLIS)).containsExactly(SAMPLES_0);
    }

    @Test
    void whatMustNotBeDoneAgainIsWrittenWithTheWholeBook() {
        deliver(SAMPLES_1, "b", 1_000);
        deliver(SAMPLES_0, "a", 1_000);
        book.hurry();
        assertThat(book.due(1_000)).containsExactlyInAnyOrder(SAMPLES_0, SAMPLES_1);
    }

    @Test
    void ofSeveralPagesEachSourceAndTopicHasOneTally() {
        LedgerPage other = book.page(SAMPLES_1);
        page.delivered(page.tally("kiln-1", ""), false, 10);
        other.rejected(other.tally("kiln-1", ""), "x", 20);
        other.delivered(other.tally("kiln-1", "b"), true, 30);

        Posting posting = book.take(Set.of(SAMPLES_0, SAMPLES_1));

        assertThat(posting.tallies()).hasSize(2).anySatisfy(tally -> {
            assertThat(tally.topic).isEmpty();
            assertThat(tally.received()).isEqualTo(2);
            assertThat(tally.firstMicros).isEqualTo(10);
            assertThat(tally.lastMicros).isEqualTo(20);
        });
        assertThat(posting.rejections()).hasSize(1);
        assertThat(book.isEmpty()).isTrue();
    }

    private void deliver(LogPartition partition, String topic, long nowMillis) {
        LedgerPage of = book.page(partition);
        of.delivered(of.tally("kiln-1", topic), false, 1);
        book.counted(Set.of(partition), nowMillis);
    }

    @Test
    void anythingElseIsDueAtOnce() {
        page.duplicate(page.tally("kiln-1", "a"), 1);
        assertThat(book.due(0)).isEqualTo(FIRST);
        book.take(FIRST);
        page.rejected(page.tally("kiln-1", "a"), "payload-unparsable", 1);
        assertThat(book.due(0)).isEqualTo(FIRST);
        book.take(FIRST);
        page.shed(page.tally("kiln-1", ""), 3, 1);
        assertThat(book.due(0)).isEqualTo(FIRST);
        book.take(FIRST);
        page.lost(page.tally("kiln-1", ""), 3, 1);
        assertThat(book.due(0)).isEqualTo(FIRST);
        book.take(FIRST);
        book.hurry();
        assertThat(book.due(0)).isEqualTo(FIRST);
    }

    @Test
    void itDoesNotGrowWithoutLimit() {
        for (int i = 0; i <= LedgerBook.MAX_PAIRS; i++) {
            assertThat(book.due(0)).isEmpty();
            page.delivered(page.tally("kiln-" + i % 10, "tag-" + i), false, 1);
        }
        assertThat(book.due(0)).isEqualTo(FIRST);

        book.take(FIRST);
        LedgerBook.Session session = book.session("site/hub/kiln-1", 1, "kiln-1");
        for (int i = 0; i <= LedgerBook.MAX_RANGES; i++) {
            assertThat(book.due(0)).isEmpty();
            book.arrived(session, 1 + 2L * i, 1);
        }
        assertThat(book.due(0)).isEqualTo(FIRST);
    }

    @Test
    void receivedIsTheSumByDefinition() {
        page.delivered(page.tally("kiln-1", "a"), true, 30);
        page.duplicate(page.tally("kiln-1", "a"), 10);
        page.rejected(page.tally("kiln-1", "a"), "x", 20);
        page.shed(page.tally("kiln-1", "a"), 5, 20);
        page.lost(page.tally("kiln-1", "a"), 100, 20);

        assertThat(page.find("kiln-1", "a")).satisfies(tally -> {
            assertThat(tally.received()).isEqualTo(8);
            assertThat(tally.late).isEqualTo(1);
            assertThat(tally.firstMicros).isEqualTo(10);
            assertThat(tally.lastMicros).isEqualTo(30);
        });
    }

    @Test
    void aTallyAtHandIsTheOneInTheBook() {
        KnownTopic topic = new KnownTopics(NAMESPACE).get(topic("a"));

        Tally first = page.tally("kiln-1", topic);

        assertThat(page.tally("kiln-1", topic)).isSameAs(first).isSameAs(page.find("kiln-1", topic.path()));
        assertThat(page.tally("kiln-2", topic)).isNotSameAs(first).isSameAs(page.find("kiln-2", topic.path()));
        assertThat(page.tally("kiln-1", topic)).isSameAs(first);
        assertThat(page.tallies()).hasSize(2);
    }

    @Test
    void whatIsWrittenIsNotCountedInAgain() {
        KnownTopic topic = new KnownTopics(NAMESPACE).get(topic("a"));
        page.delivered(page.tally("kiln-1", topic), false, 1);

        book.take(FIRST);
        page.delivered(page.tally("kiln-1", topic), false, 2);

        assertThat(page.tallies()).singleElement().satisfies(tally -> {
            assertThat(tally.delivered).isEqualTo(1);
            assertThat(tally.firstMicros).isEqualTo(2);
        });
    }
}
