package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DescriptionsTest {

    enum Mode {
        SIGN_ONLY,
        NONE
    }

    record Inner(@Described("Metres.") double depth) {}

    record Sound(
            @Described("Who.") String name,

            @Described("How long to wait.") @DefaultsTo("5s")
            Duration timeout,

            @Described("How.") @DefaultsTo("sign-only") Mode mode,
            @Described("Perhaps.") @Nullable Integer maybe,
            @Described("Where.") @DefaultsTo("[]") List<Inner> places,
            @Described("More.") @DefaultsTo("{}") Map<String, Inner> named) {}

    record Unsound(
            String silent,
            @Described("no sentence") int count,
            @Described("A time.") Instant time,
            @Described("How long.") @DefaultsTo("five") Duration timeout,
            @Described("How.") @DefaultsTo("SIGN_ONLY") Mode mode,
            @Described("Both.") @DefaultsTo("1") @Nullable Integer both,
            @Described("Boxed.") Integer boxed,
            @Described("Deep.") List<Map<Integer, String>> deep) {}

    @Test
    void aSoundRecordHasNoFaults() {
        assertThat(Descriptions.faults(Sound.class)).isEmpty();
    }

    @Test
    void everyFaultIsNamedWithItsPlace() {
        assertThat(Descriptions.faults(Unsound.class))
                .hasSize(8)
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.silent"))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.count"))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.time "))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.timeout"))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.mode"))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.both"))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.boxed"))
                .anySatisfy(fault -> assertThat(fault).startsWith("Unsound.deep"));
    }
}
