package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices written by others on one side, tools written by others on the other: what a device says is seen on MQTT, in
 * Kafka and in PostgreSQL, byte for byte the same, through the death and return of the devices.
 */
class DevicesIT {

    private static final Duration RESUMES = Duration.ofSeconds(10);
    private static final String TEMPERATURE = Sites.LOCATION + "/oven/_historian/temperature";
    private static final String PRESSURE = Sites.LOCATION + "/press/_historian/hydraulic/pressure";
    private static final String COUNT = Sites.LOCATION + "/packing/_historian/count";

    @TempDir
    Path folder;

    @Test
    void aMessageIsTheSameEverywhereAndDevicesMayDieAndReturn() throws Exception {
        Path certificates = Files.createDirectories(folder.resolve("certificates"));
        try (Peer oven = Peers.node("opcua-server.js", certificates.toString(), "tags=5", "interval=250")
                        .start();
                Peer press = Peers.node("modbus-serial-server.js").start();
                HubProcess hub = HubProcess.brief(site(oven, press), folder.resolve("data"))) {
            Path heard = folder.resolve("mosquitto.txt");
            try (AutoCloseable subscriber = Mosquitto.subscribe(hub.mqttPort(), Sites.LOCATION + "/#", heard)) {
                awaitGood(hub, TEMPERATURE);
                awaitGood(hub, PRESSURE);
                press.ask("set holding 0 1234 1");
                Mosquitto.publish(
                        hub.mqttPort(), COUNT, "{\"timestamp_ms\":" + System.currentTimeMillis() + ", \"value\" : 7 }");
                awaitValue(hub, PRESSURE, 123.4);
                awaitValue(hub, COUNT, 7);

                oven.kill();
                press.kill();
                awaitBad(hub, TEMPERATURE);
                awaitBad(hub, PRESSURE);
                assertThat(states(hub)).containsEntry("oven", "degraded").containsEntry("press", "degraded");
                assertThat(hub.get("/api/health").get("status").asText()).isEqualTo("degraded");

                oven.restart();
                press.restart();
                await("the oven's values resume").atMost(RESUMES).until(() -> isGood(hub, TEMPERATURE));
                await("the press's values resume").atMost(RESUMES).until(() -> isGood(hub, PRESSURE));
                assertThat(states(hub)).containsEntry("oven", "active").containsEntry("press", "active");

                oven.freeze();
                awaitBad(hub, TEMPERATURE);
                oven.thaw();
                await("the oven's values resume").atMost(RESUMES).until(() -> isGood(hub, TEMPERATURE));

                assertSameEverywhere(hub, heard);
            }
            assertThat(hub.output()).doesNotContain("\tat ");
        }
    }

    private Path site(Peer oven, Peer press) {
        return Sites.write(folder, "devices", """
                connections:
                  oven:
                    opcua: {endpoint: "opc.tcp://127.0.0.1:%d", security: {policy: none}}
                    location: oven
                    scan: 250ms
                    tags:
                      temperature: {node: "ns=1;s=Load.0", unit: degC}
                      unknown: {node: "ns=1;s=NoSuchNode"}
                  press:
                    modbus: {host: 127.0.0.1, port: %d, timeout: 1s}
                    location: press
                    scan: 500ms
                    tags:
                      hydraulic/pressure: {table: holding-register, address: 0, type: uint16, scale: 0.1, unit: bar}
                """.formatted(oven.port(), press.port()));
    }

    /** Every message that mosquitto_sub heard stands in Kafka with the same bytes, and its value in a row. */
    private static void assertSameEverywhere(HubProcess hub, Path heard) throws Exception {
        // First what was heard, then the log: what comes in between is in the log only.
        List<String> lines = Files.readAllLines(heard);
        Map<String, List<String>> logged = new TreeMap<>();
        Map<String, List<ConsumerRecord<String, byte[]>>> records = new TreeMap<>();
        LogReader.all(hub.kafka(), "millrace.samples", record -> true).forEach(record -> {
            logged.computeIfAbsent(record.key(), topic -> new ArrayList<>())
                    .add(HexFormat.of().formatHex(record.value()));
            records.computeIfAbsent(record.key(), topic -> new ArrayList<>()).add(record);
        });
        Map<String, Integer> heardOn = new TreeMap<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] parts = line.split("\t", -1);
            heardOn.merge(parts[0], 1, Integer::sum);
            assertThat(logged.get(parts[0])).as(parts[0]).contains(parts[1]);
        }
        assertThat(heardOn).containsKeys(TEMPERATURE, PRESSURE, COUNT);
        assertThat(heardOn.get(COUNT)).as("what came in by MQTT is not echoed").isEqualTo(1);
        assertThat(logged).containsKey(Sites.LOCATION + "/oven/_historian/unknown");

        for (String topic : List.of(TEMPERATURE, PRESSURE, COUNT)) {
            ConsumerRecord<String, byte[]> record = records.get(topic).get(0);
            JsonNode payload = HubProcess.JSON.readTree(record.value());
            long micros = payload.has("timestamp_us")
                    ? payload.get("timestamp_us").asLong()
                    : payload.get("timestamp_ms").asLong() * 1000;
            String stored = "select coalesce(s.number, s.integer) from millrace.sample s join millrace.tag t on t.id ="
                    + " s.tag_id where t.topic = '" + topic + "' and s.ts = '"
                    + Instant.EPOCH.plusNanos(micros * 1000) + "'";
            await("the row of " + topic)
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(Database.rows(hub, stored)).hasSize(1));
            if (!payload.get("value").isNull()) {
                assertThat(Double.parseDouble(Database.rows(hub, stored).get(0)))
                        .isEqualTo(payload.get("value").asDouble());
            }
        }
    }

    private static Map<String, String> states(HubProcess hub) {
        Map<String, String> states = new TreeMap<>();
        hub.get("/api/connections")
                .get("connections")
                .forEach(connection -> states.put(
                        connection.get("name").asText(), connection.get("state").asText()));
        return states;
    }

    private static JsonNode latest(HubProcess hub, String topic) {
        JsonNode values = hub.get("/api/latest?topic=" + topic).path("values");
        return StreamSupport.stream(values.spliterator(), false).findFirst().orElse(HubProcess.JSON.nullNode());
    }

    private static boolean isGood(HubProcess hub, String topic) {
        return latest(hub, topic).path("severity").asText().equals("good");
    }

    private static void awaitGood(HubProcess hub, String topic) {
        await(topic + " is good").atMost(Duration.ofSeconds(20)).until(() -> isGood(hub, topic));
    }

    private static void awaitBad(HubProcess hub, String topic) {
        await(topic + " is bad")
                .atMost(Duration.ofSeconds(15))
                .until(() -> latest(hub, topic).path("severity").asText().equals("bad"));
    }

    private static void awaitValue(HubProcess hub, String topic, double value) {
        await(topic + " is " + value)
                .atMost(Duration.ofSeconds(10))
                .until(() -> Math.abs(latest(hub, topic).path("value").asDouble(Double.NaN) - value) < 1e-9);
    }
}
