package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.process.Addresses;
import io.millrace.process.Definition;
import io.millrace.process.Inputs;
import io.millrace.process.Routing;
import io.millrace.process.Setting;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import io.millrace.process.counter.CounterKind;
import io.millrace.process.counter.CounterOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A counter of pieces and of scrap, which lie in two partitions of the log. */
class InstanceTest {

    private static final long START = 1_700_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final String PIECES = "umh/v1/works/m1/_historian/made";
    private static final String SCRAP = "umh/v1/works/m1/_historian/rejects";
    private static final int MOST_AHEAD = 10_000;

    private final Namespace namespace = new Namespace("umh/v1");
    private final Definition definition = definition();
    private final Inputs inputs = new Inputs(namespace, Clock.systemUTC());
    private final Instance<?> instance = Instance.open(
            definition,
            Addresses.of(definition, namespace.parse(PIECES)).orElseThrow(),
            0,
            new Nowhere(),
            null,
            new TreeMap<>());

    private Definition definition() {
        Setting setting = new Setting("pieces", namespace, "works/+", ZoneId.of("Europe/Brussels"));
        CounterOptions.Pulses rejects = new CounterOptions.Pulses("_historian/rejects", CounterOptions.Edge.RISING);
        CounterOptions options = new CounterOptions(
                new CounterOptions.Pulses("_historian/made", CounterOptions.Edge.RISING),
                null,
                null,
                new CounterOptions.Scrap(rejects, null, true),
                "pieces",
                List.of(),
                List.of(),
                null);
        return new Definition(
                "pieces",
                "counter",
                "0123abcd",
                setting,
                new CounterKind().plan(options, setting),
                Duration.ofMinutes(10),
                Duration.ofSeconds(2));
    }

    private static final class Nowhere implements Instance.Shelf {
        @Override
        public void head(byte[] head) {
            // is not read here
        }

        @Override
        public void put(int number, byte[] page) {
            // is not read here
        }

        @Override
        public void delete(int number) {
            // nothing is there
        }
    }

    /** The log took it at its own time. */
    private Taken take(String topic, long micros, long reach) {
        byte[] payload = ("{\"timestamp_us\":" + micros + ",\"value\":1}").getBytes(StandardCharsets.UTF_8);
        Inputs.Said said = inputs.read(topic, payload, name -> name.equals(Headers.RECEIVED) ? "1" : null, micros)
                .get(0);
        Topic parsed = namespace.parse(topic);
        Routing.Match match =
                new Routing(List.of(definition)).of(parsed).iterator().next();
        Input input = said.as(match.role());
        return instance.take(input, micros, reach, Definition.MOST_HELD, MOST_AHEAD);
    }

    @Test
    void scrapCountsThoughThePartitionOfThePiecesWasReadFarAhead() {
        // Nothing later than the start has been read of the other partition, whose scrap is of the first second.
        for (int second = 1; second <= 3 * Definition.MOST_HELD; second++) {
            take(PIECES, START + second * SECOND / 20, START);
        }

        assertThat(take(SCRAP, START + SECOND, START).fate()).isEqualTo(Taken.Fate.LATE);
        assertThat(instance.held()).isEqualTo(3 * Definition.MOST_HELD + 1);
    }

    @Test
    void holdsNoMoreThanItsShareWhenAllHasBeenRead() {
        for (int second = 1; second <= 3 * Definition.MOST_HELD; second++) {
            take(PIECES, START + second * SECOND / 20, START);
        }
        long end = START + 3 * Definition.MOST_HELD * SECOND / 20;

        take(PIECES, end + 1, end + SECOND);

        assertThat(instance.held()).isLessThanOrEqualTo(Definition.MOST_HELD);
        assertThat(take(SCRAP, START + SECOND, end + SECOND).fate()).isEqualTo(Taken.Fate.TOO_LATE);
    }

    @Test
    void isBoundedHoweverFarOnePartitionIsAhead() {
        for (int second = 1; second <= MOST_AHEAD + 1_000; second++) {
            take(PIECES, START + second * SECOND / 20, START);
        }

        assertThat(instance.held()).isLessThanOrEqualTo(MOST_AHEAD);
    }
}
