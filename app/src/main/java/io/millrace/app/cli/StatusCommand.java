package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.hub.HubAddresses;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Say how the running hub, its connections and its processors are.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON for programs.")
    boolean json;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        HubAddresses hub = data.running();
        if (hub.console() == null) {
            spec.commandLine().getOut().println(name(hub) + ": running without the role 'console', which knows more.");
            return ExitCode.OK;
        }
        HubApi api = new HubApi(hub);
        JsonNode info = api.get("/api/info");
        JsonNode health = api.get("/api/health");
        JsonNode connections = api.get("/api/connections");
        JsonNode processors = api.get("/api/processors");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.set("hub", info);
            all.set("health", health);
            all.set("connections", connections);
            all.set("processors", processors);
            out.println(all.toPrettyString());
            return ExitCode.OK;
        }
        out.println(name(hub) + ": " + text(health, "status"));
        out.println("Console " + hub.console());
        out.println();
        TextTable components = new TextTable(List.of("component", "status", ""));
        items(health, "components")
                .forEach(component -> components.row(
                        List.of(text(component, "component"), text(component, "status"), text(component, "sentence"))));
        out.print(components);
        print(connections, "connections", connections(connections), out);
        print(processors, "processors", processors(processors), out);
        return ExitCode.OK;
    }

    private static void print(JsonNode answer, String key, TextTable table, PrintWriter out) {
        if (!answer.path(key).isEmpty()) {
            out.println();
            out.print(table);
        }
    }

    private static TextTable connections(JsonNode answer) {
        TextTable table = new TextTable(
                List.of("connection", "connector", "state", "for", "tags", "bad", "samples", "last error"));
        items(answer, "connections")
                .forEach(connection -> table.row(List.of(
                        text(connection, "name"),
                        text(connection, "connector"),
                        text(connection, "state"),
                        age(text(connection, "since")),
                        text(connection, "tags"),
                        text(connection, "badTags"),
                        text(connection, "samples"),
                        text(connection, "lastError"))));
        return table;
    }

    private static TextTable processors(JsonNode answer) {
        TextTable table = new TextTable(List.of(
                "processor",
                "kind",
                "state",
                "for",
                "instances",
                "inputs",
                "outputs",
                "corrections",
                "late",
                "too late",
                "refused",
                ""));
        items(answer, "processors")
                .forEach(processor -> table.row(List.of(
                        text(processor, "name"),
                        text(processor, "kind"),
                        text(processor, "state"),
                        age(text(processor, "since")),
                        text(processor, "instances"),
                        text(processor, "inputs"),
                        text(processor, "outputs"),
                        text(processor, "corrections"),
                        text(processor, "late"),
                        text(processor, "tooLate"),
                        text(processor, "refused"),
                        reason(processor))));
        return table;
    }

    private static String reason(JsonNode processor) {
        return processor.has("toRestore")
                ? text(processor, "toRestore") + " records of state to read back"
                : text(processor, "reason");
    }

    private static String name(HubAddresses hub) {
        return "Site '" + hub.site() + "', Millrace " + hub.version() + ", process " + hub.pid() + ", for "
                + age(hub.started());
    }

    /** How long ago a time was, in the one or two units that matter. */
    static String age(String time) {
        Duration age = Duration.between(Instant.parse(time), Instant.now());
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }

    private static Iterable<JsonNode> items(JsonNode answer, String key) {
        return answer.isArray() ? answer : answer.path(key);
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }
}
