package io.millrace.process.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Namespace;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Place;
import io.millrace.process.counter.CounterOptions.Edge;
import io.millrace.process.counter.CounterOptions.OnReset;
import io.millrace.process.counter.CounterOptions.Passages;
import io.millrace.process.counter.CounterOptions.Period;
import io.millrace.process.counter.CounterOptions.Pulses;
import io.millrace.process.counter.CounterOptions.Running;
import io.millrace.process.counter.CounterOptions.Scrap;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person may write about a counter, and what is said when it is wrong. */
class CounterKindTest {

    private static final Pulses PULSES = new Pulses("_historian/pulse", Edge.RISING);

    @Test
    void itReadsBothInputsAndWritesBelowItsLocation() {
        Plan plan = plan(Counting.pulses(Counting.rejects(true), Period.HOUR));
        assertThat(plan.sources())
                .extracting(source -> source.role() + " " + source.filter())
                .containsExactly("pieces umh/v1/plant/+/_historian/counter", "scrap umh/v1/plant/+/_historian/rejects");
        assertThat(plan.keying()).isEqualTo(new Keying.ByPlace(2));
        assertThat(plan.writes())
                .containsExactly(
                        "umh/v1/plant/+/_analytics/pieces/count",
                        "umh/v1/plant/+/_analytics/pieces/not-counted",
                        "umh/v1/plant/+/_historian/pieces/total",
                        "umh/v1/plant/+/_historian/pieces/scrap",
                        "umh/v1/plant/+/_historian/pieces/hour",
                        "umh/v1/plant/+/_historian/pieces/scrap-hour");
    }

    @Test
    void anInputMayStandElsewhere() {
        Setting setting = new Setting("c", new Namespace("umh/v1"), "plant/line-1", Counting.BRUSSELS);
        Plan plan = new CounterKind()
                .plan(
                        Counting.options(new Pulses("/plant/gate/_historian/pulse", Edge.RISING), null, null, null),
                        setting);
        assertThat(plan.sources().get(0).filter()).isEqualTo("umh/v1/plant/gate/_historian/pulse");
        assertThat(plan.rule().apply(new Place(setting.namespace(), "plant/line-1")))
                .isInstanceOf(CounterProcessor.class);
    }

    @Test
    void whatDoesNotFitTheSettingIsRefusedAtItsKey() {
        mistake(
                Counting.options(new Pulses("_historian/+", Edge.RISING), null, null, null),
                "pulses.input: '_historian/+' stands for several topics, and a counter counts one. Name one topic; for a"
                        + " counter at each of several places write + in 'at'.");
        mistake(
                Counting.options(null, new Running("_analytics/count", null, 10, OnReset.COUNT), null, null),
                "running.input: '_analytics/count' carries events, and a running counter or a distance is a tag. Name a"
                        + " tag, as in _historian/counter, or count the events by pulses.");
        mistake(
                Counting.options(PULSES, null, null, new Scrap(PULSES, null, true)),
                "scrap.pulses.input: '_historian/pulse' is counted as pieces already. Name the tag or event that counts"
                        + " scrap.");
        mistake(
                Counting.options(new Pulses("pulse", Edge.RISING), null, null, null),
                "pulses.input: 'pulse' names no contract. Write it as _historian/temperature: what begins with an"
                        + " underscore is the contract.");
        mistake(
                new CounterOptions(PULSES, null, null, null, "my pieces", List.of(), List.of(), null),
                "output: Segment 'my pieces' holds ' '. Use letters, digits, '-', '_', and '.' inside.");
    }

    private static void mistake(CounterOptions options, String message) {
        assertThatThrownBy(() -> plan(options))
                .isInstanceOf(MistakeException.class)
                .hasMessage(message);
    }

