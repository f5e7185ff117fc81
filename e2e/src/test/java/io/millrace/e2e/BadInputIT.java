package io.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used waits in quarantine with its reason, whole, and nothing beside it is lost. */
class BadInputIT {

    @TempDir
    Path folder;

    private record Bad(String topic, byte[] payload, String code) {}

    private static String historian(String tag) {
        return Sites.LOCATION + "/_historian/" + tag;
    }

    private static Map<String, Bad> badOnes() {
        Map<String, Bad> bad = new LinkedHashMap<>();
        bad.put("no json", new Bad(historian("a"), "hello".getBytes(UTF_8), "payload-unparsable"));
        bad.put("nothing", new Bad(historian("b"), new byte[0], ""));
        bad.put("nan", new Bad(historian("c"), "{\"value\":NaN}".getBytes(UTF_8), "payload-unparsable"));
        bad.put("infinity", new Bad(historian("d"), "{\"value\":-Infinity}".getBytes(UTF_8), "payload-unparsable"));
        bad.put("array", new Bad(historian("e"), "{\"value\":[1,2]}".getBytes(UTF_8), "payload-wrong-type"));
        bad.put("bytes", new Bad(historian("f"), new byte[] {(byte) 0xff, 0, 1}, "payload-unparsable"));
        bad.put(
                "1601",
                new Bad(
                        historian("g"),
                        "{\"timestamp_ms\":-11644473600000,\"value\":1}".getBytes(UTF_8),
                        "timestamp-out-of-range"));
        bad.put(
                "2100",
                new Bad(
                        historian("h"),
                        "{\"timestamp_ms\":4102444800000,\"value\":1}".getBytes(UTF_8),
                        "timestamp-out-of-range"));
        bad.put("no contract", new Bad("umh/v1/acme/plant/count", "{\"value\":1}".getBytes(UTF_8), "topic-illegal"));
        bad.put("odd topic", new Bad("umh/v1/a b/_raw/x", "{\"value\":1}".getBytes(UTF_8), "topic-illegal"));
        bad.put("1 MiB", new Bad(historian("i"), text(1 << 20), "payload-too-large"));
        bad.put("10 MiB", new Bad(historian("j"), text(10 << 20), "payload-too-large"));
        return bad;
    }

    /** A payload that is right but for its length. */
    private static byte[] text(int length) {
        byte[] payload = new byte[length + 100];
        Arrays.fill(payload, (byte) 'x');
        byte[] head = "{\"value\":\"".getBytes(UTF_8);
        System.arraycopy(head, 0, payload, 0, head.length);
        payload[payload.length - 2] = '"';
        payload[payload.length - 1] = '}';
        return payload;
    }

    @Test
    void goesToQuarantineWithItsReasonAndNothingElseIsLost() throws IOException {
        Path site = Sites.write(folder, "bad", "");
        try (HubProcess hub = HubProcess.brief(site, folder.resolve("data"))) {
            Map<String, Bad> badOnes = badOnes();
            int good = 0;
            for (Bad bad : badOnes.values()) {
                Path file = Files.write(folder.resolve("payload"), bad.payload());
                Mosquitto.publishFile(hub.mqttPort(), bad.topic(), file);
                Mosquitto.publish(hub.mqttPort(), historian("good"), "{\"value\":" + good++ + "}");
            }
            int expectedGood = good;

            await("the good ones in the historian")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Database.rows(
                                    hub,
                                    "select s.integer from millrace.sample s join millrace.tag t on t.id = s.tag_id"
                                            + " where t.topic like '%/good' order by s.ts"))
                            .hasSize(expectedGood));

            Map<String, ConsumerRecord<String, byte[]>> quarantined = new HashMap<>();
            List<ConsumerRecord<String, byte[]>> records =
                    LogReader.all(hub.kafka(), "millrace.quarantine", record -> true);
            records.forEach(record -> quarantined.put(record.key(), record));
            badOnes.forEach((name, bad) -> {
                if (bad.code().isEmpty()) {
                    return;
                }
                ConsumerRecord<String, byte[]> record = quarantined.get(bad.topic());
                assertThat(record).as(name).isNotNull();
                assertThat(record.value()).as(name).isEqualTo(bad.payload());
                assertThat(header(record, "mr-error-code")).as(name).isEqualTo(bad.code());
                assertThat(header(record, "mr-error")).as(name).contains(" ");
            });
            assertThat(records).as("once each").hasSize(quarantined.size());
            assertThat(hub.output()).doesNotContain("\tat ");
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
