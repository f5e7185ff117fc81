package io.millrace.bench.detection;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
import io.millrace.process.detect.DetectKind;
import io.millrace.process.detect.DetectOptions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A recording through the rule of a processor, as a hub would run it. */
final class Run {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final String PLACE = "bench/stand";

    private Run() {}

    /** How a column is called among several inputs. */
    static String role(int column) {
        return "c" + column;
    }

    /** For each row, whether the anomaly was there. */
    static boolean[] flags(Recording recording, DetectOptions options) {
        Setting setting = new Setting("unusual", NAMESPACE, PLACE, ZoneId.of("UTC"));
        Processor<?> rule = new DetectKind().plan(options, setting).rule().apply(new Place(NAMESPACE, PLACE));
        NavigableMap<Long, Boolean> changes = new TreeMap<>();
        for (Output output : said(rule, recording)) {
            boolean raised = output.content() instanceof Content.Measured measured
                    && measured.value() instanceof Value.Bool bool
                    && bool.value();
            changes.put(output.timestampMicros(), raised);
        }
        boolean[] flags = new boolean[recording.rows().size()];
        for (int i = 0; i < flags.length; i++) {
            var before = changes.floorEntry(recording.rows().get(i).micros());
            flags[i] = before != null && before.getValue();
        }
        return flags;
    }

    private static <S> List<Output> said(Processor<S> rule, Recording recording) {
        boolean one = recording.columns().size() == 1;
        List<Topic> topics = new ArrayList<>();
        for (int i = 0; i < recording.columns().size(); i++) {
            topics.add(new Place(NAMESPACE, PLACE).topic("_historian/" + (one ? "input" : role(i))));
        }
        List<Output> said = new ArrayList<>();
        S state = rule.begin();
        for (Recording.Row row : recording.rows()) {
            for (int i = 0; i < topics.size(); i++) {
                Content content = Content.of(Value.of(row.values()[i]));
                Input input = Input.of(one ? "input" : role(i), topics.get(i), row.micros(), content);
                Step<S> passed = rule.advance(state, row.micros());
                Step<S> applied = rule.apply(passed.state(), input);
                said.addAll(passed.outputs());
                said.addAll(applied.outputs());
                state = applied.state();
            }
        }
        said.addAll(rule.advance(state, Long.MAX_VALUE).outputs());
        return said;
    }
}
