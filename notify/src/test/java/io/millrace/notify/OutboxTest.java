package io.millrace.notify;

import static io.millrace.notify.Given.NOON_MILLIS;
import static io.millrace.notify.Given.news;
import static io.millrace.notify.Given.raisedRecord;
import static io.millrace.notify.Given.withdrawnRecord;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** At most three messages in ten minutes, where nothing else is said. */
class OutboxTest {

    private static final Channel HOOK = new Channel.Webhook(URI.create("http://127.0.0.1:1/"), null, null);

    private Outbox outbox = outbox(Outbox.Content.EMPTY);

    private static Outbox outbox(Outbox.Content content) {
        return new Outbox(Given.notification(HOOK, 3, Duration.ofMinutes(10), Set.of()), content);
    }

    private boolean take(News news) {
        return outbox.take(news, news.loggedMillis());
    }

    private static long at(long second) {
        return NOON_MILLIS + second * 1000;
    }

    private List<Notice> sendAll(long second) {
        List<Notice> sent = new ArrayList<>();
        for (Notice notice = outbox.next(at(second)); notice != null; notice = outbox.next(at(second))) {
            sent.add(notice);
            outbox.done(notice);
        }
        return sent;
    }

    /** As after a restart. */
    private void keptAndRead() throws Exception {
        ObjectMapper json = new ObjectMapper();
        outbox = outbox(json.readValue(json.writeValueAsBytes(outbox.content()), Outbox.Content.class));
    }

    @Test
    void anOccurrenceIsOneMessageHoweverOftenItIsHeardOf() throws Exception {
        assertThat(take(news(raisedRecord(0, "hot")))).isTrue();
        assertThat(take(news(raisedRecord(0, "hot")))).isFalse();
        assertThat(sendAll(0)).hasSize(1);
        keptAndRead();
        assertThat(take(news(raisedRecord(0, "hot")))).isFalse();
        assertThat(sendAll(1)).isEmpty();

        take(news(raisedRecord(60, "hot")));
        assertThat(sendAll(60)).extracting(Notice::key).hasSize(1);
    }

    @Test
    void theKeyIsTheSameForTheSameOccurrence() {
        take(news(raisedRecord(0, "hot")));
        Outbox other = outbox(Outbox.Content.EMPTY);
        other.take(news(raisedRecord(0, "hot")), at(500));
        other.take(news(raisedRecord(1, "hot")), at(500));

        assertThat(Given.keys(other).get(0))
                .isEqualTo(Given.keys(outbox).get(0))
                .hasSize(32);
        assertThat(Given.keys(other).get(1)).isNotEqualTo(Given.keys(outbox).get(0));
    }

    @Test
    void whatIsCorrectedAwayBeforeItWasSentIsNotTold() {
        take(news(raisedRecord(0, "hot")));
        take(news(withdrawnRecord(0, "hot", 1)));
        assertThat(sendAll(2)).isEmpty();

        // and true again after all
        take(news(raisedRecord(0, "hot")));
        assertThat(sendAll(2)).hasSize(1);
    }

    @Test
    void anOccurrenceThatALateValueMovesIsNotToldAgain() throws Exception {
        take(news(raisedRecord(10, "hot")));
        assertThat(sendAll(10)).hasSize(1);

        take(news(withdrawnRecord(10, "hot", 12)));
        keptAndRead();
        News moved = news(Given.record(Given.topic("plant/kiln", "hot"), Given.raised(5, "hot", "high"), 12, Map.of()));
        take(moved);
        assertThat(sendAll(12)).isEmpty();

        // long after a withdrawal it is another one
        take(news(withdrawnRecord(5, "hot", 20)));
        take(news(raisedRecord(30, "hot")));
        assertThat(sendAll(30)).hasSize(1);
    }

