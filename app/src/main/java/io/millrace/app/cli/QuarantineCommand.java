package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The quarantine of the running hub. */
@Command(
        name = "quarantine",
        description = "Look at the messages that could not be used, and end them: replay or discard.",
        mixinStandardHelpOptions = true,
        subcommands = {CommandLine.HelpCommand.class})
final class QuarantineCommand implements Runnable {

    private static final int PAGE = 200;
    private static final String HOP = "Only what this one refused: ingest, historian, or processor:NAME.";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of list, show, replay, discard.");
    }

    @Command(name = "list", description = "List what is open, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin DataOption data,
            @Option(names = "--all", description = "Also what was replayed or discarded.") boolean all,
            @Option(names = "--reason", paramLabel = "CODE", description = "Only this reason.") @Nullable String reason,
            @Option(names = "--hop", paramLabel = "HOP", description = HOP) @Nullable String hop,
            @Option(
                            names = "--max",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Print at most N records. Default: ${DEFAULT-VALUE}.")
                    int max,
            @Option(names = "--json", description = "Print JSON for programs.") boolean json) {
        JsonNode answer =
                new HubApi(data.running()).ask(query(all ? "all" : "open", reason, hop, null, Math.max(1, max)));
        PrintWriter out = out();
        if (json) {
            out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        JsonNode records = answer.path("records");
        if (records.isEmpty()) {
            out.println(all ? "The quarantine is empty." : "Nothing is open in the quarantine.");
            return ExitCode.OK;
        }
        TextTable table = new TextTable(
                List.of("id", "since", "attempts", "state", "reason", "topic", "source", "what is wrong"));
        records.forEach(record -> table.row(List.of(
                text(record, "id"),
                StatusCommand.age(text(record, "firstSeen")),
                text(record, "attempts"),
                text(record, "state"),
                text(record, "code"),
                text(record, "topic"),
                text(record, "source"),
                text(record, "sentence"))));
        out.print(table);
        out.println(answer.path("open").asLong() + " open in all"
                + (answer.path("more").asBoolean() ? "; raise --max to see more." : "."));
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Show one record: reason, headers and the original bytes.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin DataOption data,
            @Parameters(paramLabel = "ID", description = "As in the list.") long id,
            @Option(names = "--json", description = "Print JSON for programs.") boolean json) {
        JsonNode record = new HubApi(data.running()).ask("/api/quarantine/" + id);
        PrintWriter out = out();
        if (json) {
            out.println(record.toPrettyString());
            return ExitCode.OK;
        }
        for (String field : List.of(
                "id", "topic", "source", "code", "sentence", "hop", "attempts", "firstSeen", "quarantined", "state")) {
            out.printf("%-12s %s%n", field, text(record, field));
        }
        if (!text(record, "resolvedBy").isEmpty()) {
            out.printf("%-12s %s at %s%n", "by", text(record, "resolvedBy"), text(record, "resolvedAt"));
        }
        record.path("headers")
                .fields()
                .forEachRemaining(header -> out.printf(
                        "  %s: %s%n", header.getKey(), header.getValue().asText()));
        out.println();
        String payload = text(record, "payload");
        out.println(record.hasNonNull("payloadBase64") ? "(base64) " + text(record, "payloadBase64") : payload);
        return ExitCode.OK;
    }

    @Command(
            name = "replay",
            description = "Judge records anew and pass them on when they are right now. A second time has no effect.",
            mixinStandardHelpOptions = true)
    int replay(
            @Mixin DataOption data,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Records, as in the list.") List<Long> ids,
            @Option(names = "--reason", paramLabel = "CODE", description = "All open ones with this reason.") @Nullable
                    String reason,
            @Option(names = "--hop", paramLabel = "HOP", description = HOP) @Nullable String hop) {
        HubApi api = new HubApi(data.running());
        int refused = 0;
        for (long id : chosen(api, ids, reason, hop)) {
            JsonNode answer = api.post("/api/quarantine/" + id + "/replay");
            boolean accepted = answer.path("accepted").asBoolean();
            refused += accepted ? 0 : 1;
            out().println(id + ": " + (accepted ? "" : "refused again, and back in the quarantine: ")
                    + text(answer, "sentence"));
            out().flush();
        }
        return refused == 0 ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }

    @Command(
            name = "discard",
            description = "Close records for good without passing them on. They stay to be seen with --all.",
            mixinStandardHelpOptions = true)
    int discard(
            @Mixin DataOption data,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Records, as in the list.") List<Long> ids,
            @Option(names = "--reason", paramLabel = "CODE", description = "All open ones with this reason.") @Nullable
                    String reason,
            @Option(names = "--hop", paramLabel = "HOP", description = HOP) @Nullable String hop) {
        HubApi api = new HubApi(data.running());
        for (long id : chosen(api, ids, reason, hop)) {
            api.post("/api/quarantine/" + id + "/discard");
            out().println(id + ": discarded.");
            out().flush();
        }
        return ExitCode.OK;
    }

    /** What was named, or all that is open for a reason or by a hop: as it is now, so that what fails again does not come again. */
    private List<Long> chosen(HubApi api, @Nullable List<Long> ids, @Nullable String reason, @Nullable String hop) {
        boolean named = ids != null && !ids.isEmpty();
        if (named == (reason != null || hop != null)) {
            throw new ParameterException(spec.commandLine(), "Name records, or choose them with --reason or --hop.");
        }
        if (ids != null && named) {
            return ids;
        }
        List<Long> open = new ArrayList<>();
        String before = null;
        JsonNode page;
        do {
            page = api.ask(query("open", reason, hop, before, PAGE));
            for (JsonNode record : page.path("records")) {
                open.add(record.path("id").asLong());
                before = text(record, "id");
            }
        } while (page.path("more").asBoolean());
        return open;
    }

    private static String query(
            String state, @Nullable String reason, @Nullable String hop, @Nullable String before, int limit) {
        return "/api/quarantine?state=" + state
                + (reason == null ? "" : "&code=" + HubApi.encoded(reason))
                + (hop == null ? "" : "&hop=" + HubApi.encoded(hop))
                + (before == null ? "" : "&before=" + before)
                + "&limit=" + Math.min(limit, PAGE);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }
}
