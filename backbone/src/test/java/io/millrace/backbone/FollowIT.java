package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.LogTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowIT {

    @TempDir
    static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void start() {
        backbone = Backbone.start(BackboneSettings.embedded(folder));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void aSinkGetsWhatWasWrittenBeforeAndAfterItCame() throws Exception {
        List<String> before = Given.written(backbone.writer(), LogTopic.COMMANDS, "before", 100);
        MemorySink sink = new MemorySink();

        try (LogFollower follower = backbone.follow("commands", Set.of(LogTopic.COMMANDS), sink)) {
            List<String> after = Given.written(backbone.writer(), LogTopic.COMMANDS, "after", 100);

            await().untilAsserted(() -> assertThat(sink.payloads())
                    .containsAll(before)
                    .containsAll(after)
                    .doesNotHaveDuplicates());
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
            assertThat(follower.state()).isEqualTo(new FollowerState.Running());
        }
    }

    @Test
    void aSinkThatFailsAndRecoversGetsEveryRecordOnce() throws Exception {
        MemorySink sink = new MemorySink().failing(4);

        try (LogFollower follower = backbone.follow("failing", Set.of(LogTopic.SAMPLES), sink)) {
            List<String> written = Given.written(backbone.writer(), LogTopic.SAMPLES, "sample", 5_000);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(sink.payloads()).containsExactlyInAnyOrderElementsOf(written));
            assertThat(sink.refused()).isEqualTo(4);
            await().untilAsserted(() -> assertThat(follower.state()).isEqualTo(new FollowerState.Running()));
        }
    }
}