    private static Plan plan(CounterOptions options) {
        return new CounterKind().plan(options, new Setting("c", new Namespace("umh/v1"), "plant/+", Counting.BRUSSELS));
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedInASentence() {
        refused(
                () -> Counting.options(null, null, null, null),
                "The counter says not what it counts by. Give one of pulses, running and passages.");
        refused(
                () -> Counting.options(PULSES, new Running("_historian/n", null, 10, OnReset.COUNT), null, null),
                "The counter counts in 2 ways. Give one of pulses, running and passages.");
        refused(() -> new Scrap(null, null, true), "scrap says not how it is counted. Give one of pulses and running.");
        refused(() -> new Running("_historian/n", null, 0, OnReset.COUNT), "largestStep is 0. Use 1 or more pieces.");
        refused(
                () -> new Running("_historian/n", 1L, 1, OnReset.COUNT),
                "wrapsAt is 1. Use 2 or more, or leave it out.");
        refused(
                () -> new Running("_historian/n", 100L, 100, OnReset.COUNT),
                "largestStep is 100, and the counter begins again at 100. Use a largestStep below wrapsAt: a whole"
                        + " round between two samples cannot be seen.");
        refused(
                () -> new Passages("_historian/d", 120, 120, null, null),
                "near is 120.0 and far is 120.0. Use a near below far: what lies between tells one piece from the"
                        + " next.");
        refused(() -> new Passages("_historian/d", Double.NaN, 1, null, null), "near is NaN and far is 1.0.");
        refused(
                () -> new Passages("_historian/d", 1, 2, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                "longest is 5s and shortest is 5s. Use a longest above shortest.");
        refused(() -> new Passages("_historian/d", 1, 2, null, Duration.ofDays(2)), "longest is 48h. Use 0s to 24h.");
    }

    @Test
    void shiftsThatMakeNoSenseAreRefusedInASentence() {
        refused(() -> calendar(List.of("6am"), null), "shifts says '6am', which is no time of day. Write it as 06:00.");
        refused(() -> calendar(List.of("24:00"), null), "shifts says '24:00', which is no time of day.");
        refused(() -> calendar(List.of(), "noon"), "dayStart says 'noon', which is no time of day.");
        refused(() -> calendar(List.of("06:00", "6:00"), null), "Two shifts begin at the same time. Keep one of them.");
        refused(
                () -> calendar(List.of("06:00", "22:00", "14:00"), null),
                "The shifts begin at 06:00, 22:00, 14:00, which is no order. Name them as they follow each other, the"
                        + " first of the day first.");
        refused(
                () -> new CounterOptions(PULSES, null, null, null, "pieces", List.of(Period.SHIFT), List.of(), null),
                "totals asks for shifts, and there are none.");
        refused(
                () -> new CounterOptions(
                        PULSES, null, null, null, "pieces", List.of(Period.DAY, Period.DAY), List.of(), null),
                "totals names a period twice. Name each once.");
    }

    @Test
    void aDayBeginsWithItsFirstShiftUnlessTheOptionsSayOtherwise() {
        assertThat(calendar(List.of("22:00", "06:00", "14:00"), null).dayBegins())
                .isEqualTo(LocalTime.of(22, 0));
        assertThat(calendar(List.of("6:00", "18:00"), null).dayBegins()).isEqualTo(LocalTime.of(6, 0));
        assertThat(calendar(List.of("06:00"), "00:00").dayBegins()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(calendar(List.of(), null).dayBegins()).isEqualTo(LocalTime.MIDNIGHT);
    }

    private static CounterOptions calendar(List<String> shifts, @Nullable String dayStart) {
        return new CounterOptions(PULSES, null, null, null, "pieces", List.of(), shifts, dayStart);
    }

    private static void refused(ThrowingCallable wrong, String beginning) {
        assertThatThrownBy(wrong).hasMessageStartingWith(beginning);
    }

    @Test
    void totalsOutliveAChangeOfTheOptionsAndWhatFitsNoLongerIsLeftBehind() {
        Counting before = new Counting(Counting.running(1000L, 100, Period.HOUR, Period.DAY))
                .count("2026-11-20T10:00:00Z", 100)
                .count("2026-11-20T10:00:01Z", 150);
        byte[] bytes = Counting.bytes(
                Counting.processor(Counting.running(1000L, 100, Period.HOUR, Period.DAY))
                        .codec(),
                before.state());

        CounterState after = Counting.read(
                Counting.processor(Counting.pulses(null, Period.SHIFT, Period.DAY))
                        .codec(),
                bytes);

        assertThat(after.pieces()).isEqualTo(50);
        assertThat(after.piecesMemory()).isEqualTo(Meter.NOTHING);
        assertThat(after.tallies().get(0).runs()).isFalse();
        assertThat(after.tallies().get(1).pieces()).isEqualTo(50);
        assertThat(bytes.length).isLessThan(130);
    }
}
