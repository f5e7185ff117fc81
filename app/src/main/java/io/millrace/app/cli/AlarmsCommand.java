package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.hub.HubException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The alarms of the running hub. */
@Command(
        name = "alarms",
        description = "Look at the alarms, and see to them.",
        mixinStandardHelpOptions = true,
        subcommands = {CommandLine.HelpCommand.class})
final class AlarmsCommand implements Runnable {

    private static final String NAMES = "Alarms: their names, or LOCATION/NAME where several have one name.";
    private static final String WORDS = "Why, for those who read it later.";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of list, ack, shelve, unshelve, reset.");
    }

    @Command(
            name = "list",
            description = "List what is open: raised, or waiting for somebody. The worst first.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin DataOption data,
            @Option(names = "--aside", description = "What is shelved, suppressed or out of service instead.")
                    boolean aside,
            @Option(names = "--all", description = "Also what is normal.") boolean all,
            @Option(names = "--json", description = "Print JSON for programs.") boolean json) {
        String state = all ? "all" : aside ? "aside" : "open";
        JsonNode answer = new HubApi(data.running()).ask("/api/alarms?limit=1000&state=" + state);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        JsonNode alarms = answer.path("alarms");
        if (alarms.isEmpty()) {
            out.println(all ? "There are no alarms yet." : "No alarm is " + (aside ? "put aside." : "open."));
        } else {
            TextTable table =
                    new TextTable(List.of("severity", "since", "state", "location", "alarm", "message", "by"));
            alarms.forEach(alarm -> table.row(List.of(
                    text(alarm, "severity"),
                    StatusCommand.age(text(alarm, alarm.has("raised") ? "raised" : "changed")),
                    text(alarm, "state"),
                    text(alarm, "location"),
                    text(alarm, "alarm"),
                    text(alarm, "message"),
                    text(alarm, "user"))));
            out.print(table);
        }
        long raised = answer.path("raisedInTenMinutes").asLong();
        out.println(raised + (raised == 1 ? " alarm was" : " alarms were")
                + " raised in the last 10 minutes"
                + (answer.path("flood").asBoolean()
                        ? ": a flood. ISA-18.2 holds one or two for what one person can manage."
                        : "."));
        return ExitCode.OK;
    }

    @Command(name = "ack", description = "Acknowledge alarms.", mixinStandardHelpOptions = true)
    int acknowledge(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", arity = "1..*", description = NAMES) List<String> names,
            @Option(names = "--comment", paramLabel = "TEXT", description = WORDS) @Nullable String comment) {
        return act(data, "acknowledge", names, comment, null);
    }

    @Command(
            name = "shelve",
            description = "Put alarms aside for a while. They are not raised until then, and come back by themselves.",
            mixinStandardHelpOptions = true)
    int shelve(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", arity = "1..*", description = NAMES) List<String> names,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            required = true,
                            description = "How long, such as 30min or 4h; not longer than the alarm's longestShelving.")
                    String length,
            @Option(names = "--comment", paramLabel = "TEXT", description = WORDS) @Nullable String comment) {
        return act(data, "shelve", names, comment, length);
    }

    @Command(name = "unshelve", description = "Take alarms back before their time.", mixinStandardHelpOptions = true)
    int unshelve(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", arity = "1..*", description = NAMES) List<String> names,
            @Option(names = "--comment", paramLabel = "TEXT", description = WORDS) @Nullable String comment) {
        return act(data, "unshelve", names, comment, null);
    }

    @Command(
            name = "reset",
            description = "Let go of latched alarms that are over and acknowledged.",
            mixinStandardHelpOptions = true)
    int reset(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", arity = "1..*", description = NAMES) List<String> names,
            @Option(names = "--comment", paramLabel = "TEXT", description = WORDS) @Nullable String comment) {
        return act(data, "reset", names, comment, null);
    }

    private int act(
            DataOption data, String action, List<String> names, @Nullable String comment, @Nullable String length) {
        HubApi api = new HubApi(data.running());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode topics = body.putArray("topics");
        topics(api.ask("/api/alarms?limit=1000&state=all").path("alarms"), names)
                .forEach(topics::add);
        if (comment != null) {
            body.put("comment", comment);
        }
        if (length != null) {
            body.put("for", length);
        }
        api.post("/api/alarms/" + action, body);
        for (String name : names) {
            spec.commandLine().getOut().println(name + ": " + action + " is in the log.");
        }
        return ExitCode.OK;
    }

    private static List<String> topics(JsonNode alarms, List<String> names) {
        List<String> topics = new ArrayList<>();
        for (String name : names) {
            List<JsonNode> found = new ArrayList<>();
            alarms.forEach(alarm -> {
                String full = text(alarm, "location") + "/" + text(alarm, "alarm");
                if (full.equals(name) || full.endsWith("/" + name)) {
                    found.add(alarm);
                }
            });
            if (found.isEmpty()) {
                throw new HubException("There is no alarm '" + name + "'. 'millrace alarms list --all' lists those of"
                        + " which anything was ever heard.");
            }
            if (found.size() > 1) {
                throw new HubException("Several alarms have the name '" + name + "': "
                        + found.stream()
                                .map(alarm -> text(alarm, "location") + "/" + text(alarm, "alarm"))
                                .collect(Collectors.joining(", "))
                        + ". Name them so.");
            }
            topics.add(text(found.get(0), "topic"));
        }
        return topics;
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asText("");
    }
}
