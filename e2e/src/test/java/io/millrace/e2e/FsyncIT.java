package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.millrace.connector.exam.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code kill -9} cannot show: that a business event is on the disk, not only in the page cache, when its sender is
 * told so. The kernel itself is asked, by strace: before every PUBACK of the high-integrity route the log file of
 * {@code millrace.events} has been synced. The high-throughput route, which promises less, shows that the test can tell.
 */
class FsyncIT {

    private static final int MESSAGES = 25;
    /** A PUBACK begins with 0x40 (MQTT 5, 3.4.1), which is an at sign. */
    private static final Pattern PUBACK =
            Pattern.compile("^(\\d+) +(?:write|writev|sendto|sendmsg)\\(\\d+<TCP[^>]*:(\\d+)->[^>]*>.*?\"@\\\\");

    private static final Pattern SYNC = Pattern.compile("^(\\d+) +(fsync|fdatasync)\\(\\d+<([^>]*)>(.*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (?:fsync|fdatasync) resumed>.*= 0$");

    @TempDir
    Path folder;

    @Test
    void aBusinessEventIsOnTheDiskBeforeItIsAcknowledged() throws Exception {
        Path site = Sites.write(
                folder, "fsync", "routes: {\"" + Sites.LOCATION + "/_historian/pieces\": high-integrity}\n");
        try (HubProcess hub = HubProcess.up(site, folder.resolve("data"))) {
            List<Boolean> events = syncedBeforeEachAcknowledgement(hub, "pieces", "millrace.events-");
            List<Boolean> samples = syncedBeforeEachAcknowledgement(hub, "temperature", "millrace.samples-");

            assertThat(events).hasSize(MESSAGES).doesNotContain(false);
            assertThat(samples).hasSize(MESSAGES).doesNotContain(true);
        }
    }

    /** For each acknowledgement, whether a log file of the topic was synced since the one before. */
    private List<Boolean> syncedBeforeEachAcknowledgement(HubProcess hub, String tag, String logFiles)
            throws Exception {
        Path trace = folder.resolve(tag + ".trace");
        Process strace = attach(hub.pid(), trace);
        try {
            publish(hub.mqttPort(), Sites.LOCATION + "/_historian/" + tag);
        } finally {
            strace.destroy();
            assertThat(strace.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        return judge(Files.readAllLines(trace, StandardCharsets.ISO_8859_1), hub.mqttPort(), logFiles);
    }

    private static Process attach(long pid, Path trace) throws IOException {
        Process strace = new ProcessBuilder(
                        Peers.executable("strace", "apt-get install strace").toString(),
                        "-f",
                        "-yy",
                        "-s",
                        "8",
                        "-e",
                        "trace=fsync,fdatasync,write,writev,sendto,sendmsg",
                        "-o",
                        trace.toString(),
                        "-p",
                        Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(trace.resolveSibling("strace.out").toFile())
                .start();
        await("strace is attached, or may not be")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !strace.isAlive()
                        || Files.readString(trace.resolveSibling("strace.out")).contains("attached"));
        // Where the kernel lets nobody look at another process there is nothing to see.
        Assumptions.assumeTrue(strace.isAlive(), () -> "strace may not attach to process " + pid);
        return strace;
    }

    /** One after the other: the next is sent when the last is acknowledged. */
    private static void publish(int port, String topic) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("fsync")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.connect();
        long start = System.currentTimeMillis();
        for (int i = 0; i < MESSAGES; i++) {
            client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(("{\"timestamp_ms\":" + (start + i) + ",\"value\":" + i + "}")
                            .getBytes(StandardCharsets.UTF_8))
                    .send();
        }
        client.disconnect();
    }

    private static List<Boolean> judge(List<String> lines, int port, String logFiles) {
        Map<String, String> unfinished = new HashMap<>();
        List<Boolean> acknowledgements = new ArrayList<>();
        boolean synced = false;
        for (String line : lines) {
            Matcher sync = SYNC.matcher(line);
            Matcher resumed = RESUMED.matcher(line);
            Matcher puback = PUBACK.matcher(line);
            if (sync.find() && sync.group(3).contains(logFiles)) {
                if (sync.group(4).contains("unfinished")) {
                    unfinished.put(sync.group(1), sync.group(3));
                } else {
                    synced |= sync.group(4).endsWith("= 0");
                }
            } else if (resumed.find()) {
                synced |= unfinished.remove(resumed.group(1)) != null;
            } else if (puback.find() && puback.group(2).equals(Integer.toString(port))) {
                acknowledgements.add(synced);
                synced = false;
            }
        }
        return acknowledgements;
    }
}
