package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Headers;
import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFact.Kind;
import io.millrace.model.LedgerFacts;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossWriterTest {

    private final FakeLog log = new FakeLog();
    private final Losses losses = new Losses("liege/hub-1", new FakeTime().time());
    private final LossWriter writer = new LossWriter(losses, log, "liege/hub-1", Duration.ofMillis(10));

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void factsReachTheLogAsRecordsOfTheLedger() {
        writer.start();
        shed("t", 3);

        await().until(() -> !log.records().isEmpty());
        LogRecord record = log.records().get(0);
        assertThat(record.log()).isEqualTo(LogTopic.LEDGER);
        assertThat(record.key()).isEqualTo("mqtt:a");
        assertThat(record.headers())
                .containsEntry(Headers.ORIGIN, "liege/hub-1")
                .containsEntry(Headers.SOURCE, "mqtt:a");
        assertThat(LedgerFacts.read(record.payload()).count()).isEqualTo(3);
    }

    @Test
    void whatTheLogRefusesComesAgainUnderTheSameIdentityAndNothingIsDoubled() {
        List<String> attempted = new CopyOnWriteArrayList<>();
        log.refuse(record -> {
            attempted.add(LedgerFacts.read(record.payload()).id());
            return attempted.size() <= 25;
        });
        for (int i = 0; i < 10; i++) {
            shed("t" + i, 1);
        }
        writer.start();
        await().until(() -> attempted.size() > 12);
        shed("later", 1);

        await().until(() -> log.records().size() == 11);
        assertThat(facts()).extracting(LedgerFact::id).doesNotHaveDuplicates();
        assertThat(facts().stream().mapToLong(LedgerFact::count).sum()).isEqualTo(11);
        assertThat(attempted.stream().distinct()).hasSize(11);
    }

    @Test
    void aLogThatIsAwayDoesNotMakeItGrow() {
        List<String> attempted = new CopyOnWriteArrayList<>();
        log.refuse(record -> attempted.add(LedgerFacts.read(record.payload()).id()));
        for (int i = 0; i < 100; i++) {
            shed("t" + i, 1);
        }
        writer.start();
        await().until(() -> attempted.size() > 200);
        for (int i = 0; i < 30_000; i++) {
            shed("u" + i, 1);
        }
        int before = attempted.size();
        await().until(() -> attempted.size() > before + 200);

        assertThat(attempted.stream().distinct())
                .as("no new facts before the first are told")
                .hasSize(100);
        assertThat(losses.size()).isLessThanOrEqualTo(Losses.MAX_KEYS + Losses.MAX_SOURCES + 1);
    }

    @Test
    void theRestIsToldAtTheEnd() {
        LossWriter slow = new LossWriter(losses, log, "hub", Duration.ofHours(1));
        slow.start();
        for (int i = 0; i < 1234; i++) {
            shed("t" + i, 2);
        }
        losses.note(Kind.LOST, "plc", null, "missed-polls", 5, 0, 0, "Left out.");

        slow.close();
        slow.close();

        assertThat(facts().stream().mapToLong(LedgerFact::count).sum()).isEqualTo(2 * 1234 + 5);
    }

    @Test
    void aLogThatNeverAnswersDoesNotKeepTheHubFromStopping() {
        log.stick();
        LossWriter stuck = new LossWriter(losses, log, "hub", Duration.ofMillis(1));
        shed("t", 1);
        stuck.start();
        await().until(() -> log.hanging() == 1);

        stuck.close();

        assertThat(log.records()).isEmpty();
    }

    private List<LedgerFact> facts() {
        List<LedgerFact> facts = new ArrayList<>();
        log.records().forEach(record -> facts.add(LedgerFacts.read(record.payload())));
        return facts;
    }

    private void shed(String topic, long count) {
        losses.note(Kind.SHED, "mqtt:a", topic, "log-unavailable", count, 0, 0, "Shed.");
    }
}
