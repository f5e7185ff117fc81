package io.millrace.historian.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private final Sources sources = new Sources();

    @Test
    void whoDoesNotSayIsKafka() {
        assertThat(sources.name(null)).isEqualTo(Headers.UNKNOWN_SOURCE);
        assertThat(sources.name("")).isEqualTo(Headers.UNKNOWN_SOURCE);
        assertThat(sources.name("kiln-1")).isEqualTo("kiln-1");
    }

    @Test
    void clientsBeyondTheLimitShareAName() {
        sources.learn(List.of("mqtt:known"));
        for (int i = 1; i < Sources.MAX; i++) {
            assertThat(sources.name("mqtt:" + i)).isEqualTo("mqtt:" + i);
        }

        assertThat(sources.name("mqtt:late")).isEqualTo("mqtt:others");
        assertThat(sources.name("mqtt:known")).isEqualTo("mqtt:known");
        assertThat(sources.name("mqtt:17")).isEqualTo("mqtt:17");
        assertThat(sources.name("kiln-1")).as("a connection").isEqualTo("kiln-1");
    }

    @Test
    void othersBeyondTheLimitAreKafka() {
        for (int i = 0; i < Sources.MAX; i++) {
            sources.name("writer-" + i);
        }

        assertThat(sources.name("late")).isEqualTo(Headers.UNKNOWN_SOURCE);
        assertThat(sources.name("writer-0")).isEqualTo("writer-0");
        assertThat(sources.name("mqtt:a")).isEqualTo("mqtt:a");
    }

    @Test
    void anyTextBecomesAKeyThatFits() {
        String kilns = "\uD83D\uDE00".repeat(40_000);

        String name = sources.name("mqtt:" + kilns + "\0");

        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000);
        assertThat(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(name);
        assertThat(sources.name("a\0b")).isEqualTo("a\uFFFDb");
    }
}
