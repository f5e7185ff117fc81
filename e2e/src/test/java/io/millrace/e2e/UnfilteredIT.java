package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.Peers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that asks for unfiltered values sees what a dead-band leaves out, and nobody else does. */
class UnfilteredIT {

    private static final String PRESSURE = Sites.LOCATION + "/press/_historian/pressure";
    private static final String ALARM = Sites.LOCATION + "/press/_historian/alarm";
    private static final String CALM = Sites.LOCATION + "/press/_historian/calm";

    @TempDir
    Path folder;

    @Test
    void anAlarmOnEveryValueGoesOffWithinADeadBand() throws Exception {
        try (Peer press = Peers.node("modbus-serial-server.js").start();
                HubProcess hub = HubProcess.up(site(press), folder.resolve("data"))) {
            press.ask("set holding 0 100 1");
            awaitValue(hub, PRESSURE, "100");
            awaitValue(hub, ALARM, "false");
            awaitValue(hub, CALM, "false");

            press.ask("set holding 0 106 1");
            awaitValue(hub, ALARM, "true");

            assertThat(latest(hub, PRESSURE)).isEqualTo("100");
            assertThat(latest(hub, CALM)).isEqualTo("false");
            List<ConsumerRecord<String, byte[]>> leftOut = LogReader.all(
                    hub.kafka(),
                    "millrace.samples",
                    record -> record.key().equals(PRESSURE) && header(record, "mr-filtered") != null);
            assertThat(leftOut).isNotEmpty().allSatisfy(record -> {
                assertThat(header(record, "mr-filtered")).isEqualTo("dead-band");
                assertThat(header(record, "mr-seq")).isNull();
            });

            press.ask("set holding 0 120 1");
            awaitValue(hub, PRESSURE, "120");
            await("the rows").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(values(hub))
                    .contains("100", "120")
                    .doesNotContain("106"));
            await("the account comes out even").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                JsonNode entries = hub.get("/api/ledger?source=press").get("entries");
                assertThat(entries).hasSize(1); // it is written some seconds later
                JsonNode entry = entries.get(0);
                assertThat(entry.get("received").asLong())
                        .isEqualTo(entry.get("delivered").asLong())
                        .isEqualTo(values(hub).size());
                assertThat(entry.get("lost").asLong())
                        .as("no number is missing, only polls that a busy machine left out")
                        .isEqualTo(Database.number(
                                hub,
                                "select coalesce(sum(count), 0) from millrace.gap where source = 'press' and reason ="
                                        + " 'missed-polls'"));
            });
            JsonNode filter = hub.get("/api/detail?topic=" + PRESSURE).get("filter");
            assertThat(filter.get("written").asLong())
                    .isLessThan(filter.get("offered").asLong());
        }
    }

    private Path site(Peer press) {
        return Sites.write(folder, "unfiltered", """
                connections:
                  press:
                    modbus: {host: 127.0.0.1, port: %d, timeout: 1s}
                    location: press
                    scan: 250ms
                    tags:
                      pressure: {table: holding-register, address: 0, type: uint16, filter: {deadBand: 10}}
                processors:
                  alarm:
                    location: press
                    unfiltered: true
                    expression: {input: _historian/pressure, expression: value > 105.0, output: alarm}
                  calm:
                    location: press
                    expression: {input: _historian/pressure, expression: value > 105.0, output: calm}
                """.formatted(press.port()));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static List<String> values(HubProcess hub) {
        return Database.rows(
                hub,
                "select s.integer from millrace.sample s join millrace.tag t on t.id = s.tag_id where t.topic = '"
                        + PRESSURE + "' order by s.ts");
    }

    private static String latest(HubProcess hub, String topic) {
        return hub.get("/api/latest?topic=" + topic)
                .path("values")
                .path(0)
                .path("value")
                .asText();
    }

    private static void awaitValue(HubProcess hub, String topic, String value) {
        await(topic + " is " + value)
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> latest(hub, topic).equals(value));
    }
}