    @Test
    void aFloodIsToldInOneMessage() throws Exception {
        for (int i = 0; i < 40; i++) {
            take(news(raisedRecord(i, "alarm-" + i)));
        }
        assertThat(sendAll(40)).hasSize(3);
        assertThat(sendAll(599)).isEmpty();
        keptAndRead();

        // ten minutes after the first
        List<Notice> sent = sendAll(600);
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).count()).isEqualTo(37);
        assertThat(sent.get(0).alarms()).hasSize(20);
        assertThat(Wording.subject(sent.get(0), "liege")).isEqualTo("37 more alarms at liege (37 high)");
        assertThat(Wording.text(sent.get(0), "liege")).contains("and 17 others");

        // the flood is over; the digest was one message of the new ten minutes
        take(news(raisedRecord(700, "a")));
        take(news(raisedRecord(701, "b")));
        take(news(raisedRecord(702, "c")));
        assertThat(sendAll(703)).hasSize(2);
    }

    @Test
    void whatIsCorrectedAwayLeavesTheDigest() {
        for (int i = 0; i < 5; i++) {
            take(news(raisedRecord(i, "alarm-" + i)));
        }
        sendAll(5);
        take(news(withdrawnRecord(3, "alarm-3", 6)));
        assertThat(sendAll(600).get(0).count()).isEqualTo(1);

        take(news(raisedRecord(700, "a")));
        assertThat(sendAll(700)).hasSize(1);
    }

    @Test
    void theEndOfWhatWasToldIsToldOnce() throws Exception {
        take(news(raisedRecord(0, "hot")));
        assertThat(sendAll(0)).hasSize(1);
        keptAndRead();

        // of another occurrence, of another alarm, and its own
        assertThat(take(news(Given.clearedRecord(80, "hot", -100)))).isFalse();
        assertThat(take(news(Given.clearedRecord(80, "cold", 0)))).isFalse();
        assertThat(take(news(Given.clearedRecord(90, "hot", 0)))).isTrue();
        List<Notice> sent = sendAll(90);
        assertThat(sent).hasSize(1);
        assertThat(Wording.subject(sent.get(0), "liege")).isEqualTo("[CLEARED] hot: 1151.5 is above 1150");
        assertThat(Wording.text(sent.get(0), "liege"))
                .contains("Raised    2026-03-10T12:00:00Z", "Cleared   2026-03-10T12:01:30Z");

        // a late value moves the end
        keptAndRead();
        assertThat(take(news(Given.clearedRecord(95, "hot", 0)))).isFalse();
        assertThat(sendAll(100)).isEmpty();
    }

    @Test
    void theEndIsToldOfTheOccurrenceAsItWasMoved() {
        take(news(raisedRecord(10, "hot")));
        sendAll(10);
        take(news(withdrawnRecord(10, "hot", 12)));
        take(news(Given.record(Given.topic("plant/kiln", "hot"), Given.raised(5, "hot", "high"), 12, Map.of())));

        assertThat(take(news(Given.clearedRecord(60, "hot", 5)))).isTrue();
        assertThat(sendAll(60)).extracting(Notice::kind).containsExactly(Notice.Kind.CLEARED);
    }

    @Test
    void theEndOfWhatWasHeldBackOrIsNotWantedIsNotTold() {
        for (int i = 0; i < 5; i++) {
            take(news(raisedRecord(i, "alarm-" + i)));
        }
        sendAll(5);
        assertThat(take(news(Given.clearedRecord(20, "alarm-4", 4)))).isFalse();
        assertThat(take(news(Given.clearedRecord(20, "alarm-2", 2)))).isTrue();

        outbox = new Outbox(
                new NotificationSettings("quiet", Set.of(), List.of(), 3, Duration.ofMinutes(10), false, HOOK),
                Outbox.Content.EMPTY);
        take(news(raisedRecord(0, "hot")));
        assertThat(take(news(Given.clearedRecord(20, "hot", 0)))).isFalse();
    }

    @Test
    void onlyWhatConcernsItIsTold() {
        outbox = new Outbox(
                Given.notification(HOOK, 3, Duration.ofMinutes(10), Set.of("critical"), "plant/packing/#"),
                Outbox.Content.EMPTY);
        take(news(
                Given.record(Given.topic("plant/packing/line-1", "a"), Given.raised(0, "a", "critical"), 0, Map.of())));
        take(news(Given.record(Given.topic("plant/packing/line-1", "b"), Given.raised(0, "b", "high"), 0, Map.of())));
        take(news(Given.record(Given.topic("plant/kiln", "c"), Given.raised(0, "c", "critical"), 0, Map.of())));

        assertThat(sendAll(0))
                .extracting(notice -> notice.alarms().get(0).alarm())
                .containsExactly("a");
    }

    @Test
    void historyIsNoNews() {
        News old = news(raisedRecord(0, "hot"));
        assertThat(outbox.take(old, at(86_401))).isFalse();
        assertThat(outbox.take(old, at(86_399))).isTrue();
    }

    @Test
    void everythingIsBounded() {
        outbox =
                new Outbox(Given.notification(HOOK, 1_000_000, Duration.ofMinutes(10), Set.of()), Outbox.Content.EMPTY);
        for (int i = 0; i < 6_000; i++) {
            outbox.take(news(raisedRecord(i, "hot")), at(i));
        }
        Outbox.Content content = outbox.content();

        assertThat(content.known()).hasSize(Outbox.MOST_KNOWN);
        assertThat(content.pending()).hasSize(Outbox.MOST_PENDING);
        assertThat(content.digest().alarms()).hasSize(500);
        assertThat(content.digest().count()).isEqualTo(5_800);
        assertThat(content.standing()).hasSize(1);
        assertThat(content.begun()).hasSizeLessThanOrEqualTo(Outbox.MOST_PENDING);
    }
}
