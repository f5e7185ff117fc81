package io.millrace.process.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.expression.ExpressionOptions.Join;
import io.millrace.process.expression.Rig.Options;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpressionKindTest {

    private final Setting lines =
            new Setting("efficiency", Rig.NAMESPACE, "works/packing/+", ZoneId.of("Europe/Brussels"));

    private static ExpressionOptions options(
            @Nullable String input, Map<String, String> inputs, Map<String, InputType> types, String output) {
        return new ExpressionOptions(
                input,
                inputs,
                types,
                inputs.isEmpty() ? "value * 2" : "a * 2",
                output,
                Join.LAST,
                null,
                Duration.ZERO,
                null,
                Map.of());
    }

    private void refused(ExpressionOptions options, String key, String... words) {
        MistakeException mistake =
                catchThrowableOfType(MistakeException.class, () -> new ExpressionKind().plan(options, lines));
        assertThat(mistake).isNotNull();
        assertThat(mistake.key()).isEqualTo(key);
        assertThat(mistake.problem().sentence()).contains(words);
        assertThat(mistake.problem().remedy()).isNotBlank();
    }

    @Test
    void aPlanNamesWhatIsReadAndWritten() {
        Plan plan = new ExpressionKind()
                .plan(options(null, Map.of("a", "cell-1/_historian/speed"), Map.of(), "double-speed"), lines);

        assertThat(plan.sources()).containsExactly(new Source("a", "umh/v1/works/packing/+/cell-1/_historian/speed"));
        assertThat(plan.writes()).containsExactly("umh/v1/works/packing/+/_historian/double-speed");
        assertThat(plan.keying()).isEqualTo(new Keying.ByPlace(3));
    }

    @Test
    void oneInputIsCalledValue() {
        Plan plan = new ExpressionKind().plan(options("_raw/speed", Map.of(), Map.of(), "_raw/double"), lines);

        assertThat(plan.sources()).containsExactly(new Source("value", "umh/v1/works/packing/+/_raw/speed"));
        assertThat(plan.writes()).containsExactly("umh/v1/works/packing/+/_raw/double");
    }

    @Test
    void inputsThatCannotBeAreRefused() {
        refused(options(null, Map.of(), Map.of(), "x"), "inputs", "no input");
        refused(options("_historian/b", Map.of("a", "_historian/a"), Map.of(), "x"), "input", "'inputs'");
        refused(options(null, Map.of("a-b", "_historian/a"), Map.of(), "x"), "inputs.a-b", "cannot be a name");
        refused(options(null, Map.of("in", "_historian/a"), Map.of(), "x"), "inputs.in", "cannot be a name");
        refused(
                options(null, Map.of("previous", "_historian/a"), Map.of(), "x"),
                "inputs.previous",
                "means something else");
        refused(
                options(null, Map.of("a", "_historian/a", "a_previous", "_historian/b"), Map.of(), "x"),
                "inputs.a_previous",
                "means something else");
        refused(options(null, Map.of("a", "_historian/+"), Map.of(), "x"), "inputs.a", "many tags");
        refused(options(null, Map.of("a", "speed"), Map.of(), "x"), "inputs.a", "contract");
        refused(
                options(null, Map.of("pressure", "_historian/a"), Map.of("presure", InputType.TEXT), "x"),
                "types.presure",
                "Did you mean 'pressure'?");
    }

    @Test
    void oneTagIsOneInput() {
        Map<String, String> twice = new LinkedHashMap<>();
        twice.put("a", "_historian/a");
        twice.put("b", "_historian/a");
        refused(options(null, twice, Map.of(), "x"), "inputs.b", "is the input 'a' already");
    }

    @Test
    void outputsThatCannotBeAreRefused() {
        Map<String, String> a = Map.of("a", "_historian/speed");
        refused(options(null, a, Map.of(), "speed"), "output", "from itself");
        refused(options(null, a, Map.of(), "_analytics/speed"), "output", "events");
        refused(options(null, a, Map.of(), "spe ed"), "output", "'spe ed'");
    }

    @Test
    void timesThatMeanNothingAreRefused() {
        refused(
                Options.of("a", "a")
                        .all(Duration.ZERO)
                        .stale(Duration.ofSeconds(1))
                        .build(),
                "staleAfter",
                "join: all");
        refused(Options.of("a", "a").stale(Duration.ZERO).build(), "staleAfter", "stale at once");
        ExpressionOptions last = new ExpressionOptions(
                "_historian/a",
                Map.of(),
                Map.of(),
                "value",
                "x",
                Join.LAST,
                null,
                Duration.ofSeconds(1),
                null,
                Map.of());
        refused(last, "tolerance", "join: last");
    }

    @Test
    void previousNeedsABeginningOfItsOwnKind() {
        refused(Options.of("previous + a", "a").build(), "expression", "first: 0");
        refused(Options.of("a + 1", "a").first("0").build(), "first", "does not use it");
        refused(Options.of("previous > a", "a").first("0").build(), "first", "a whole number", "a boolean");
        refused(Options.of("previous + 'x'", "a").first("a").build(), "expression", "a number and a text");
        refused(Options.of("previous + a", "a").first("b").build(), "first", "Unknown name 'b'");
    }

    @Test
    void typesAreCheckedByWhatTheOptionsSay() {
        refused(Options.of("a + 'x'", "a").build(), "expression", "column 3");
        refused(Options.of("a.matches('x')", "a").build(), "expression", "matches(text, 'pattern')");
        new ExpressionKind()
                .plan(Options.of("a + 'x'", "a").type("a", InputType.TEXT).build(), lines);
        new ExpressionKind()
                .plan(Options.of("a.matches('x')", "a").type("a", InputType.ANY).build(), lines);
    }
}
