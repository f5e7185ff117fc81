package io.millrace.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.recompute.Recompute;
import io.millrace.process.core.Content;
import io.millrace.process.recompute.Difference;
import io.millrace.process.recompute.Differences.Tally;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** For programs: an object on a line for each difference, and one with the totals in the end. */
final class RecomputeJson implements RecomputeView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final long limit;
    private long shown;

    RecomputeJson(PrintWriter out, long limit) {
        this.out = out;
        this.limit = limit;
    }

    @Override
    public void difference(Difference difference) {
        if (shown >= limit) {
            return;
        }
        shown++;
        ObjectNode line = JSON.createObjectNode();
        line.put("way", difference.way().name().toLowerCase(Locale.ROOT));
        line.put("topic", difference.identity().topic());
        line.put("time", TrialJson.time(difference.identity().timestampMicros()));
        if (!difference.identity().id().isEmpty()) {
            line.put("id", difference.identity().id());
        }
        put(line, "was", difference.was());
        put(line, "now", difference.now());
        out.println(line);
    }

    private static void put(ObjectNode line, String name, @Nullable Content content) {
        if (content == null) {
            line.putNull(name);
        } else {
            TrialJson.put(line.putObject(name), content);
        }
    }

    @Override
    public void end(Recompute.Result result, @Nullable String applied, List<String> readers, Cost cost) {
        ObjectNode end = JSON.createObjectNode();
        end.put("complete", result.complete());
        end.put("recompute", applied);
        end.put("seconds", cost.seconds());
        end.put("heapMiB", cost.heapMiB());
        end.put("inputs", result.inputs());
        end.put("inputsWithin", result.within());
        end.put("instances", result.instances());
        end.put("refused", result.refused());
        put(end.putObject("totals"), result.total());
        ObjectNode topics = end.putObject("topics");
        result.tallies().forEach((topic, tally) -> put(topics.putObject(topic), tally));
        ObjectNode steps = end.putObject("steps");
        result.steps().forEach(steps::put);
        readers.forEach(end.putArray("readers")::add);
        out.println(end);
        out.flush();
    }

    private static void put(ObjectNode node, Tally tally) {
        node.put("equal", tally.equal())
                .put("changed", tally.changed())
                .put("added", tally.added())
                .put("gone", tally.gone())
                .put("open", tally.open())
                .put("left", tally.left());
    }
}
