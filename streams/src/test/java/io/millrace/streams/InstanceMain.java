package io.millrace.streams;

import com.sun.management.ThreadMXBean;
import io.millrace.model.Headers;
import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.process.Addresses;
import io.millrace.process.Definition;
import io.millrace.process.Inputs;
import io.millrace.process.Routing;
import io.millrace.process.Setting;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import io.millrace.process.counter.CounterKind;
import io.millrace.process.counter.CounterOptions;
import io.millrace.process.counter.CounterOptions.Period;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;

/**
 * What an input of a counter costs apart from the engine: processor time and bytes, step by step. For those who look for
 * where the time goes.
 */
public final class InstanceMain {

    private static final int MACHINES = 1_000;
    private static final int INPUTS = 1_000_000;
    private static final int COMMIT_EACH = 12_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Namespace namespace = new Namespace("umh/v1");
    private final Definition definition = definition();
    private final Routing routing = new Routing(List.of(definition));
    private final Inputs inputs = new Inputs(namespace, Clock.systemUTC());
    private final Sayings sayings = new Sayings("site/hub");
    private final long[] nanos = new long[4];
    private final long[] bytes = new long[4];
    private long stored;

    private InstanceMain() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < 5; round++) {
            new InstanceMain().round();
        }
    }

    private Definition definition() {
        Setting setting = new Setting("measured", namespace, "bench/+", ZoneId.of("Europe/Brussels"));
        CounterOptions options = new CounterOptions(
                new CounterOptions.Pulses("_historian/made", CounterOptions.Edge.RISING),
                null,
                null,
                null,
                "pieces",
                List.of(Period.values()),
                List.of("06:00", "14:00", "22:00"),
                null);
        return new Definition(
                "measured",
                "counter",
                "0123abcd",
                setting,
                new CounterKind().plan(options, setting),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    private final class Shelf implements Instance.Shelf {
        @Override
        public void head(byte[] head) {
            stored += head.length;
        }

        @Override
        public void put(int number, byte[] page) {
            stored += page.length;
        }

        @Override
        public void delete(int number) {
            stored++;
        }
    }

    private void round() {
        Instance<?>[] instances = new Instance<?>[MACHINES];
        String[] keys = new String[MACHINES];
        for (int i = 0; i < MACHINES; i++) {
            keys[i] = "umh/v1/bench/m" + i + "/_historian/made";
            Topic topic = namespace.parse(keys[i]);
            instances[i] = Instance.open(
                    definition, Addresses.of(definition, topic).orElseThrow(), 0, new Shelf(), null, new TreeMap<>());
        }
        long begin = System.currentTimeMillis() * 1000 - 60_000_000L;
        long outputs = 0;
        for (int n = 0; n < INPUTS; n++) {
            int machine = n % MACHINES;
            long micros = begin + n * 8L | 1;
            byte[] payload = ("{\"timestamp_us\":" + micros + ",\"value\":" + (1 + n % 3) + "}")
                    .getBytes(StandardCharsets.US_ASCII);
            String key = new String(keys[machine].getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            mark(-1);
            Inputs.Said said = routing.concerns(key)
                    ? inputs.read(key, payload, name -> name.equals(Headers.RECEIVED) ? "1" : null, begin)
                            .get(0)
                    : null;
            Routing.Match match = routing.of(said.topic()).get(0);
            Input input = said.as(match.role());
            mark(0);
            Taken taken = instances[machine].take(input, micros, micros, Definition.MOST_HELD, Definition.MOST_HELD);
            mark(1);
            Sayings.Moment moment = sayings.moment(definition, micros);
            for (Emission emission : taken.emissions()) {
                outputs += moment.record(emission).value().length;
            }
            mark(2);
            if (n % COMMIT_EACH == 0) {
                for (Instance<?> instance : instances) {
                    instance.write();
                }
                mark(3);
            }
        }
        System.out.printf(
                "read %d ns %d B, take %d ns %d B, say %d ns %d B, keep %d ns %d B; stored %d B, said %d B%n",
                nanos[0] / INPUTS,
                bytes[0] / INPUTS,
                nanos[1] / INPUTS,
                bytes[1] / INPUTS,
                nanos[2] / INPUTS,
                bytes[2] / INPUTS,
                nanos[3] / INPUTS,
                bytes[3] / INPUTS,
                stored / INPUTS,
                outputs / INPUTS);
    }

    private long lastNanos;
    private long lastBytes;

    private void mark(int step) {
        long now = System.nanoTime();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        if (step >= 0) {
            nanos[step] += now - lastNanos;
            bytes[step] += allocated - lastBytes;
        }
        lastBytes = threads.getCurrentThreadAllocatedBytes();
        lastNanos = System.nanoTime();
    }
}
