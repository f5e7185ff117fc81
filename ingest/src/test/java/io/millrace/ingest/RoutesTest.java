package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.ingest.Routes.FilterRoute;
import io.millrace.model.LogTopic;
import io.millrace.model.TopicFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final String KILN = "umh/v1/works/kiln/_historian/temperature";

    @Test
    void businessEventsAreOfHighIntegrityAndEverythingElseOfHighThroughput() {
        Routes routes = Routes.defaults();

        assertThat(of(routes, "umh/v1/works/kiln/_analytics/count")).isEqualTo(LogTopic.EVENTS);
        assertThat(of(routes, KILN)).isEqualTo(LogTopic.SAMPLES);
        assertThat(of(routes, "umh/v1/works/kiln/_pump_v1/speed")).isEqualTo(LogTopic.SAMPLES);
    }

    @Test
    void theTopicOutweighsTheFilterAndTheFilterTheContract() {
        Routes routes = new Routes(
                Map.of(KILN, LogTopic.SAMPLES),
                List.of(filter("umh/v1/works/kiln/#", LogTopic.EVENTS)),
                Map.of("_historian", LogTopic.SAMPLES, "_analytics", LogTopic.SAMPLES));

        assertThat(of(routes, KILN)).isEqualTo(LogTopic.SAMPLES);
        assertThat(of(routes, "umh/v1/works/kiln/_historian/pressure")).isEqualTo(LogTopic.EVENTS);
        assertThat(of(routes, "umh/v1/works/oven/_historian/pressure")).isEqualTo(LogTopic.SAMPLES);
        assertThat(of(routes, "umh/v1/works/oven/_analytics/count")).isEqualTo(LogTopic.SAMPLES);
    }

    @Test
    void ofSeveralFiltersTheFirstThatMatchesCounts() {
        FilterRoute counters = filter("umh/v1/+/+/_historian/counter", LogTopic.EVENTS);
        FilterRoute all = filter("umh/v1/works/#", LogTopic.SAMPLES);
        String counter = "umh/v1/works/kiln/_historian/counter";

        assertThat(of(new Routes(Map.of(), List.of(counters, all), Map.of()), counter))
                .isEqualTo(LogTopic.EVENTS);
        assertThat(of(new Routes(Map.of(), List.of(all, counters), Map.of()), counter))
                .isEqualTo(LogTopic.SAMPLES);
    }

    @Test
    void theQuarantineAndItsLikeAreNoRoutes() {
        for (LogTopic log : List.of(LogTopic.QUARANTINE, LogTopic.AUDIT, LogTopic.LEDGER, LogTopic.COMMANDS)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Routes(Map.of("_historian", log)));
            assertThatIllegalArgumentException().isThrownBy(() -> filter("#", log));
        }
    }

    @Test
    void aTopicIsAskedForOnceAndRememberedWithItsRoute() {
        TopicCache topics = new TopicCache(
                Bench.NAMESPACE,
                TopicRules.of(new Routes(Map.of(), List.of(filter("umh/v1/works/#", LogTopic.EVENTS)), Map.of())),
                10);

        TopicRules.Known first = topics.parse(KILN);

        assertThat(first.route()).isEqualTo(LogTopic.EVENTS);
        assertThat(topics.parse(KILN)).isSameAs(first);
    }

    private static FilterRoute filter(String filter, LogTopic log) {
        return new FilterRoute(TopicFilter.parse(filter), log);
    }

    private static LogTopic of(Routes routes, String topic) {
        return routes.of(Bench.NAMESPACE.parse(topic));
    }
}
