package io.millrace.app.hub;

import io.millrace.app.disk.DiskWatch;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneSettings;
import io.millrace.backbone.Retention;
import io.millrace.model.LogTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Halves what the high-throughput route of an embedded log keeps, as often as it takes. */
final class LogRelief implements DiskWatch.Relief {

    private static final Logger log = LoggerFactory.getLogger(LogRelief.class);
    /** Enough for the historian to be away for a moment. */
    private static final long LEAST = 64L << 20;

    private final Backbone backbone;
    private final BackboneSettings settings;
    private final Path folder;

    /** @param folder of the embedded log */
    LogRelief(Backbone backbone, BackboneSettings settings, Path folder) {
        this.backbone = backbone;
        this.settings = settings;
        this.folder = folder;
    }

    @Override
    public void shorten() {
        if (settings instanceof BackboneSettings.External) {
            log.atWarn().log("the disk of the data folder is tight; the log is elsewhere and keeps what it has");
            return;
        }
        long used = used();
        long less = Math.max(LEAST, used / 2);
        log.atWarn()
                .addKeyValue("bytes", used)
                .addKeyValue("kept", less)
                .log("the disk is tight: the log drops the older half of its process values");
        backbone.keep(LogTopic.SAMPLES, new Retention(configured().time(), Optional.of(less)));
    }

    @Override
    public void restore() {
        if (settings instanceof BackboneSettings.Embedded) {
            log.atInfo().log("the disk has room again: the log keeps what its retention says");
            backbone.keep(LogTopic.SAMPLES, configured());
        }
    }

    private Retention configured() {
        return Objects.requireNonNull(settings.retention().get(LogTopic.SAMPLES));
    }

    private long used() {
        String partitions = "/" + LogTopic.SAMPLES.topicName() + "-";
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(file -> file.toString().replace('\\', '/').contains(partitions))
                    .mapToLong(LogRelief::size)
                    .sum();
        } catch (IOException | UncheckedIOException changing) {
            // segments come and go meanwhile; the least is kept then
            return 0;
        }
    }

    /** Index files are made large and sparse: a segment is what counts. */
    private static long size(Path file) {
        if (!file.toString().endsWith(".log")) {
            return 0;
        }
        try {
            return Files.size(file);
        } catch (NoSuchFileException dropped) {
            return 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
