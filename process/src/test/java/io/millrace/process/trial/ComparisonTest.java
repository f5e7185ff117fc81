package io.millrace.process.trial;

import static io.millrace.process.trial.Alarms.SECOND;
import static io.millrace.process.trial.Alarms.SIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Inputs.Said;
import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trial says beside what the log has. */
class ComparisonTest {

    private static final Topic SUM = Alarms.NAMESPACE.parse("umh/v1/plant/cells/a/_historian/sum");

    private final Comparison comparison = new Comparison(Alarms.definition(), SIX);

    private void here(long seconds, Content content, long revision) {
        comparison.here(
                new Emission(Output.of(SUM, SIX + seconds * SECOND, content), revision, List.of()),
                SIX + seconds * SECOND);
    }

    private boolean there(long seconds, Content content, long revision, String processor) {
        return comparison.there(new Said(SUM, SIX + seconds * SECOND, "", revision, content), processor);
    }

    private static Content number(long number) {
        return Content.of(Value.of(number));
    }

    @Test
    void ofEachIdentityWhatWasSaidLastIsCompared() {
        here(1, number(1), 0);
        here(2, number(2), 0);
        here(2, number(3), 1);
        here(3, number(4), 0);
        here(4, number(5), 0);
        here(4, Content.RETRACTED, 2);
        there(1, number(1), 0, "alarms@rev-1");
        there(2, number(3), 7, "alarms@rev-1");
        there(2, number(2), 0, "alarms@rev-1");
        there(3, number(9), 0, "alarms@rev-1");
        there(5, number(6), 0, "alarms@rev-1");

        Comparison.Result result = comparison.result(Long.MAX_VALUE);

        assertThat(result.equal()).isEqualTo(2);
        assertThat(result.different()).isEqualTo(1);
        assertThat(result.onlyHere()).isZero();
        assertThat(result.onlyThere()).isEqualTo(1);
        assertThat(result.outputs()).isEqualTo(5);
        assertThat(result.sameRevision()).isTrue();
        assertThat(result.complete()).isTrue();
        assertThat(result.examples())
                .containsExactly(
                        new Comparison.Difference(new Identity(SUM.path(), SIX + 3 * SECOND, ""), number(4), number(9)),
                        new Comparison.Difference(new Identity(SUM.path(), SIX + 5 * SECOND, ""), null, number(6)));
    }

    @Test
    void onlyTheProcessorOfThisNameCounts() {
        assertThat(there(1, number(1), 0, "alarms@rev-0")).isTrue();
        assertThat(there(1, number(1), 0, "alarms-2@rev-1")).isFalse();
        assertThat(comparison.there(new Said(SUM, SIX, "", 0, number(1)), null)).isFalse();

        assertThat(comparison.result(Long.MAX_VALUE).outputs()).isEqualTo(1);
        assertThat(comparison.result(Long.MAX_VALUE).sameRevision()).isFalse();
    }

    @Test
    void whatCannotBeKnownFromBothSidesIsLeftOut() {
        there(-5, number(1), 0, "alarms@rev-1"); // of inputs before the trial
        here(100, number(1), 0); // the running one may still say it
        here(10, number(1), 0);

        Comparison.Result result = comparison.result(SIX + 99 * SECOND);

        assertThat(result.onlyThere()).isZero();
        assertThat(result.onlyHere()).isEqualTo(1);
    }

    @Test
    void whatADeviceHadKeptForLaterIsComparedToo() {
        comparison.saw(SIX - 60 * SECOND);
        here(-30, number(1), 0);
        there(-30, number(1), 0, "alarms@rev-1");
        there(-90, number(1), 0, "alarms@rev-1");

        assertThat(comparison.result(Long.MAX_VALUE).equal()).isEqualTo(1);
        assertThat(comparison.result(Long.MAX_VALUE).onlyThere()).isZero();
    }

    @Test
    void beyondABoundItSaysThatItIsNotComplete() {
        for (int i = 0; i < 100_001; i++) {
            here(i, number(i), 0);
        }
        assertThat(comparison.result(Long.MAX_VALUE).complete()).isFalse();
        assertThat(comparison.result(Long.MAX_VALUE).onlyHere()).isEqualTo(100_000);
        assertThat(comparison.result(Long.MAX_VALUE).examples()).hasSize(5);
    }
}
