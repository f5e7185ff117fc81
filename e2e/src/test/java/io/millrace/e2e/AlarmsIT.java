package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alarm from the value of a machine to the people who are told of it and see to it. */
class AlarmsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private HttpServer hook;

    /** @param port 0 for a free one */
    private void openHook(int port) throws Exception {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        hook.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
    }

    @AfterEach
    void closeHook() {
        hook.stop(0);
    }

    private static void temperature(HubProcess hub, String kiln, double value) {
        try (Publisher machine = new Publisher(hub.mqttPort(), "machine")) {
            machine.publish(
                    Sites.LOCATION + "/kilns/" + kiln + "/_historian/temperature",
                    "{\"timestamp_ms\":" + System.currentTimeMillis() + ",\"value\":" + value + "}");
            assertThat(machine.settle()).isZero();
        }
    }

    private static List<String> alarms(HubProcess hub) {
        return Database.rows(
                hub,
                "select right(location, 2), state, acknowledged_by, case when cleared is null then 'lasts' else 'over' end"
                        + " from millrace.alarms where raised > now() - interval '1 hour' order by raised");
    }

    @Test
    void isToldOnceWhateverHappensToTheHubAndEndsWhenPeopleHaveSeenToIt() throws Exception {
        openHook(0);
        int port = hook.getAddress().getPort();
        Path site = Sites.write(folder, "alarms", """
                processors:
                  hot:
                    location: kilns/+
                    alarm: {input: _historian/temperature, high: {limit: 1150, hysteresis: 10}, severity: high}
                notifications:
                  operators: {webhook: {url: "http://127.0.0.1:%d/"}}
                """.formatted(port));
        String data = folder.resolve("data").toString();
        try (HubProcess hub = HubProcess.up(site, Path.of(data))) {
            temperature(hub, "k1", 1200);
            await("the first is told").atMost(PATIENCE).untilAsserted(() -> assertThat(keys)
                    .hasSize(1));

            // somebody sees to it
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(alarms(hub)).containsExactly("k1|unacknowledged|null|lasts"));
            assertThat(HubProcess.run("alarms", "ack", "hot", "--data", data).output())
                    .contains("is in the log");
            temperature(hub, "k1", 1000);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(alarms(hub)).containsExactly("k1|normal|local|over"));
            await("its end is told").atMost(PATIENCE).untilAsserted(() -> assertThat(keys)
                    .hasSize(2));

            // nobody takes the second before the hub is killed
            hook.stop(0);
            temperature(hub, "k2", 1200);
            await().atMost(PATIENCE)
                    .until(() -> hub.get("/api/health").toString().contains("'operators' does not get through"));
            hub.kill();
            openHook(port);
            hub.start();
            await("the second is told").atMost(PATIENCE).untilAsserted(() -> assertThat(keys)
                    .hasSize(3));

            temperature(hub, "k3", 1200);
            await("the third is told").atMost(PATIENCE).untilAsserted(() -> assertThat(keys)
                    .hasSize(4));
            assertThat(keys).doesNotHaveDuplicates();
            assertThat(HubProcess.run("alarms", "list", "--data", data).output())
                    .contains("k2", "k3", "3 alarms were raised in the last 10 minutes")
                    .doesNotContain("k1");
            assertThat(HubProcess.run("notify", "test", "operators", "--site", site.toString())
                            .code())
                    .isZero();
            assertThat(keys).hasSize(5).last().asString().startsWith("test-");
        }
    }
}
