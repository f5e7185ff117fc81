package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.ingest.FakeDevice.Address;
import io.millrace.ingest.FakeDevice.Settings;
import io.millrace.model.ConnectionState;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The front door with threads of its own. */
class IngestConnectionsTest {

    private final FakeLog log = new FakeLog();
    private final FakeDevice device = new FakeDevice();
    private final Ingest ingest =
            new Ingest(IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")), log, Clock.systemUTC());

    @AfterEach
    void close() {
        ingest.close();
    }

    @Test
    void pollsAndDeliversAndLeavesNoThreadBehind() {
        ingest.start(List.of(connection("kiln", Bench.polled("", "t", Duration.ofMillis(20)))));

        await().until(() -> log.records().size() >= 5);
        assertThat(ingest.connections()).singleElement().satisfies(status -> {
            assertThat(status.name()).isEqualTo("kiln");
            assertThat(status.connector()).isEqualTo("fake");
            assertThat(status.endpoint()).isEqualTo("fake://host");
            assertThat(status.tags()).isEqualTo(1);
        });
        await().until(() -> ingest.connections().get(0).state() instanceof ConnectionState.Active);
        assertThat(ingest.metrics()).anyMatch(metric -> metric.name().equals("connection_reads"));

        ingest.close();

        assertThat(device.session().closed).isTrue();
        assertThat(log.values("/t")).last().isEqualTo("null " + Quality.BAD_OUT_OF_SERVICE.unsigned());
        assertThat(threads()).doesNotContain("connection-kiln");
    }

    @Test
    void closesWhileADeviceIsBeingOpened() throws InterruptedException {
        device.hangsWhenOpening = true;
        ingest.start(List.of(connection("kiln", Bench.subscribed("t"))));
        device.openingEntered.await();
        assertThat(threads()).contains("connection-kiln");

        ingest.close();

        assertThat(threads()).doesNotContain("connection-kiln");
        assertThat(log.values("/t")).last().isEqualTo("null " + Quality.BAD_OUT_OF_SERVICE.unsigned());
        assertThat(ingest.connections().get(0).state()).isEqualTo(new ConnectionState.Stopped());
    }

    @Test
    void tellsWhatATagSaysNow() {
        ingest.start(List.of(connection("kiln", Bench.subscribed("t"))));
        String topic = "umh/v1/works/_historian/t";
        assertThat(ingest.tag(topic)).hasValueSatisfying(state -> {
            assertThat(state.last()).isNull();
            assertThat(state.quality()).isEqualTo(Quality.BAD_WAITING_FOR_INITIAL_DATA);
        });
        await().until(() -> !device.sessions.isEmpty());

        device.session().says(0, 42);

        await().until(() -> ingest.tag(topic).orElseThrow().quality().isGood());
        assertThat(ingest.tag(topic).orElseThrow().age()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(ingest.tag("umh/v1/works/_historian/other")).isEmpty();
    }

    @Test
    void readingsFromManyThreadsAreAllDelivered() throws InterruptedException {
        ingest.start(
                List.of(connection("kiln", Bench.subscribed("t0"), Bench.subscribed("t1"), Bench.subscribed("t2"))));
        await().until(() -> !device.sessions.isEmpty());
        List<Thread> connectors = new ArrayList<>();
        for (int handle = 0; handle < 3; handle++) {
            int of = handle;
            Thread connector = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    device.session().says(of, i);
                }
            });
            connector.start();
            connectors.add(connector);
        }
        for (Thread connector : connectors) {
            connector.join();
        }

        await().until(() -> log.records().size() == 60_000);
        for (int handle = 0; handle < 3; handle++) {
            assertThat(log.payloads("/t" + handle)).hasSize(20_000).doesNotHaveDuplicates();
            assertThat(log.values("/t" + handle)).last().isEqualTo("19999");
        }
    }

    @Test
    void refusesWhatCannotBeRunBeforeAnythingIsStarted() {
        assertThatThrownBy(() -> ingest.start(List.of(connection("kiln"), connection("kiln"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Two connections are named 'kiln'.");
        assertThatThrownBy(() -> ingest.start(
                        List.of(connection("a", Bench.subscribed("t")), connection("b", Bench.subscribed("t")))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("of connections 'a' and 'b'");
        assertThat(ingest.connections()).isEmpty();
    }

    @SafeVarargs
    private Connection<Settings, Address> connection(String name, Tag<Address>... tags) {
        return new Connection<>(name, device, new Settings("host"), List.of(tags), ConnectionOptions.defaults());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
