package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: a small file system in memory. Needs the right to mount one. */
class DiskFullIT {

    private static final int PAGE = 4096;
    private static final int STOP_AFTER_FAILURES = 20;

    @TempDir
    Path folder;

    private final AtomicReference<BackboneException> fault = new AtomicReference<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failed = new AtomicInteger();
    private Path disk;
    private Path ballast;
    private Path logFolder;

    @BeforeEach
    void mountSmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=40m", "millrace-test", disk.toString()))
                .as("may mount")
                .isZero();
        ballast = disk.resolve("ballast");
        logFolder = disk.resolve("log");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null && Files.getFileStore(disk).name().equals("millrace-test")) {
            // Lazily, for the maps of index files Kafka leaves to the garbage collector.
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    @Test
    void underLoadTheNodeSaysSoAndWhatWasAcknowledgedIsThereWhenThereIsSpaceAgain() throws Exception {
        fill(24 << 20);
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(logFolder), fault::set)) {
            backbone.follow("historian", Set.of(LogTopic.SAMPLES, LogTopic.EVENTS), new MemorySink());
            byte[] noise = new byte[10_000];
            new Random(7).nextBytes(noise);
            for (int i = 0; failed.get() < STOP_AFTER_FAILURES; i++) {
                write(backbone, i % 2 == 0 ? LogTopic.EVENTS : LogTopic.SAMPLES, "load-" + i, noise);
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(fault.get())
                    .hasMessageContaining(logFolder.toString())
                    .hasMessageContaining("full")
                    .extracting(BackboneException::kind)
                    .isEqualTo(Kind.DISK_FULL));
        }
        fill(0);
        for (Path path : List.of(logFolder, disk.resolve("new"))) {
            assertThatThrownBy(() -> Backbone.start(BackboneSettings.embedded(path)))
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("Make room")
                    .asInstanceOf(InstanceOfAssertFactories.type(BackboneException.class))
                    .extracting(BackboneException::kind)
                    .isEqualTo(Kind.DISK_FULL);
        }
        Files.delete(ballast);

        assertThat(acknowledged).hasSizeGreaterThan(100);
        nothingIsLost();
    }

    @Test
    void aRecordThatLacksOnlyItsIndexEntryIsTheLast() throws Exception {
        // The record still finds room, the entry in the index, a mapped file, does not: Kafka would go on and give the
        // next record the offset of the one that failed.
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(logFolder), fault::set)) {
            fill(2 * PAGE);
            byte[] noise = new byte[600];
            new Random(7).nextBytes(noise);
            for (int i = 0; failed.get() == 0; i++) {
                writeAndWait(backbone, "one-" + i, noise);
            }
            int before = acknowledged.size();
            Files.delete(ballast);
            for (int i = 0; i < 5; i++) {
                writeAndWait(backbone, "after-" + i, noise);
            }

            assertThat(acknowledged).hasSize(before);
            await().untilAsserted(() -> assertThat(fault.get()).isNotNull());
        }
        nothingIsLost();
    }

    private void nothingIsLost() throws Exception {
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(logFolder))) {
            Set<String> there = ConcurrentHashMap.newKeySet();
            backbone.followCommitted(
                    "check",
                    Set.of(LogTopic.SAMPLES, LogTopic.EVENTS),
                    records -> records.forEach(
                            stored -> there.add(stored.record().headers().getOrDefault("id", ""))));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                Set<String> lost = new HashSet<>(acknowledged);
                lost.removeAll(there);
                assertThat(lost).as("acknowledged and lost").isEmpty();
            });
            Given.written(backbone.writer(), LogTopic.EVENTS, "again", 10);
        }
    }

    /** All of a topic in one partition. */
    private static LogRecord record(LogTopic topic, String id, byte[] payload) {
        return new LogRecord(topic, "umh/v1/works/_historian/level", payload, Map.of("id", id));
    }

    private void write(Backbone backbone, LogTopic topic, String id, byte[] payload) {
        backbone.writer().write(record(topic, id, payload)).whenComplete((done, refusal) -> {
            if (refusal == null) {
                acknowledged.add(id);
            } else {
                failed.incrementAndGet();
            }
        });
    }

    private void writeAndWait(Backbone backbone, String id, byte[] payload) {
        try {
            backbone.writer()
                    .write(record(LogTopic.EVENTS, id, payload))
                    .toCompletableFuture()
                    .join();
            acknowledged.add(id);
        } catch (CompletionException refused) {
            failed.incrementAndGet();
        }
    }

    /** Leaves so many bytes, more or less a page. */
    private void fill(long left) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[PAGE];
            while (disk.toFile().getUsableSpace() > left) {
                out.write(page);
            }
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
