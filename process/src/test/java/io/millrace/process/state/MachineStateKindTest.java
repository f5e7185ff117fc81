package io.millrace.process.state;

import static io.millrace.process.state.Bench.SETTING;
import static io.millrace.process.state.Bench.options;
import static io.millrace.process.state.Bench.pieces;
import static io.millrace.process.state.Bench.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MachineState;
import io.millrace.model.ProblemException;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.state.MachineStateOptions.Pieces;
import io.millrace.process.state.MachineStateOptions.Standard;
import io.millrace.process.state.MachineStateOptions.Word;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MachineStateKindTest {

    private final MachineStateKind kind = new MachineStateKind();

    @Test
    void aTopicThatIsUsedTwiceIsOneInput() {
        Setting lines = new Setting("state", Bench.NAMESPACE, "plant/+", SETTING.zone());
        Plan plan = kind.plan(
                options(
                        List.of(
                                rule("_historian/fault", "true", MachineState.FAULT),
                                rule("_historian/total", "0", MachineState.IDLE),
                                rule("_historian/fault", "2", MachineState.CLEANING)),
                        null,
                        pieces()),
                lines);

        assertThat(plan.sources())
                .containsExactly(
                        new Source("_historian/fault", "umh/v1/plant/+/_historian/fault"),
                        new Source("_historian/total", "umh/v1/plant/+/_historian/total"),
                        new Source("_analytics/state/overwrite", "umh/v1/plant/+/_analytics/state/overwrite"));
        assertThat(plan.writes())
                .containsExactly("umh/v1/plant/+/_analytics/state/add", "umh/v1/plant/+/_historian/state");
        assertThat(plan.keying()).isEqualTo(new Keying.ByPlace(2));
    }

    @Test
    void aTotalMayBeASignalAndCountPieces() {
        Bench bench = new Bench(options(List.of(rule("_historian/total", "0", MachineState.SETUP)), null, pieces()))
                .say(0, "_historian/total", 0)
                .say(10, "_historian/total", 1)
                .say(20, "_historian/total", 2);
        assertThat(bench.told()).containsExactly("0 setup", "10 running");
    }

    @Test
    void mistakesNameTheKey() {
        assertMistake(
                options(List.of(rule("fault", "true", MachineState.FAULT)), null, null),
                "rules[0].input",
                "names no contract");
        assertMistake(
                options(List.of(rule("+/_historian/fault", "true", MachineState.FAULT)), null, null),
                "rules[0].input",
                "names several topics");
        assertMistake(
                options(List.of(), new Word("_historian/w", Standard.PACKML, "mode", Map.of(), Map.of()), null),
                "word.mode",
                "names no contract");
        assertMistake(
                options(List.of(), null, new Pieces("total", Duration.ofMinutes(2))),
                "pieces.input",
                "names no contract");
        assertMistake(
                options(List.of(), null, pieces(), new MachineStateOptions.Reason("why", Map.of()), null),
                "reason.input",
                "names no contract");
        assertMistake(with(MachineState.IDLE, "state", null, pieces()), "otherwise", "would hide");
        assertMistake(with(null, "my state", null, pieces()), "output", "my state");
        assertMistake(with(null, "state", "_historian/total", pieces()), "overwrite", "input of another kind");
    }

    private void assertMistake(MachineStateOptions options, String key, String message) {
        assertThatThrownBy(() -> kind.plan(options, SETTING))
                .isInstanceOf(MistakeException.class)
                .hasMessageContaining(message)
                .satisfies(mistake ->
                        assertThat(((MistakeException) mistake).key()).isEqualTo(key));
    }

    private static MachineStateOptions with(
            @Nullable MachineState otherwise, String output, @Nullable String overwrite, @Nullable Pieces pieces) {
        return new MachineStateOptions(
                List.of(rule("_historian/fault", "true", MachineState.FAULT)),
                null,
                pieces,
                otherwise,
                null,
                null,
                Duration.ZERO,
                Duration.ofDays(1),
                output,
                overwrite);
    }

    @Test
    void withoutPiecesAndWordTheStateWhereNoRuleFitsMayBeChosen() {
        Bench bench = new Bench(with(MachineState.RUNNING, "state", null, null))
                .say(0, "_historian/fault", false)
                .say(10, "_historian/fault", true)
                .say(11, "_historian/fault", 0.0);
        assertThat(bench.told()).containsExactly("0 running", "10 fault", "11 running"); // 0s: no microstops
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertRefused(() -> options(List.of(), null, null), "Nothing says what the machine is doing");
        assertRefused(
                () -> new StateRule("_historian/x", null, null, null, null, MachineState.FAULT, ""),
                "does not say when it fits");
        assertRefused(
                () -> new StateRule("_historian/x", null, null, 5.0, 5.0, MachineState.FAULT, ""),
                "No number is above");
        assertRefused(() -> new Pieces("_historian/x", Duration.ZERO), "stoppedAfter");
        assertRefused(() -> new Word("_historian/x", Standard.OWN, null, Map.of(), Map.of()), "has no words");
        assertRefused(
                () -> new Word("_historian/x", Standard.PACKML, null, Map.of(), Map.of("3", MachineState.SETUP)),
                "and no mode");
        assertRefused(() -> options(List.of(), null, pieces(), null, Duration.ZERO), "staleAfter");
        assertRefused(
                () -> options(List.of(), null, new Pieces("_historian/x", Duration.ofDays(3))),
                "remember is shorter than stoppedAfter");
    }

    private static void assertRefused(Runnable options, String message) {
        assertThatThrownBy(options::run).isInstanceOf(ProblemException.class).hasMessageContaining(message);
    }

    @Test
    void rulesCompareWhatTheyAreGiven() {
        assertThat(fits("true", true)).isTrue();
        assertThat(fits("true", 1)).isTrue();
        assertThat(fits("true", 0)).isFalse();
        assertThat(fits("false", 0.0)).isTrue();
        assertThat(fits("1", true)).isTrue();
        assertThat(fits("5", 5.0)).isTrue();
        assertThat(fits("5.0", 5)).isTrue();
        assertThat(fits("5", "5")).isTrue();
        assertThat(fits("auto", 5)).isFalse();
        assertThat(fits("auto", "Auto")).isFalse();
        assertThat(new StateRule("_historian/x", null, "auto", null, null, MachineState.FAULT, "")
                        .fits(Bench.value("manual")))
                .isTrue();
    }

    private static boolean fits(String is, Object value) {
        return rule("_historian/x", is, MachineState.FAULT).fits(Bench.value(value));
    }
}
