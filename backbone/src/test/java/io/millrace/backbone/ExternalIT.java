package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogTopic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is somebody else's. */
class ExternalIT {

    @TempDir
    Path folder;

    @Test
    void aLogThatGoesAwayAndComesBackCostsNothing() throws Exception {
        Backbone node = Backbone.start(BackboneSettings.embedded(folder));
        int port = Integer.parseInt(node.bootstrapServers().substring("127.0.0.1:".length()));
        MemorySink sink = new MemorySink();
        try (Backbone backbone = Backbone.start(BackboneSettings.external(node.bootstrapServers()));
                LogFollower follower = backbone.follow("historian", Set.of(LogTopic.EVENTS), sink)) {
            List<String> before = Given.written(backbone.writer(), LogTopic.EVENTS, "before", 100);
            node.close();
            CompletionStage<Void> meanwhile =
                    backbone.writer().write(Given.record(LogTopic.EVENTS, "key", "meanwhile"));
            await().atMost(Duration.ofSeconds(20)).until(() -> !backbone.reachable());

            node = Backbone.start(BackboneSettings.embedded(folder, port));

            await().atMost(Duration.ofSeconds(40)).until(meanwhile.toCompletableFuture()::isDone);
            if (meanwhile.toCompletableFuture().isCompletedExceptionally()) {
                // A producer that finds no broker at all begins again at the bootstrap address and knows no topic for a
                // moment; what is written then is refused. Whoever has the record writes it again.
                await().atMost(Duration.ofSeconds(40)).until(() -> isAcknowledged(backbone, "meanwhile"));
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(sink.payloads())
                    .hasSize(101)
                    .containsAll(before)
                    .contains("meanwhile"));
            await().until(backbone::reachable);
            assertThat(follower.state()).isEqualTo(new FollowerState.Running());
        } finally {
            node.close();
        }
    }

    private static boolean isAcknowledged(Backbone backbone, String payload) throws InterruptedException {
        try {
            backbone.writer()
                    .write(Given.record(LogTopic.EVENTS, "key", payload))
                    .toCompletableFuture()
                    .get();
            return true;
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(BackboneException.class);
            return false;
        }
    }

    @Test
    void topicsOfASharedClusterAreComparedAndLeftAlone() throws Exception {
        try (KafkaNode bare = KafkaNode.start(BackboneSettings.embedded(folder), fault -> {});
                Admin admin = Admin.create(Map.of("bootstrap.servers", bare.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("millrace.samples", 2, (short) 1).configs(Map.of("retention.ms", "3600000"))))
                    .all()
                    .get();

            try (Backbone backbone = Backbone.start(BackboneSettings.external(bare.bootstrapServers()))) {
                assertThat(backbone.differences())
                        .anySatisfy(sentence -> assertThat(sentence).contains("2 partitions, not 4"))
                        .anySatisfy(
                                sentence -> assertThat(sentence).contains("millrace.samples has retention.ms=3600000"))
                        .allSatisfy(sentence -> assertThat(sentence).contains("millrace.samples"));
                Given.written(backbone.writer(), LogTopic.SAMPLES, "sample", 10);
                Given.written(backbone.writer(), LogTopic.AUDIT, "audit", 10);
            }
        }
    }

    @Test
    void aLogThatDoesNotAnswerIsASentence() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        for (String bootstrap : List.of("127.0.0.1:" + nobody, "no-such-host.invalid:9092", "not an address")) {
            BackboneSettings settings =
                    new BackboneSettings.External(bootstrap, Map.of(), 4, Map.of(), 1 << 20, Duration.ofMillis(1500));
            assertThatThrownBy(() -> Backbone.start(settings))
                    .as(bootstrap)
                    .asInstanceOf(InstanceOfAssertFactories.type(BackboneException.class))
                    .satisfies(problem -> {
                        assertThat(problem).hasMessageContaining(bootstrap);
                        assertThat(problem.key()).contains("log.bootstrap");
                        assertThat(problem.kind()).isIn(Kind.UNREACHABLE, Kind.SETTING);
                    });
        }
    }
}
