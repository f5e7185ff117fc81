package io.millrace.process.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowKindTest {

    private static final Setting KILNS = new Setting("hourly", Run.NAMESPACE, "limeworks/liege/kilns/+", Run.ZONE);

    private static WindowOptions options(String input, @Nullable String field, String output, String... aggregates) {
        return new WindowOptions(
                input,
                field,
                Duration.ofHours(1),
                null,
                null,
                null,
                Duration.ZERO,
                List.of(aggregates),
                WindowOptions.Per.MINUTE,
                null,
                output);
    }

    private static WindowOptions shape(
            @Nullable Duration length,
            @Nullable Duration every,
            @Nullable Duration gap,
            @Nullable Duration longest,
            Duration offset,
            @Nullable Duration hold) {
        return new WindowOptions(
                "_historian/t",
                null,
                length,
                every,
                gap,
                longest,
                offset,
                List.of("time-weighted-mean"),
                WindowOptions.Per.SECOND,
                hold,
                "t");
    }

    @Test
    void aPlanSaysWhatIsReadAndWritten() {
        Plan plan = new WindowKind()
                .plan(options("_historian/burner/temperature", null, "burner/hourly", "mean", "p99.9"), KILNS);

        assertThat(plan.sources())
                .containsExactly(new Source("input", "umh/v1/limeworks/liege/kilns/+/_historian/burner/temperature"));
        assertThat(plan.keying()).isEqualTo(new Keying.ByPlace(4));
        assertThat(plan.writes())
                .containsExactly(
                        "umh/v1/limeworks/liege/kilns/+/_historian/burner/hourly/mean",
                        "umh/v1/limeworks/liege/kilns/+/_historian/burner/hourly/p99.9");
    }

    @Test
    void aFieldOfEventsCanBeSummedUp() {
        Run run = new Run(options("_analytics/count", "count", "pieces/hourly", "sum", "count"));
        run.give(count(0, "{\"timestamp_ms\":0,\"id\":\"a\",\"count\":12,\"scrap\":1}"))
                .give(count(60_000_000, "{\"timestamp_ms\":60000,\"id\":\"b\",\"count\":30}"))
                .pass(3_600_000_000L);

        assertThat(run.outputs())
                .extracting(output -> output.topic().name() + " " + Run.text(output.content()))
                .containsExactly("pieces/hourly/sum 42 Good", "pieces/hourly/count 2 Good");
        assertThatThrownBy(() -> run.give(count(3_700_000_000L, "{\"timestamp_ms\":3700000,\"scrap\":1}")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no field 'count'");
    }

    @Test
    void eventsCanBeCountedWithoutAField() {
        Run run = new Run(options("_analytics/product/add", null, "products", "count"));

        run.give(Input.of(
                        "input",
                        Run.NAMESPACE.parse("umh/v1/" + Run.LOCATION + "/_analytics/product/add"),
                        5,
                        new Content.Happened("{\"timestamp_us\":5}")))
                .pass(3_600_000_000L);

        assertThat(run.outputs()).singleElement().satisfies(output -> assertThat(output.content())
                .isEqualTo(Content.of(Value.of(1))));
    }

    private static Input count(long time, String json) {
        Topic topic = Run.NAMESPACE.parse("umh/v1/" + Run.LOCATION + "/_analytics/count");
        return Input.of("input", topic, time, new Content.Happened(json));
    }

    @Test
    void aTextTooLongToKeepIsRefused() {
        Run run = new Run(Run.window(Duration.ofHours(1), null, null, "last"));

        assertThatThrownBy(() -> run.give(0, Content.of(Value.of("x".repeat(1001)))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("more than 1000 characters");
    }

    @Test
    void anInputFromTheRootIsOneForAll() {
        Setting setting = new Setting("outdoor", Run.NAMESPACE, "limeworks/liege/kilns", Run.ZONE);
        Plan plan =
                new WindowKind().plan(options("/limeworks/liege/_historian/outdoor", null, "outdoor", "mean"), setting);

        assertThat(plan.sources().get(0).filter()).isEqualTo("umh/v1/limeworks/liege/_historian/outdoor");
        Processor<?> processor = plan.rule().apply(new Place(Run.NAMESPACE, "limeworks/liege/kilns"));
        assertThat(processor.codec().form()).isEqualTo("window-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+/_historian/t | | out | mean | input | names several topics",
                "_historian/# | | out | mean | input | names several topics",
                "temperature | | out | mean | input | names no contract",
                "_analytics/count | | out | mean | aggregates | only count and duration",
                "_historian/t | count | out | mean | field | have no fields",
                "_historian/t | | out put | mean | output | Segment",
            })
    void whatDoesNotFitIsRefusedWithItsKey(
            String input, @Nullable String field, String output, String aggregate, String key, String message) {
        assertThatThrownBy(() -> new WindowKind().plan(options(input, field, output, aggregate), KILNS))
                .isInstanceOf(MistakeException.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"median", "p101", "p100.5", "p05", "percentile", "Mean", ""})
    void anAggregateThatThereIsNotIsRefused(String word) {
        assertThatThrownBy(() -> options("_historian/t", null, "out", word))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'" + word + "' is no aggregate")
                .hasMessageContaining("time-weighted-mean");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        Duration hour = Duration.ofHours(1);
        Duration day = Duration.ofDays(1);
        Duration zero = Duration.ZERO;

        refused("neither a length nor a gap", null, null, null, null, zero, null);
        refused("a length and a gap", hour, null, hour, null, zero, null);
        refused("The length is PT0.01S", Duration.ofMillis(10), null, null, null, zero, null);
        refused("no multiple of 'every'", hour, Duration.ofMinutes(7), null, null, zero, null);
        refused("no multiple of 'every'", hour, day, null, null, zero, null);
        refused("More than 1000 windows", day, Duration.ofMinutes(1), null, null, zero, null);
        refused("for sessions only", hour, null, null, hour, zero, null);
        refused("'every' is for windows with a length only", null, hour, hour, null, zero, null);
        refused("'longest' is PT1H", null, null, hour, hour, zero, null);
        refused("Give 'longest' too", null, null, day, null, zero, null);
        refused("The offset is PT1H", hour, null, null, null, hour, null);
        refused("no whole number of minutes", day, null, null, null, Duration.ofSeconds(1), null);
        refused("'offset' is for windows", null, null, hour, null, hour, null);
        refused("valid in more than 1000", Duration.ofMinutes(1), null, null, null, zero, day);
        assertThatThrownBy(() -> Run.window(hour, null, hour, "mean")).hasMessageContaining("time-weighted mean only");
        assertThatThrownBy(() -> Run.window(hour, null, null, "mean", "mean")).hasMessageContaining("twice");
        assertThatThrownBy(() -> Run.window(hour, null, null)).hasMessageContaining("no aggregates");
        assertThatThrownBy(() -> options("_historian/t", null, "_historian/t", "mean"))
                .hasMessageContaining("Write what follows _historian/");
    }

    private static void refused(
            String message,
            @Nullable Duration length,
            @Nullable Duration every,
            @Nullable Duration gap,
            @Nullable Duration longest,
            Duration offset,
            @Nullable Duration hold) {
        assertThatThrownBy(() -> shape(length, every, gap, longest, offset, hold))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }
}
