package io.millrace.app.hub;

import io.millrace.app.disk.DiskWatch;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.LogFollower;
import io.millrace.broker.Broker;
import io.millrace.console.Console;
import io.millrace.historian.Historian;
import io.millrace.ingest.Ingest;
import io.millrace.notify.Notifier;
import io.millrace.streams.Streams;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The rooms that are open in this process, for those who report about them. Thread-safe. */
final class Parts {

    private final String token;
    private volatile @Nullable DiskWatch disk;
    private volatile @Nullable Backbone backbone;
    private volatile @Nullable Ingest ingest;
    private volatile @Nullable Broker broker;
    private volatile @Nullable Mirror mirror;
    private volatile @Nullable Historian historian;
    private volatile @Nullable Console console;
    private volatile @Nullable Streams streams;
    private volatile @Nullable Notifier notifier;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** Someone who follows the log, under the name people know. */
    record Reader(String name, LogFollower follower) {}

    Parts() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
    }

    /** A secret of this run, told to nobody but the owner of the data folder. */
    String token() {
        return token;
    }

    void disk(DiskWatch opened) {
        disk = opened;
    }

    void backbone(Backbone opened) {
        backbone = opened;
    }

    void ingest(Ingest opened) {
        ingest = opened;
    }

    void broker(Broker opened) {
        broker = opened;
    }

    void mirror(Mirror opened) {
        mirror = opened;
    }

    void historian(Historian opened) {
        historian = opened;
    }

    void console(Console opened) {
        console = opened;
    }

    void streams(Streams opened) {
        streams = opened;
    }

    void notifier(Notifier opened) {
        notifier = opened;
    }

    void reader(String name, LogFollower opened) {
        readers.add(new Reader(name, opened));
    }

    Optional<DiskWatch> disk() {
        return Optional.ofNullable(disk);
    }

    Optional<Backbone> backbone() {
        return Optional.ofNullable(backbone);
    }

    Optional<Ingest> ingest() {
        return Optional.ofNullable(ingest);
    }

    Optional<Broker> broker() {
        return Optional.ofNullable(broker);
    }

    Optional<Mirror> mirror() {
        return Optional.ofNullable(mirror);
    }

    Optional<Historian> historian() {
        return Optional.ofNullable(historian);
    }

    Optional<Console> console() {
        return Optional.ofNullable(console);
    }

    Optional<Streams> streams() {
        return Optional.ofNullable(streams);
    }

    Optional<Notifier> notifier() {
        return Optional.ofNullable(notifier);
    }

    List<Reader> readers() {
        return List.copyOf(readers);
    }
}
