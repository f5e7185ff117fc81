package io.millrace.process.alarm;

import static io.millrace.process.alarm.Rig.alarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Source;
import io.millrace.process.expression.InputType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlarmKindTest {

    private static Plan plan(Rig.Written written) {
        return new AlarmKind().plan(written.options(), Rig.SETTING);
    }

    @Test
    void itReadsItsInputsAndWhatPeopleDo() {
        Plan plan = plan(alarm().high(1, 0).suppressedBy("_historian/state", "stopped"));

        assertThat(plan.sources())
                .extracting(Source::role)
                .containsExactly(
                        "value",
                        "suppressedBy",
                        "acknowledge",
                        "reset",
                        "shelve",
                        "unshelve",
                        "suppress",
                        "unsuppress",
                        "out-of-service",
                        "in-service");
        assertThat(plan.writes()).containsExactly(Rig.EVENTS, Rig.TAG);
    }

    @Test
    void itMayHaveANameOfItsOwn() {
        assertThat(plan(alarm().high(1, 0).name("burner-hot")).writes())
                .contains("umh/v1/plant/kiln/_analytics/alarm/burner-hot");
        mistaken(alarm().high(1, 0).name("shelve"), "name", "what people do");
        mistaken(alarm().high(1, 0).name("a b"), "name", "holds ' '");
    }

    @Test
    void thereIsExactlyOneCondition() {
        refused(alarm(), "Nothing says when");
        refused(alarm().high(1, 0).low(0, 0), "several conditions");
        refused(alarm().high(1, 0).input(null), "no input");
        assertThatThrownBy(() -> alarm().rate(null, null, 60)).hasMessageContaining("neither rise nor fall");
        refused(alarm().high(1, 0).delays(-1, 0), "less than 0");
        refused(alarm().high(1, 0).number(0), "between 1 and 1000");
        refused(alarm().silentFor(0), "silentFor");
    }

    private static void refused(Rig.Written written, String because) {
        assertThatThrownBy(written::options)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(because);
    }

    @Test
    void mistakesAreNamedWithTheirKey() {
        mistaken(alarm().high(1, 0).input("_historian/+"), "input", "several topics");
        mistaken(alarm().high(1, 0).input("_analytics/count"), "input", "carries events");
        mistaken(alarm().high(1, 0).suppressedBy(Rig.INPUT, "1"), "suppressedBy.input", "an input already");
        mistaken(alarm().high(1, 0).message("{valeu} is hot"), "message", "{valeu}");
        mistaken(alarm().when(Map.of("a", "_historian/a"), "a + 1"), "when", "The result is");
        mistaken(alarm().when(Map.of("a", "_historian/a"), "b > 1"), "when", "b");
        mistaken(alarm().when(Map.of("shelve", "_historian/a"), "shelve > 1"), "inputs.shelve", "something else");
        mistaken(
                alarm().when(Map.of("a", "_historian/a"), "a > 1").types(Map.of("b", InputType.TEXT)),
                "types.b",
                "no input 'b'");
    }

    private static void mistaken(Rig.Written written, String key, String because) {
        assertThatThrownBy(() -> plan(written)).isInstanceOfSatisfying(MistakeException.class, mistake -> {
            assertThat(mistake.key()).isEqualTo(key);
            assertThat(mistake).hasMessageContaining(because);
        });
    }

    @Test
    void aMessageMayNameItsInputs() {
        Rig rig = alarm().when(Map.of("supply", "_historian/supply"), "supply < 2")
                .message("supply {supply}, limit {limit}")
                .rig()
                .say(0, "_historian/supply", 1);

        assertThat(Texts.of(rig.last().get("message"))).isEqualTo("supply 1, limit ?");
    }
}
