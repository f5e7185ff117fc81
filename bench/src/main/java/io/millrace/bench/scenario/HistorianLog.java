package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.history.HistorianReader;
import io.millrace.bench.history.HistorianRecords;
import io.millrace.bench.history.HistorianTool;
import io.millrace.bench.history.HistorianWriter;
import io.millrace.stage.HubProcess;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The log of a hub: written, read and weighed from outside. Used by one thread. */
final class HistorianLog implements AutoCloseable {

    static final String TOPIC = "millrace.samples";

    private static final long ANSWER_SECONDS = 30;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Path folder;
    private final String bootstrap;
    private final String origin;
    private final Admin admin;

    /** @param site name of the hub's site */
    HistorianLog(Bed bed, HubProcess hub, String site) {
        this.folder = bed.folder("tools");
        this.bootstrap = hub.addresses().kafka();
        this.origin = site + "/" + hubId(hub) + "/mqtt";
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "client.id", "bench-weigh"));
    }

    /** Records of another origin would be published on MQTT too. */
    private static String hubId(HubProcess hub) {
        Path file = hub.data().resolve("hub-id");
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new StageException(
                    "The file " + file + " of the hub under measurement cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Samples {@code from} to {@code to}, exclusive; see {@link HistorianWriter}. */
    HistorianTool.Count write(HistorianRecords records, long from, long to, int together) {
        List<String> arguments = new ArrayList<>(
                List.of(bootstrap, TOPIC, origin, Long.toString(from), Long.toString(to), Integer.toString(together)));
        arguments.addAll(records.words());
        return HistorianTool.run(folder, "writer of the log", HistorianWriter.class, arguments, List.of());
    }

    HistorianTool.Count read(long records) {
        return HistorianTool.run(
                folder,
                "reader of the log",
                HistorianReader.class,
                List.of(bootstrap, TOPIC, Long.toString(records)),
                List.of());
    }

    /** Bytes of all records of the topic as they lie on the disk, without the indexes of their files. */
    long bytes() {
        try {
            return admin
                    .describeLogDirs(List.of(broker()))
                    .allDescriptions()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(one -> one.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(TOPIC))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        } catch (ExecutionException | TimeoutException failed) {
            throw new StageException("The log of the hub under measurement does not answer.", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the log was asked.", interrupted);
        }
    }

    private int broker() throws ExecutionException, TimeoutException, InterruptedException {
        return admin.describeCluster()
                .nodes()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .iterator()
                .next()
                .id();
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}
