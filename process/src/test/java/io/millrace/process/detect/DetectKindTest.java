package io.millrace.process.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.model.ProblemException;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Place;
import io.millrace.process.detect.DetectOptions.BandOptions;
import io.millrace.process.detect.DetectOptions.Combine;
import io.millrace.process.detect.DetectOptions.CusumOptions;
import io.millrace.process.detect.DetectOptions.EwmaOptions;
import io.millrace.process.detect.DetectOptions.ZScoreOptions;
import io.millrace.process.detect.Watching.Options;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DetectKindTest {

    private final Setting kilns =
            new Setting("health", Watching.NAMESPACE, "works/kilns/+", ZoneId.of("Europe/Brussels"));

    private static Options options() {
        return Options.zScore(10, 3, 5);
    }

    private void refused(Options options, String key, String... words) {
        MistakeException mistake =
                catchThrowableOfType(MistakeException.class, () -> new DetectKind().plan(options.build(), kilns));
        assertThat(mistake).isNotNull();
        assertThat(mistake.key()).isEqualTo(key);
        assertThat(mistake.problem().sentence()).contains(words);
        assertThat(mistake.problem().remedy()).isNotBlank();
    }

    private static void refused(ThrowingCallable options, String words) {
        assertThatThrownBy(options).isInstanceOf(ProblemException.class).hasMessageContaining(words);
    }

    @Test
    void aPlanNamesWhatIsReadAndWritten() {
        Options one = options();
        one.tags = List.of("score", "anomaly");
        Plan plan = new DetectKind().plan(one.build(), kilns);

        assertThat(plan.sources()).containsExactly(new Source("input", "umh/v1/works/kilns/+/_historian/x"));
        assertThat(plan.writes())
                .containsExactly(
                        "umh/v1/works/kilns/+/_historian/health/score",
                        "umh/v1/works/kilns/+/_historian/health/anomaly");
        assertThat(plan.keying()).isEqualTo(new Keying.ByPlace(3));
    }

    @Test
    void severalInputsHaveGroupsOfTheirOwnOrOneForAll() {
        Options each = options().several(Combine.EACH, "a", "b");
        each.tags = List.of("score");
        Options max = options().several(Combine.MAX, "a", "b");

        assertThat(new DetectKind().plan(each.build(), kilns).writes())
                .containsExactly(
                        "umh/v1/works/kilns/+/_historian/health/a/score",
                        "umh/v1/works/kilns/+/_historian/health/b/score");
        assertThat(new DetectKind().plan(max.build(), kilns).writes())
                .containsExactly(
                        "umh/v1/works/kilns/+/_historian/health/score",
                        "umh/v1/works/kilns/+/_historian/health/anomaly",
                        "umh/v1/works/kilns/+/_historian/health/worst");
    }

    @Test
    void whatWasLearntOfOthersIsNotTakenForThese() {
        Options other = options();
        other.relearn = 1;
        assertThat(form(options())).isEqualTo(form(Options.zScore(20, 4, 6)));
        assertThat(form(options())).isNotEqualTo(form(other));
        assertThat(form(options())).isNotEqualTo(form(Options.learntCusum(10)));
        assertThat(form(options())).isNotEqualTo(form(options().several(Combine.EACH, "a")));
    }

    private static String form(Options options) {
        return new DetectKind()
                .plan(options.build(), Watching.SETTING)
                .rule()
                .apply(new Place(Watching.NAMESPACE, "works/line-1"))
                .codec()
                .form();
    }

    @Test
    void inputsThatCannotBeAreRefused() {
        Options none = options();
        none.input = null;
        refused(none, "input", "no input");
        Options both = options();
        both.inputs.put("a", "_historian/a");
        refused(both, "inputs", "'input'");
        Options many = options();
        many.input = "_historian/+";
        refused(many, "input", "many tags");
        Options events = options();
        events.input = "_analytics/count";
        refused(events, "input", "carries events");
        Options named = options().several(Combine.EACH, "a/b");
        refused(named, "inputs.a/b", "part of a topic");
        Options twice = options().several(Combine.EACH, "a");
        twice.inputs.put("b", "_historian/a");
        refused(twice, "inputs.b", "is the input 'a' already");
        Options own = options();
        own.input = "_historian/health/score";
        refused(own, "output", "judge what it tells");
        Options alone = options();
        alone.combine = Combine.MAX;
        refused(alone, "combine", "nothing to combine");
    }

    @Test
    void tagsThatCannotBeAreRefused() {
        Options unknown = options();
        unknown.tags = List.of("scores");
        refused(unknown, "tags", "'scores'");
        Options none = options();
        none.tags = List.of();
        refused(none, "tags", "Nothing");
        Options worst = options();
        worst.tags = List.of("worst");
        refused(worst, "tags", "for 'combine: max'");
        Options all = options().several(Combine.MAX, "a");
        all.tags = List.of("low");
        refused(all, "tags", "of one input");
    }

    @Test
    void thereIsOneMethod() {
        Options none = new Options();
        refused(none::build, "no method");
        Options two = options();
        two.cusum = new CusumOptions(0.5, 5, 100, null, null);
        refused(two::build, "more than one method");
    }

    @Test
    void parametersThatMeanNothingAreRefused() {
        refused(() -> new ZScoreOptions(5, 3, 3), "window is 5");
        refused(() -> new ZScoreOptions(100, 0, 30), "'limit' is 0.0");
        refused(() -> new ZScoreOptions(100, Double.NaN, 30), "'limit' is NaN");
        refused(() -> new ZScoreOptions(100, 3, 101), "'warmUp' is 101");
        refused(() -> new EwmaOptions(0, 3, 100, null, null), "'lambda' is 0.0");
        refused(() -> new EwmaOptions(0.2, 3, 1, null, null), "'warmUp' is 1");
        refused(() -> new EwmaOptions(0.2, 3, 100, 5.0, null), "'mean' without 'sigma'");
        refused(() -> new CusumOptions(0.5, 5, 100, 5.0, 0.0), "'sigma' is 0.0");
        refused(() -> new CusumOptions(-1, 5, 100, null, null), "'k' is -1.0");
        refused(() -> band(Duration.ofHours(1), Duration.ofHours(1)), "The step is");
        refused(() -> band(Duration.ofHours(1), Duration.ofMinutes(7)), "no multiple");
        refused(() -> band(Duration.ofDays(7), Duration.ofMinutes(5)), "2016 steps");
        refused(() -> new BandOptions(Duration.ofDays(1), Duration.ofHours(1), 3, 1, 0.1, 0, 0.1), "'warmUp' is 1");
        refused(() -> new BandOptions(Duration.ofDays(1), Duration.ofHours(1), 3, 2, 2, 0, 0.1), "'alpha' is 2.0");
        refused(() -> new BandOptions(Duration.ofDays(1), Duration.ofHours(1), 3, 2, 0.1, 0, 0), "'gamma' is 0.0");
        refused(() -> options().minSigma(-1).build(), "'minSigma' is -1.0");
        refused(() -> options().clearAt(1.5).build(), "'clearAt' is 1.5");
        refused(() -> options().gap(0).build(), "silence");
    }

    private static BandOptions band(Duration season, Duration step) {
        return new BandOptions(season, step, 3, 2, 0.1, 0, 0.1);
    }
}
