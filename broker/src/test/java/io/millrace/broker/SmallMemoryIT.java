package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own, with little memory outside of the heap. */
@Timeout(120)
class SmallMemoryIT {

    private static final int CLIENTS = 20;

    @TempDir
    Path folder;

    @Test
    void manyClientsWithTenMebibytesEachAtOnceAreAllAcknowledged() throws Exception {
        byte[] packet = RawClient.publishPacket("plant/large", new byte[10 << 20], 1, 1, false);
        Process hub = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=48m",
                        "-Dio.netty.tryReflectionSetAccessible=false",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Hub.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ExecutorService senders = Executors.newFixedThreadPool(CLIENTS);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8))) {
            int port = port(out);
            List<Future<RawClient.Packet>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String id = "large-" + i;
                answers.add(senders.submit(() -> {
                    try (RawClient client = RawClient.connect(port, id)) {
                        client.patientFor(60_000);
                        client.sendBytes(packet);
                        return client.readPacket();
                    }
                }));
            }
            for (Future<RawClient.Packet> answer : answers) {
                assertThat(answer.get(90, TimeUnit.SECONDS)).isEqualTo(new RawClient.Packet(RawClient.PUBACK, 1));
            }
        } finally {
            senders.shutdownNow();
            hub.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static int port(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new IOException("the broker did not start");
    }

    /** Takes each message a moment after it came, as a log does. */
    static final class Hub {

        private Hub() {}

        public static void main(String[] arguments) throws Exception {
            PublishGate gate = new PublishGate() {
                @Override
                public boolean covers(String topic) {
                    return true;
                }

                @Override
                public CompletableFuture<Void> admit(InboundPublish publish) {
                    return CompletableFuture.runAsync(
                            () -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
                }
            };
            Broker broker = Clients.open(Path.of(arguments[0]), gate);
            System.out.println("port " + Clients.port(broker));
        }
    }
}
