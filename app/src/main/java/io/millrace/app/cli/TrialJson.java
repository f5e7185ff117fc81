package io.millrace.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import io.millrace.process.trial.Comparison;
import io.millrace.process.trial.Totals;
import io.millrace.process.trial.Turn;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trial for programs: an object on a line for each turn, and one with the totals in the end. */
final class TrialJson implements TrialView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final long limit;
    private long shown;

    TrialJson(PrintWriter out, long limit) {
        this.out = out;
        this.limit = limit;
    }

    @Override
    public void turn(Turn turn) {
        if (shown >= limit) {
            return;
        }
        shown++;
        ObjectNode line = JSON.createObjectNode();
        line.put("instance", turn.instance());
        line.put("time", time(turn.timeMicros()));
        Input input = turn.input();
        Taken.Fate fate = turn.fate();
        if (input != null && fate != null) {
            put(line.putObject("input"), input.identity(), input.content());
            line.put("fate", fate.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        ArrayNode outputs = line.putArray("outputs");
        for (Emission emission : turn.outputs()) {
            ObjectNode output = outputs.addObject();
            put(output, emission.output().identity(), emission.output().content());
            if (emission.revision() > 0) {
                output.put("correction", emission.revision());
            }
            if (emission.output().why() != null) {
                output.put("reason", emission.output().why());
            }
        }
        ArrayNode refused = line.putArray("refused");
        for (Taken.Refused one : turn.refused()) {
            ObjectNode node = refused.addObject();
            node.put("topic", one.input().topic().path());
            node.put("time", time(one.input().timestampMicros()));
            put(node, one.problem());
        }
        if (turn.trouble() != null) {
            put(line.putObject("failed"), turn.trouble());
        }
        out.println(line);
    }

    private static void put(ObjectNode node, Problem problem) {
        node.put("code", problem.code());
        node.put("reason", problem.sentence());
    }

    private static void put(ObjectNode node, Identity identity, Content content) {
        node.put("topic", identity.topic());
        node.put("time", time(identity.timestampMicros()));
        if (!identity.id().isEmpty()) {
            node.put("id", identity.id());
        }
        put(node, content);
    }

    static void put(ObjectNode node, Content content) {
        if (content instanceof Content.Measured measured) {
            put(node, measured.value());
            node.put("quality", measured.quality().name());
        } else if (content instanceof Content.Happened happened) {
            try {
                node.set("event", JSON.readTree(happened.json()));
            } catch (JsonProcessingException noJson) {
                node.put("event", happened.json());
            }
        } else {
            node.put("retracted", true);
        }
    }

    private static void put(ObjectNode node, @Nullable Value value) {
        if (value instanceof Value.Whole whole) {
            node.put("value", whole.value());
        } else if (value instanceof Value.Real real) {
            node.put("value", real.value());
        } else if (value instanceof Value.Bool bool) {
            node.put("value", bool.value());
        } else if (value instanceof Value.Text text) {
            node.put("value", text.value());
        } else {
            node.putNull("value");
        }
    }

    static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    @Override
    public void end(Totals totals, Comparison.@Nullable Result comparison) {
        ObjectNode line = JSON.createObjectNode();
        ObjectNode sums = line.putObject("totals");
        sums.put("inputs", totals.inputs());
        sums.put("outputs", totals.outputs());
        sums.put("corrections", totals.corrections());
        sums.put("late", totals.late());
        sums.put("tooLate", totals.tooLate());
        sums.put("duplicates", totals.duplicates());
        sums.put("refused", totals.refused());
        sums.put("withoutKey", totals.withoutKey());
        sums.put("instances", totals.instances());
        if (totals.inputs() > 0) {
            sums.put("from", time(totals.firstMicros()));
            sums.put("to", time(totals.lastMicros()));
        }
        if (comparison != null) {
            compare(line.putObject("comparison"), comparison);
        }
        out.println(line);
        out.flush();
    }

    private static void compare(ObjectNode node, Comparison.Result result) {
        node.put("outputs", result.outputs());
        node.put("sameConfiguration", result.sameRevision());
        node.put("complete", result.complete());
        node.put("equal", result.equal());
        node.put("different", result.different());
        node.put("onlyHere", result.onlyHere());
        node.put("onlyInLog", result.onlyThere());
        ArrayNode examples = node.putArray("examples");
        for (Comparison.Difference difference : result.examples()) {
            ObjectNode example = examples.addObject();
            example.put("topic", difference.identity().topic());
            example.put("time", time(difference.identity().timestampMicros()));
            Content here = difference.here();
            Content there = difference.there();
            if (here != null) {
                put(example.putObject("here"), here);
            }
            if (there != null) {
                put(example.putObject("inLog"), there);
            }
        }
    }
}
