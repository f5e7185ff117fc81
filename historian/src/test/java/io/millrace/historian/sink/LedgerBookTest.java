package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerBookTest {

    private final LedgerBook book = new LedgerBook();

    @Test
    void cleanDeliveriesWaitForSomeSeconds() {
        assertThat(book.isDue(0)).isFalse();
        book.counted(500);
        book.delivered(book.tally("kiln-1", "a"), false, 1);
        book.counted(1_000);
        book.delivered(book.tally("kiln-1", "a"), true, 2);
        book.counted(4_000);

        assertThat(book.isDue(1_000 + LedgerBook.LEAST_AGE_MILLIS - 1)).isFalse();
        assertThat(book.isDue(1_000 + LedgerBook.LEAST_AGE_MILLIS)).isTrue();
        assertThat(book.isDue(999)).as("the clock was set back").isTrue();

        book.clear();
        assertThat(book.isEmpty()).isTrue();
        assertThat(book.isDue(100_000)).isFalse();
    }

    @Test
    void aBookThatTakesLongIsWrittenLessOften() {
        book.written(250);
        book.delivered(book.tally("kiln-1", "a"), false, 1);
        book.counted(1_000);
        assertThat(book.isDue(1_000 + 29_999)).isFalse();
        assertThat(book.isDue(1_000 + 30_000)).isTrue();

        book.written(60_000);
        book.delivered(book.tally("kiln-1", "a"), false, 1);
        book.counted(1_000);
        assertThat(book.isDue(1_000 + LedgerBook.MOST_AGE_MILLIS)).isTrue();

        book.written(1);
        book.delivered(book.tally("kiln-1", "a"), false, 1);
        book.counted(1_000);
        assertThat(book.isDue(1_000 + LedgerBook.LEAST_AGE_MILLIS)).isTrue();
    }

    @Test
    void anythingElseIsDueAtOnce() {
        book.duplicate(book.tally("kiln-1", "a"), 1);
        assertThat(book.isDue(0)).isTrue();
        book.clear();
        book.rejected(book.tally("kiln-1", "a"), "payload-unparsable", 1);
        assertThat(book.isDue(0)).isTrue();
        book.clear();
        book.shed(book.tally("kiln-1", ""), 3, 1);
        assertThat(book.isDue(0)).isTrue();
        book.clear();
        book.lost(book.tally("kiln-1", ""), 3, 1);
        assertThat(book.isDue(0)).isTrue();
        book.clear();
        book.hurry();
        assertThat(book.isDue(0)).isTrue();
    }

    @Test
    void itDoesNotGrowWithoutLimit() {
        for (int i = 0; i <= LedgerBook.MAX_PAIRS; i++) {
            assertThat(book.isDue(0)).isFalse();
            book.delivered(book.tally("kiln-" + i % 10, "tag-" + i), false, 1);
        }
        assertThat(book.isDue(0)).isTrue();

        book.clear();
        LedgerBook.Session session = book.session("site/hub/kiln-1", 1, "kiln-1");
        for (int i = 0; i <= LedgerBook.MAX_RANGES; i++) {
            assertThat(book.isDue(0)).isFalse();
            book.arrived(session, 1 + 2L * i, 1);
        }
        assertThat(book.isDue(0)).isTrue();
    }

    @Test
    void receivedIsTheSumByDefinition() {
        book.delivered(book.tally("kiln-1", "a"), true, 30);
        book.duplicate(book.tally("kiln-1", "a"), 10);
        book.rejected(book.tally("kiln-1", "a"), "x", 20);
        book.shed(book.tally("kiln-1", "a"), 5, 20);
        book.lost(book.tally("kiln-1", "a"), 100, 20);

        assertThat(book.find("kiln-1", "a")).satisfies(tally -> {
            assertThat(tally.received()).isEqualTo(8);
            assertThat(tally.late).isEqualTo(1);
            assertThat(tally.firstMicros).isEqualTo(10);
            assertThat(tally.lastMicros).isEqualTo(30);
        });
    }

    @Test
    void aTallyAtHandIsTheOneInTheBook() {
        KnownTopic topic = new KnownTopics(NAMESPACE).get(topic("a"));

        Tally first = book.tally("kiln-1", topic);

        assertThat(book.tally("kiln-1", topic)).isSameAs(first).isSameAs(book.find("kiln-1", topic.path()));
        assertThat(book.tally("kiln-2", topic)).isNotSameAs(first).isSameAs(book.find("kiln-2", topic.path()));
        assertThat(book.tally("kiln-1", topic)).isSameAs(first);
        assertThat(book.tallies()).hasSize(2);
    }

    @Test
    void whatIsWrittenIsNotCountedInAgain() {
        KnownTopic topic = new KnownTopics(NAMESPACE).get(topic("a"));
        book.delivered(book.tally("kiln-1", topic), false, 1);

        book.clear();
        book.delivered(book.tally("kiln-1", topic), false, 2);

        assertThat(book.tallies()).singleElement().satisfies(tally -> {
            assertThat(tally.delivered).isEqualTo(1);
            assertThat(tally.firstMicros).isEqualTo(2);
        });
    }
}
