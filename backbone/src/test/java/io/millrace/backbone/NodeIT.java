package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogTopic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Exit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded node: its folder, its ports, its life. */
class NodeIT {

    @TempDir
    Path folder;

    @Test
    void aRestartOnAnotherPortKeepsRecordsAndFollowersGoOn() throws Exception {
        MemorySink sink = new MemorySink();
        List<String> first;
        String address;
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            address = backbone.bootstrapServers();
            first = Given.written(backbone.writer(), LogTopic.EVENTS, "first", 500);
            backbone.follow("historian", Set.of(LogTopic.EVENTS), sink);
            await().untilAsserted(() -> assertThat(sink.payloads()).hasSize(500));
        }
        // The old port is taken, as it may well be after a restart.
        try (ServerSocket squatter = squat(address);
                Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            assertThat(squatter.isBound()).isTrue();
            assertThat(backbone.bootstrapServers()).isNotEqualTo(address);
            backbone.follow("historian", Set.of(LogTopic.EVENTS), sink);
            List<String> second = Given.written(backbone.writer(), LogTopic.EVENTS, "second", 500);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(sink.payloads())
                    .hasSize(1000)
                    .containsAll(first)
                    .containsAll(second));
        }
    }

    @Test
    void aFixedPortIsHonouredAndAFolderCanMoveToAnotherPort() throws Exception {
        Backbone.start(BackboneSettings.embedded(folder)).close();
        int port = freePort();

        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder, port))) {
            assertThat(backbone.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            Given.written(backbone.writer(), LogTopic.SAMPLES, "sample", 10);
        }
    }

    @Test
    void anOccupiedPortIsNamedWithTheKeyToChangeAndLeavesNothingBehind() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Backbone.start(BackboneSettings.embedded(folder, other.getLocalPort())))
                    .asInstanceOf(InstanceOfAssertFactories.type(BackboneException.class))
                    .satisfies(problem -> {
                        assertThat(problem.kind()).isEqualTo(Kind.PORT_OCCUPIED);
                        assertThat(problem.key()).contains("log.port");
                        assertThat(problem)
                                .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                                .hasMessageContaining("log.port");
                    });
        }
        Backbone.start(BackboneSettings.embedded(folder)).close();
    }

    @Test
    void aSecondNodeOnTheSameFolderIsRefused() {
        try (Backbone first = Backbone.start(BackboneSettings.embedded(folder))) {
            assertThat(first.reachable()).isTrue();
            assertThatThrownBy(() -> Backbone.start(BackboneSettings.embedded(folder)))
                    .isInstanceOf(BackboneException.class)
                    .hasMessageContaining(folder.toString())
                    .extracting(thrown -> ((BackboneException) thrown).kind())
                    .isEqualTo(Kind.FOLDER_IN_USE);
        }
    }

    @Test
    void anUnusableFolderIsASentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        for (Path impossible : List.of(file, file.resolve("below"), Path.of("/proc/millrace"))) {
            assertThatThrownBy(() -> Backbone.start(BackboneSettings.embedded(impossible)))
                    .isInstanceOf(BackboneException.class)
                    .hasMessageContaining(impossible.toString())
                    .extracting(thrown -> ((BackboneException) thrown).kind())
                    .isEqualTo(Kind.FOLDER_UNUSABLE);
        }
    }

    @Test
    void aFolderOfAnotherNodeOrWithoutIdentityIsASentence() throws Exception {
        for (String identity : List.of("", "garbage", "version=1\nnode.id=7\ncluster.id=x\n", "version=9\n")) {
            Files.writeString(folder.resolve("meta.properties"), identity);

            assertThatThrownBy(() -> Backbone.start(BackboneSettings.embedded(folder)))
                    .as(identity)
                    .isInstanceOf(BackboneException.class)
                    .hasMessageContaining("meta.properties")
                    .extracting(thrown -> ((BackboneException) thrown).kind())
                    .isEqualTo(Kind.FOLDER_DAMAGED);
        }
    }

    @Test
    void aFormatThatWasCutOffIsDoneAgain() throws Exception {
        Path whole = folder.resolve("whole");
        Backbone.start(BackboneSettings.embedded(whole)).close();
        Path other = Files.createDirectory(folder.resolve("cut"));
        Files.copy(whole.resolve("bootstrap.checkpoint"), other.resolve("bootstrap.checkpoint"));

        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(other))) {
            Given.written(backbone.writer(), LogTopic.SAMPLES, "sample", 10);
        }
    }

    @Test
    void topicsAreMadeAsPlannedAndBroughtInLineAtTheNextStart() throws Exception {
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            assertThat(setting(backbone, LogTopic.SAMPLES, "flush.messages")).isEqualTo("9223372036854775807");
            assertThat(setting(backbone, LogTopic.EVENTS, "flush.messages")).isEqualTo("1");
            assertThat(setting(backbone, LogTopic.AUDIT, "retention.ms")).isEqualTo("-1");
            assertThat(setting(backbone, LogTopic.EVENTS, "message.timestamp.type"))
                    .isEqualTo("LogAppendTime");
            assertThat(backbone.endOffsets()).hasSize(4 + 4 + 4);
        }
        BackboneSettings other = new BackboneSettings.Embedded(
                folder,
                "localhost",
                0,
                8,
                Map.of(LogTopic.SAMPLES, Retention.of(Duration.ofDays(1), 400 << 20)),
                2 << 20);
        try (Backbone backbone = Backbone.start(other)) {
            assertThat(setting(backbone, LogTopic.SAMPLES, "retention.ms")).isEqualTo("86400000");
            assertThat(setting(backbone, LogTopic.SAMPLES, "retention.bytes")).isEqualTo(Integer.toString(50 << 20));
            assertThat(backbone.differences()).hasSize(2).allSatisfy(sentence -> assertThat(sentence)
                    .contains("4 partitions, not 8"));
        }
    }

    @Test
    void closingTwiceIsOnceAndAfterItNothingCanBeWrittenOrFollowed() {
        Backbone backbone = Backbone.start(BackboneSettings.embedded(folder));
        backbone.follow("historian", Set.of(LogTopic.EVENTS), new MemorySink());
        backbone.close();
        backbone.close();

        assertThat(backbone.writer().write(Given.record(LogTopic.EVENTS, "key", "payload")))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(BackboneException.class))
                .extracting(BackboneException::kind)
                .isEqualTo(Kind.CLOSED);
        assertThatThrownBy(() -> backbone.follow("other", Set.of(LogTopic.EVENTS), new MemorySink()))
                .isInstanceOf(BackboneException.class);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("millrace-")
                        || name.contains("kafka-producer")
                        || name.contains("socket-acceptor")
                        || name.contains("raft-io")));
    }

    @Test
    void nodesThatCameAndWentLeaveNoThreadAndNoPort() throws Exception {
        String address;
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            address = backbone.bootstrapServers();
        }
        InetSocketAddress gone = socketAddress(address);
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(gone, 1000)).isInstanceOf(java.net.ConnectException.class);
        }
    }

    @Test
    void aFaultThatWouldEndTheProcessIsReportedInstead() {
        AtomicReference<BackboneException> reported = new AtomicReference<>();
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder), reported::set)) {
            Exit.halt(1, "all log dirs have failed");

            assertThat(reported.get())
                    .hasMessageContaining("all log dirs have failed")
                    .hasMessageContaining(folder.toString());
            assertThat(reported.get().kind()).isEqualTo(Kind.FAULT);
            assertThat(backbone.reachable()).isTrue();
        }
    }

    private static String setting(Backbone backbone, LogTopic topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            return config.get(name).value();
        }
    }

    private static ServerSocket squat(String address) throws Exception {
        ServerSocket socket = new ServerSocket();
        socket.bind(socketAddress(address));
        return socket;
    }

    private static InetSocketAddress socketAddress(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
