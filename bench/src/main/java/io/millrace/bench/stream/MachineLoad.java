package io.millrace.bench.stream;

import io.millrace.bench.LogProducer;
import io.millrace.model.Headers;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
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
 * The program: {@code MachineLoad SETTINGS-AS-JSON RESULT-FILE}. Writes what machines tell into the log as the hub itself
 * does, with its headers; at a rate it also reads what processors make of it as it comes.
 *
 * <p>The machines go round: each tells one message, and then the first again.
 */
public final class MachineLoad implements AutoCloseable {

    /** Of the machines, in the namespace of the hub under measurement. */
    public static final String LOCATION = Namespace.DEFAULT_ROOT + "/bench";

    private static final long NAP_NANOS = 500_000;
    private static final long DRAIN_SECONDS = 20;

    private final MachineLoadSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final byte[][] keys;
    private final byte[] payload = MachinePayload.template();
    private final byte[] origin;
    private final AtomicLong acknowledged = new AtomicLong();
    /** The first; written by the thread of the producer. */
    private volatile String failure = "";

    private long sent;
    private long counted;

    private MachineLoad(MachineLoadSettings settings) {
        this.settings = settings;
        this.origin = settings.origin().getBytes(StandardCharsets.UTF_8);
        this.keys = new byte[settings.machines()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = topic(settings.job(), i).getBytes(StandardCharsets.UTF_8);
        }
        this.producer = LogProducer.open(settings.bootstrap(), "machine-load");
    }

    /** What a machine tells. */
    public static String topic(Job job, int machine) {
        return LOCATION + "/m" + machine + "/_historian/" + job.tag();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        MachineLoadSettings settings = MachineLoadSettings.fromJson(arguments[0]);
        try (MachineLoad load = new MachineLoad(settings)) {
            MachineLoadResult result = settings.messages() > 0 ? load.fill() : load.pace();
            result.write(Path.of(arguments[1]));
        }
    }

    /** Each message when it arises, or soon after: what came much later would be late for the processors. */
    private MachineLoadResult fill() {
        while (sent < settings.messages() && failure.isEmpty()) {
            long arises = settings.beginMicros() + sent * 1_000_000 / settings.rate();
            if (arises > EpochMicros.now()) {
                LockSupport.parkNanos(NAP_NANOS);
            } else {
                send(arises);
            }
        }
        producer.flush();
        return new MachineLoadResult(sent, acknowledged.get(), 0, 0, List.of(), failure);
    }

    private MachineLoadResult pace() throws InterruptedException {
        try (MachineWatch watch = new MachineWatch(settings)) {
            watch.start();
            long begin = EpochMicros.now();
            if (begin >= settings.countFromMicros()) {
                return failed(MachineLoadResult.LATE);
            }
            for (long now = begin; now < settings.countToMicros() && failure.isEmpty(); now = EpochMicros.now()) {
                long due = (now - begin) * settings.rate() / 1_000_000;
                while (sent < due && failure.isEmpty()) {
                    long dueMicros = odd(begin + sent * 1_000_000 / settings.rate());
                    if (dueMicros >= settings.countFromMicros()
                            && settings.job().isAnswered((settings.first() + sent) / keys.length)) {
                        counted++;
                    }
                    send(dueMicros);
                }
                LockSupport.parkNanos(NAP_NANOS);
            }
            producer.flush();
            Histogram late = watch.end(counted, TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
            return new MachineLoadResult(
                    sent,
                    acknowledged.get(),
                    counted,
                    late.getTotalCount(),
                    MachineWatch.percentiles(late),
                    failure.isEmpty() ? watch.failure() : failure);
        }
    }

    /** Never a whole millisecond: so outputs tell their time in microseconds too. */
    private static long odd(long micros) {
        return micros | 1;
    }

    private MachineLoadResult failed(String why) {
        return new MachineLoadResult(sent, acknowledged.get(), counted, 0, List.of(), why);
    }

    private void send(long micros) {
        long number = settings.first() + sent++;
        MachinePayload.fill(payload, odd(micros), settings.job().value(number / keys.length));
        byte[] received = ascii(Long.toString(EpochMicros.now()));
        // The producer copies key and payload before it returns.
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(LogTopic.SAMPLES.topicName(), keys[(int) (number % keys.length)], payload);
        record.headers()
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, ascii(Headers.MQTT_SOURCE_PREFIX + "bench"))
                .add(Headers.RECEIVED, received);
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
