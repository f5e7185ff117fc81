package io.millrace.process.detect;

import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Output;
import io.millrace.process.core.Step;
import io.millrace.process.detect.DetectOptions.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags on which verdicts are told. The flag is told when it changes; that there is no verdict is told once.
 *
 * @param topics of what is told, in that order
 */
record Outlet(Map<Told, Topic> topics) {

    /**
     * What was told last.
     *
     * @param bad null while verdicts are told, and before anything is
     * @param flag null before it was told, and after Bad
     */
    record Said(@Nullable Quality bad, @Nullable Boolean flag) {
        static final Said NOTHING = new Said(null, null);
    }

    /**
     * What is told of one moment.
     *
     * @param id of its identity
     * @param doubtful whether it rests on something less than Good
     * @param worst the input with the greatest score, where there are several
     * @param from what it was made of; empty for the input at hand
     */
    record Moment(long time, String id, boolean doubtful, String worst, List<Identity> from) {}

    Step<Said> tell(Said said, Verdict verdict, boolean flag, Moment moment) {
        List<Output> outputs = new ArrayList<>(topics.size());
        topics.forEach((told, topic) -> {
            if (told != Told.ANOMALY || said.flag == null || said.flag != flag) {
                outputs.add(output(topic, moment, content(told, verdict, flag, moment)));
            }
        });
        return new Step<>(new Said(null, flag), outputs);
    }

    private static Content content(Told told, Verdict verdict, boolean flag, Moment moment) {
        return switch (told) {
            case SCORE -> number(verdict.score(), moment);
            case ANOMALY -> good(Value.of(flag), moment);
            case EXPECTED -> number(verdict.expected(), moment);
            case LOW -> number(verdict.low(), moment);
            case HIGH -> number(verdict.high(), moment);
            case WORST -> good(Value.of(moment.worst), moment);
        };
    }

    private static Content number(double number, Moment moment) {
        return Double.isFinite(number)
                ? good(Value.of(number), moment)
                : new Content.Measured(null, Quality.BAD_OUT_OF_RANGE);
    }

    private static Content good(Value value, Moment moment) {
        return new Content.Measured(value, moment.doubtful ? Quality.UNCERTAIN_SUB_NORMAL : Quality.GOOD);
    }

    Step<Said> tellBad(Said said, Quality bad, Moment moment) {
        if (bad.equals(said.bad)) {
            return Step.of(said);
        }
        List<Output> outputs = new ArrayList<>(topics.size());
        topics.forEach((told, topic) -> outputs.add(output(topic, moment, new Content.Measured(null, bad))));
        return new Step<>(new Said(bad, null), outputs);
    }

    private static Output output(Topic topic, Moment moment, Content content) {
        return new Output(topic, moment.time, moment.id, content, false, moment.from);
    }
}
