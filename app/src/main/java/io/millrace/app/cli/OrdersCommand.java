package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.app.hub.HubException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

/** The orders of the running hub. */
@Command(
        name = "orders",
        description = "Look at the work orders, and bring them in and out as CSV.",
        mixinStandardHelpOptions = true,
        subcommands = {CommandLine.HelpCommand.class})
final class OrdersCommand implements Runnable {

    private static final String LOCATION = "Location path, such as limeworks/liege/packing/line-1. Default: all.";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of list, import, export.");
    }

    @Command(name = "list", description = "List the orders, what runs first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin DataOption data,
            @Parameters(paramLabel = "LOCATION", arity = "0..1", description = LOCATION) @Nullable String location,
            @Option(names = "--json", description = "Print JSON for programs.") boolean json) {
        JsonNode answer = new HubApi(data.running())
                .ask("/api/production/orders?limit=1000"
                        + (location == null ? "" : "&location=" + HubApi.encoded(location)));
        PrintWriter out = spec.commandLine().getOut();
        JsonNode orders = answer.path("orders");
        if (json) {
            out.println(answer.toPrettyString());
        } else if (orders.isEmpty()) {
            out.println("No order was told so far.");
        } else {
            TextTable table =
                    new TextTable(List.of("location", "order", "product", "quantity", "status", "started", "stopped"));
            orders.forEach(order -> table.row(List.of(
                    order.path("location").asText(),
                    order.path("order").asText(),
                    order.path("product").asText(),
                    order.path("quantity").asText(),
                    order.path("status").asText(),
                    order.path("started").asText(),
                    order.path("stopped").asText())));
            out.print(table);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "import",
            description = "Tell the orders of a CSV file: all of them, or none where a line cannot be. The same file a"
                    + " second time changes nothing.",
            mixinStandardHelpOptions = true)
    int importOrders(
            @Mixin DataOption data,
            @Parameters(
                            paramLabel = "FILE",
                            description = "CSV with the columns location, order, product, quantity, ideal_cycle_ms,"
                                    + " planned_start, planned_end, started, stopped; all but the first two may be left"
                                    + " out.")
                    Path file,
            @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun) {
        byte[] csv;
        try {
            csv = Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new HubException("There is no file " + file + ".", missing);
        } catch (IOException unreadable) {
            throw new HubException(file + " cannot be read (" + unreadable.getMessage() + ").", unreadable);
        }
        JsonNode answer = new HubApi(data.running()).postCsv("/api/production/import?dryRun=" + dryRun, csv);
        PrintWriter out = spec.commandLine().getOut();
        JsonNode changes = answer.path("changes");
        if (!changes.isEmpty()) {
            TextTable table = new TextTable(List.of("line", "location", "order", "what"));
            changes.forEach(change -> table.row(List.of(
                    change.path("line").asText(),
                    change.path("location").asText(),
                    change.path("order").asText(),
                    words(change.path("what")))));
            out.print(table);
        }
        answer.path("effects").forEach(effect -> out.println(effect.asText()));
        int unchanged = answer.path("rows").asInt() - changes.size();
        out.println((dryRun ? "Would change " : "Changed ") + changes.size() + " of "
                + answer.path("rows").asInt() + " orders; "
                + (unchanged == 1 ? "1 is" : unchanged + " are")
                + " as the list says already." + (dryRun ? " Nothing was told." : ""));
        return ExitCode.OK;
    }

    private static String words(JsonNode what) {
        List<String> words = new ArrayList<>();
        what.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }

    @Command(
            name = "export",
            description = "Print the orders as CSV, as 'import' takes it.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin DataOption data,
            @Parameters(paramLabel = "LOCATION", arity = "0..1", description = LOCATION) @Nullable String location) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(new HubApi(data.running())
                .text("/api/production/orders.csv"
                        + (location == null ? "" : "?location=" + HubApi.encoded(location))));
        out.flush();
        return ExitCode.OK;
    }
}
