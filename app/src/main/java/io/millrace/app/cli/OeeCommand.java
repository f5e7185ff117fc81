package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "oee",
        description = "Say what was made, and why not more: OEE by shift, hour, day or order.",
        mixinStandardHelpOptions = true)
final class OeeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "LOCATION",
            arity = "0..1",
            description = "Location path, such as limeworks/liege/packing/line-1. Default: all.")
    @Nullable
    String location;

    @Option(
            names = "--by",
            paramLabel = "KIND",
            defaultValue = "shift",
            description = "shift, hour, day or order. Default: ${DEFAULT-VALUE}.")
    String kind = "shift";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "-2d",
            description = "From when on: a time, or a distance from now such as -7d. Default: ${DEFAULT-VALUE}.")
    String from = "-2d";

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "50",
            description = "Print at most N figures. Default: ${DEFAULT-VALUE}.")
    int max = 50;

    @Option(names = "--json", description = "Print JSON for programs.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        JsonNode answer = new HubApi(data.running())
                .ask("/api/production/oee?kind=" + HubApi.encoded(kind) + "&from=" + HubApi.encoded(from) + "&limit="
                        + Math.max(1, max) + (location == null ? "" : "&location=" + HubApi.encoded(location)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
        } else if (answer.path("figures").isEmpty()) {
            out.println("There are no figures of that time. 'oee' in the site file says which machines have some.");
        } else {
            out.print(table(answer.path("figures")));
            answer.path("figures").forEach(figure -> explain(figure, out));
        }
        return ExitCode.OK;
    }

    private static TextTable table(JsonNode figures) {
        TextTable table = new TextTable(List.of(
                "location",
                "day",
                "name",
                "start",
                "availability",
                "performance",
                "quality",
                "OEE",
                "pieces",
                "scrap",
                ""));
        figures.forEach(figure -> table.row(List.of(
                figure.path("location").asText(),
                figure.path("day").asText(),
                figure.path("name").asText(),
                figure.path("start").asText(),
                percent(figure, "availability"),
                percent(figure, "performance"),
                percent(figure, "quality"),
                percent(figure, "oee"),
                figure.path("count").asText(),
                figure.path("scrap").asText(),
                figure.path("running").asBoolean() ? "so far" : "")));
        return table;
    }

    private static void explain(JsonNode figure, PrintWriter out) {
        StringBuilder why = new StringBuilder(figure.path("absent").asText());
        figure.path("remarks")
                .forEach(remark -> why.append(why.isEmpty() ? "" : " ").append(remark.asText()));
        if (!why.isEmpty()) {
            out.println(figure.path("location").asText() + " "
                    + figure.path("day").asText() + " " + figure.path("name").asText() + ": " + why);
        }
    }

    private static String percent(JsonNode figure, String factor) {
        JsonNode value = figure.path(factor);
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * value.asDouble()) : "-";
    }
}
