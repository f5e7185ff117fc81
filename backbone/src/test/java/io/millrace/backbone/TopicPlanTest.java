package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LogTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private final List<TopicPlan> plans = TopicPlan.of(BackboneSettings.embedded(Path.of("log")));

    @Test
    void everyTopicIsPlannedAndTheRoutesHaveTheirPartitions() {
        assertThat(plans).extracting(TopicPlan::topic).containsExactly(LogTopic.values());
        assertThat(plans).extracting(TopicPlan::partitions).containsExactly(4, 4, 1, 1, 1, 1);
    }

    @Test
    void allButProcessValuesAndLedgerFactsAreOnDiskBeforeTheyAreAcknowledged() {
        for (LogTopic topic : List.of(LogTopic.SAMPLES, LogTopic.LEDGER)) {
            assertThat(plan(topic).settings()).doesNotContainKey("flush.messages");
        }
        for (LogTopic topic : List.of(LogTopic.EVENTS, LogTopic.QUARANTINE, LogTopic.COMMANDS, LogTopic.AUDIT)) {
            assertThat(plan(topic).settings()).containsEntry("flush.messages", "1");
        }
    }

    @Test
    void sizesAreSharedAmongPartitionsAndSegmentsHoldTheLargestRecord() {
        BackboneSettings settings = new BackboneSettings.Embedded(
                Path.of("log"),
                "127.0.0.1",
                0,
                4,
                Map.of(LogTopic.SAMPLES, Retention.of(Duration.ofHours(7), 40 << 20)),
                4 << 20);

        Map<String, String> samples = TopicPlan.of(settings).get(0).settings();

        assertThat(samples)
                .containsEntry("retention.bytes", Integer.toString(10 << 20))
                .containsEntry("retention.ms", "25200000")
                .containsEntry("segment.ms", "3600000");
        assertThat(Long.parseLong(samples.get("segment.bytes")))
                .isGreaterThanOrEqualTo(Long.parseLong(samples.get("max.message.bytes")));
    }

    @Test
    void theQuarantineTakesWhatWasTooLargeElsewhere() {
        assertThat(Long.parseLong(plan(LogTopic.QUARANTINE).settings().get("max.message.bytes")))
                .isGreaterThan(16 << 20);
        assertThat(plan(LogTopic.AUDIT).settings())
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1");
    }

    @Test
    void theLedgerIsKeptForAQuarterInAQuarterGibibyte() {
        assertThat(plan(LogTopic.LEDGER).settings())
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(90).toMillis()))
                .containsEntry("retention.bytes", Integer.toString(256 << 20));
    }

    @Test
    void onlyWhatDiffersIsTold() {
        TopicPlan plan = new TopicPlan(LogTopic.EVENTS, 4, Map.of("a", "1", "b", "2", "c", "3"));
        Config found = new Config(List.of(new ConfigEntry("a", "1"), new ConfigEntry("b", "9")));

        assertThat(TopicKeeper.differing(plan, found)).containsExactly(Map.entry("b", "9"));
    }

    private TopicPlan plan(LogTopic topic) {
        return plans.get(topic.ordinal());
    }
}
