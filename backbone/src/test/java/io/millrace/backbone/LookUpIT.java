package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One record of many, for a trace. */
class LookUpIT {

    private static final Set<LogTopic> ROUTES = EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS);
    private static final Predicate<StoredRecord> ANY = stored -> true;

    @TempDir
    static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void start() {
        backbone = Backbone.start(BackboneSettings.embedded(folder));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void everyKeyIsLookedForInThePartitionItWasWrittenTo() throws Exception {
        List<String> keys = new ArrayList<>(List.of("", "a", "umh/v1/lüttich/_historian/température"));
        for (int i = 0; i < 20; i++) {
            keys.add("umh/v1/works/line-" + i + "/_historian/speed");
        }
        for (String key : keys) {
            write(LogTopic.SAMPLES, key, "of " + key);
        }

        for (String key : keys) {
            assertThat(backbone.find(ROUTES, key, Instant.EPOCH, ANY, 1_000))
                    .as(key)
                    .map(LookUpIT::payload)
                    .contains("of " + key);
        }
    }

    @Test
    void theFirstWantedRecordFromATimeOnIsFoundAndItsPlaceReadsTheSame() throws Exception {
        String key = "umh/v1/works/_historian/level";
        for (int i = 0; i < 5; i++) {
            write(LogTopic.EVENTS, key, "early " + i);
        }
        StoredRecord last = found(key, Instant.EPOCH, stored -> payload(stored).equals("early 4"));
        // The log's clock counts milliseconds, and a record must not share one with those before.
        await().until(() -> System.currentTimeMillis() > last.timestampMillis());
        Instant from = Instant.ofEpochMilli(last.timestampMillis() + 1);
        assertThat(backbone.find(ROUTES, key, from, ANY, 1_000)).isEmpty();
        for (int i = 0; i < 5; i++) {
            write(LogTopic.EVENTS, key, "late " + i);
        }

        assertThat(payload(found(key, Instant.EPOCH, ANY))).isEqualTo("early 0");
        assertThat(payload(found(key, from, ANY))).isEqualTo("late 0");
        StoredRecord third = found(key, from, stored -> payload(stored).endsWith("2"));
        assertThat(payload(third)).isEqualTo("late 2");
        assertThat(backbone.read(third.partition(), third.offset()))
                .map(LookUpIT::payload)
                .contains("late 2");
    }

    @Test
    void ofSeveralTopicsTheEarliestCounts() throws Exception {
        String key = "umh/v1/works/_historian/moved";
        write(LogTopic.SAMPLES, key, "first");
        long taken = found(key, Instant.EPOCH, ANY).timestampMillis();
        await().until(() -> System.currentTimeMillis() > taken);
        write(LogTopic.EVENTS, key, "second");
        write(LogTopic.QUARANTINE, key, "third");

        assertThat(backbone.find(EnumSet.allOf(LogTopic.class), key, Instant.EPOCH, ANY, 1_000))
                .map(LookUpIT::payload)
                .contains("first");
        assertThat(backbone.find(Set.of(LogTopic.EVENTS), key, Instant.EPOCH, ANY, 1_000))
                .map(LookUpIT::payload)
                .contains("second");
    }

    @Test
    void noMoreThanTheLimitIsReadOfWhateverKey() throws Exception {
        for (int i = 0; i < 20; i++) {
            write(LogTopic.COMMANDS, "other", "other " + i);
        }
        write(LogTopic.COMMANDS, "wanted", "wanted");

        assertThat(backbone.find(Set.of(LogTopic.COMMANDS), "wanted", Instant.EPOCH, ANY, 20))
                .isEmpty();
        assertThat(backbone.find(Set.of(LogTopic.COMMANDS), "wanted", Instant.EPOCH, ANY, 21))
                .isPresent();
        assertThatThrownBy(() -> backbone.find(Set.of(LogTopic.COMMANDS), "wanted", Instant.EPOCH, ANY, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        write(LogTopic.AUDIT, "key", "the only one");
        LogPartition audit = new LogPartition(LogTopic.AUDIT, 0);

        assertThat(backbone.read(audit, 0)).map(LookUpIT::payload).contains("the only one");
        for (long offset : new long[] {-1, 1, Long.MAX_VALUE}) {
            assertThat(backbone.read(audit, offset)).as("offset %d", offset).isEmpty();
        }
        assertThat(backbone.read(new LogPartition(LogTopic.AUDIT, 7), 0)).isEmpty();
        assertThat(backbone.read(new LogPartition(LogTopic.LEDGER, 0), 0)).isEmpty();
        for (Instant from : new Instant[] {Instant.MAX, Instant.now().plusSeconds(3600)}) {
            assertThat(backbone.find(Set.of(LogTopic.AUDIT), "key", from, ANY, 10))
                    .isEmpty();
        }
        assertThat(backbone.find(Set.of(LogTopic.AUDIT), "key", Instant.MIN, ANY, 10))
                .isPresent();
    }

    @Test
    void manyAtATimeTakeTheirTurns() throws Exception {
        write(LogTopic.SAMPLES, "crowd", "here");
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Optional<StoredRecord>>> looks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                looks.add(CompletableFuture.supplyAsync(
                        () -> backbone.find(ROUTES, "crowd", Instant.EPOCH, ANY, 1_000), crowd));
            }
            for (CompletableFuture<Optional<StoredRecord>> look : looks) {
                assertThat(look.get(20, TimeUnit.SECONDS)).isPresent();
            }
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void aLogThatIsClosedOrGoneIsASentence(@TempDir Path other) throws Exception {
        Backbone node = Backbone.start(BackboneSettings.embedded(other));
        try (Backbone external = Backbone.start(BackboneSettings.external(node.bootstrapServers()))) {
            node.close();

            refused(Kind.CLOSED, () -> node.find(ROUTES, "key", Instant.EPOCH, ANY, 1));
            refused(Kind.CLOSED, () -> node.read(new LogPartition(LogTopic.AUDIT, 0), 0));
            CompletableFuture<Void> looking = CompletableFuture.runAsync(
                    () -> refused(Kind.CLOSED, () -> external.find(ROUTES, "key", Instant.EPOCH, ANY, 1)));
            external.close();
            looking.get(20, TimeUnit.SECONDS);
        }
    }

    private static void refused(Kind kind, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .asInstanceOf(InstanceOfAssertFactories.type(BackboneException.class))
                .extracting(BackboneException::kind)
                .isEqualTo(kind);
    }

    private static StoredRecord found(String key, Instant from, Predicate<StoredRecord> wanted) {
        return backbone.find(ROUTES, key, from, wanted, 10_000).orElseThrow();
    }

    private static void write(LogTopic topic, String key, String payload) throws Exception {
        backbone.writer()
                .write(Given.record(topic, key, payload))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static String payload(StoredRecord stored) {
        return new String(stored.record().payload(), StandardCharsets.UTF_8);
    }
}
