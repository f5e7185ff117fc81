package io.millrace.bench.stream;

import io.millrace.bench.LogProducer;
import io.millrace.model.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The program: {@code PieceLoad SETTINGS-AS-JSON RESULT-FILE}. Writes counters of PLCs into the log as the hub itself
 * does, with its headers; with a rate it also reads the counts as they come.
 *
 * <p>The counters go round: message by message, each once, and then the first again.
 */
public final class PieceLoad implements AutoCloseable {

    private static final int COUNTERS_OF_A_CLIENT = 400;
    private static final long NAP_NANOS = 500_000;
    private static final long DRAIN_SECONDS = 20;

    private final PieceLoadSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final byte[][] keys;
    private final byte[] payload = PiecePayload.template();
    private final byte[] origin;
    private final AtomicLong acknowledged = new AtomicLong();
    /** The first; written by the thread of the producer. */
    private volatile String failure = "";

    private long sent;
    private long counted;

    private PieceLoad(PieceLoadSettings settings) {
        this.settings = settings;
        this.origin = settings.origin().getBytes(StandardCharsets.UTF_8);
        this.keys = new byte[settings.counters()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (Counter.ROOT + "/bench/c" + i / COUNTERS_OF_A_CLIENT + "/_historian/t"
                            + i % COUNTERS_OF_A_CLIENT)
                    .getBytes(StandardCharsets.UTF_8);
        }
        this.producer = LogProducer.open(settings.bootstrap(), "piece-load");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PieceLoadSettings settings = PieceLoadSettings.fromJson(arguments[0]);
        try (PieceLoad load = new PieceLoad(settings)) {
            PieceLoadResult result = settings.rate() == 0 ? load.fill() : load.pace();
            result.write(Path.of(arguments[1]));
        }
    }

    private PieceLoadResult fill() {
        while (sent < settings.messages() && failure.isEmpty()) {
            send(EpochMicros.now());
        }
        producer.flush();
        return new PieceLoadResult(sent, acknowledged.get(), 0, 0, List.of(), failure);
    }

    private PieceLoadResult pace() throws InterruptedException {
        try (PieceWatch watch = new PieceWatch(settings)) {
            watch.start();
            long begin = EpochMicros.now();
            if (begin >= settings.countFromMicros()) {
                return failed("it began only when it should have counted already");
            }
            for (long now = begin; now < settings.countToMicros() && failure.isEmpty(); now = EpochMicros.now()) {
                long due = (now - begin) * settings.rate() / 1_000_000;
                while (sent < due && failure.isEmpty()) {
                    long dueMicros = begin + sent * 1_000_000 / settings.rate();
                    if (dueMicros >= settings.countFromMicros()) {
                        counted++;
                    }
                    send(dueMicros);
                }
                LockSupport.parkNanos(NAP_NANOS);
            }
            producer.flush();
            Histogram late = watch.end(counted, TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
            return new PieceLoadResult(
                    sent,
                    acknowledged.get(),
                    counted,
                    late.getTotalCount(),
                    PieceWatch.percentiles(late),
                    failure.isEmpty() ? watch.failure() : failure);
        }
    }

    private PieceLoadResult failed(String why) {
        return new PieceLoadResult(sent, acknowledged.get(), counted, 0, List.of(), why);
    }

    private void send(long dueMicros) {
        long number = settings.first() + sent++;
        int counter = (int) (number % keys.length);
        // counters stand at different places, so that some of them go over their end in every run
        long position = (number / keys.length + 37L * counter) % Counter.RULE.modulus();
        PiecePayload.fill(payload, dueMicros, position);
        byte[] received = ascii(Long.toString(EpochMicros.now()));
        // The producer copies key and payload before it returns.
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(settings.topic(), keys[counter], payload);
        record.headers()
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, ascii(Headers.MQTT_SOURCE_PREFIX + "bench"))
                .add(Headers.RECEIVED, received)
                .add(Headers.TRACE, ascii("mqtt@" + ascii(received) + ",ingest@" + ascii(received)));
        producer.send(record, this::acknowledged);
    }

    private void acknowledged(@Nullable RecordMetadata place, @Nullable Exception failed) {
        if (failed == null) {
            acknowledged.incrementAndGet();
        } else if (failure.isEmpty()) {
            failure = "the log did not take a message: " + failed.getMessage();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        producer.close();
    }
}
