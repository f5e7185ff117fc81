package io.millrace.process.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.core.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilterTest {

    private static final long SECOND = 1_000_000;

    private long time;

    private static Plan plan(FilterOptions options) {
        return new FilterKind().plan(options, Passing.setting("works"));
    }

    private static FilterOptions samples(
            @Nullable Double min,
            @Nullable Double max,
            List<String> oneOf,
            boolean changed,
            boolean goodOnly,
            @Nullable Duration minInterval) {
        return new FilterOptions(
                List.of("_raw/+"), "_historian/{tag}", null, min, max, oneOf, changed, goodOnly, minInterval);
    }

    private static FilterOptions events(@Nullable String field, @Nullable Double min, boolean changed) {
        return new FilterOptions(
                List.of("_analytics/count"),
                "_analytics/large/{tag}",
                field,
                min,
                null,
                List.of(),
                changed,
                false,
                min == null && !changed ? Duration.ofSeconds(1) : null);
    }

    /** Which of these, a second apart, pass. */
    private List<Content> passed(FilterOptions options, Content... contents) {
        Passing<Passed> filter = new Passing<>(plan(options));
        List<Content> passed = new ArrayList<>();
        for (Content content : contents) {
            time += SECOND;
            long at = time;
            filter.give("works/_raw/x", at, content).forEach(output -> {
                assertThat(output.timestampMicros()).isEqualTo(at);
                passed.add(output.content());
            });
        }
        return passed;
    }

    private static Content number(double value) {
        return Content.of(Value.of(value));
    }

    private static Content whole(long value) {
        return Content.of(Value.of(value));
    }

    private static Content text(String value) {
        return Content.of(Value.of(value));
    }

    private static Content bad() {
        return new Content.Measured(null, Quality.BAD_SENSOR_FAILURE);
    }

    @Test
    void aRangeLetsItsEndsPassAndNothingThatIsNoNumber() {
        FilterOptions range = samples(-1.0, 10.0, List.of(), false, false, null);

        assertThat(passed(
                        range,
                        number(-1.01),
                        number(-1),
                        whole(10),
                        number(10.01),
                        text("5"),
                        Content.of(Value.of(true))))
                .containsExactly(number(-1), whole(10));
    }

    @Test
    void aBadSamplePassesARangeUnlessOnlyGoodOnesAreWanted() {
        assertThat(passed(samples(0.0, null, List.of(), false, false, null), bad()))
                .containsExactly(bad());
        Content uncertain = new Content.Measured(Value.of(1), Quality.UNCERTAIN);
        assertThat(passed(samples(0.0, null, List.of(), false, true, null), bad(), uncertain, whole(1)))
                .containsExactly(whole(1));
    }

    @Test
    void aListKnowsTextsNumbersAndBooleans() {
        FilterOptions list = samples(null, null, List.of("RUN", "2", "2.5", "true"), false, false, null);

        assertThat(passed(
                        list,
                        text("RUN"),
                        text("STOP"),
                        whole(2),
                        number(2.0),
                        number(2.5),
                        whole(3),
                        Content.of(Value.of(true)),
                        Content.of(Value.of(false))))
                .containsExactly(text("RUN"), whole(2), number(2.0), number(2.5), Content.of(Value.of(true)));
    }

    @Test
    void whatSaysTheSameAsTheOneToldLastIsLeftOut() {
        FilterOptions changed = samples(null, null, List.of(), true, false, null);
        Content uncertain = new Content.Measured(Value.of(1), Quality.UNCERTAIN);
        String text = "x".repeat(5000);

        assertThat(passed(
                        changed,
                        whole(1),
                        whole(1),
                        number(1.0),
                        uncertain,
                        uncertain,
                        whole(1),
                        bad(),
                        bad(),
                        text("1")))
                .containsExactly(whole(1), uncertain, whole(1), bad(), text("1"));
        assertThat(passed(changed, text(text), text(text), text(text + "y"), text(text)))
                .containsExactly(text(text), text(text + "y"), text(text));
    }

    @Test
    void atMostOneInAnIntervalPassesButChangesOfQualityAlways() {
        FilterOptions slow = samples(null, null, List.of(), false, false, Duration.ofSeconds(3));

        assertThat(passed(
                        slow, whole(1), whole(2), whole(3), whole(4), bad(), bad(), whole(7), whole(8), whole(9),
                        whole(10)))
                .containsExactly(whole(1), whole(4), bad(), whole(7), whole(10));
    }

    @Test
    void allConditionsHaveToBeMet() {
        FilterOptions both = samples(0.0, null, List.of(), true, false, Duration.ofSeconds(2));

        // 1 passes; 2 is too soon; -1 does not fit; 1 has not changed; 2 passes
        assertThat(passed(both, whole(1), whole(2), whole(-1), whole(1), whole(2)))
                .containsExactly(whole(1), whole(2));
    }

    @Test
    void eventsAreJudgedByAField() {
        Passing<Passed> filter = new Passing<>(plan(events("count", 10.0, false)));
        Content many = new Content.Happened("{\"timestamp_ms\":1,\"count\":12}");

        assertThat(filter.give("works/_analytics/count", 1, "a", many))
                .singleElement()
                .satisfies(output -> {
                    assertThat(output.content()).isEqualTo(many);
                    assertThat(output.id()).isEqualTo("a");
                });
        assertThat(filter.give("works/_analytics/count", 2, new Content.Happened("{\"timestamp_ms\":1,\"count\":9}")))
                .isEmpty();
        assertThatThrownBy(() -> filter.give("works/_analytics/count", 3, new Content.Happened("{\"scrap\":9}")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no field 'count'");
    }

    @Test
    void eventsCanBeThinnedOutWithoutAField() {
        Passing<Passed> filter = new Passing<>(plan(events(null, null, false)));
        Content event = new Content.Happened("{\"timestamp_ms\":1}");

        assertThat(filter.give("works/_analytics/count", 1, event)).hasSize(1);
        assertThat(filter.give("works/_analytics/count", SECOND, event)).isEmpty();
        assertThat(filter.give("works/_analytics/count", SECOND + 1, event)).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> plan(events(null, 1.0, false)))
                .isInstanceOf(MistakeException.class)
                .hasMessageContaining("Name the 'field'");
        assertThatThrownBy(() -> samples(null, null, List.of(), false, false, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no condition");
        assertThatThrownBy(() -> samples(2.0, 1.0, List.of(), false, false, null))
                .hasMessageContaining("'min' is larger than 'max'");
        assertThatThrownBy(() -> samples(Double.NaN, 1.0, List.of(), false, false, null))
                .hasMessageContaining("is no number");
        assertThatThrownBy(() -> plan(new FilterOptions(
                        List.of("_historian/+"), "_historian/{tag}", null, 1.0, null, List.of(), false, false, null)))
                .isInstanceOf(MistakeException.class)
                .hasMessageContaining("would be read again");
    }
}
