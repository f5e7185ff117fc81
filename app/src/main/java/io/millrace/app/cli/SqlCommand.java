package io.millrace.app.cli;

import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.historian.HistorianClient;
import io.millrace.historian.Queries;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sql",
        description = "Ask the historian of the running hub. Reads only.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  millrace sql \"select * from millrace.latest limit 10\"",
            "  millrace sql \"select topic, count(*) from millrace.samples where ts > now() - interval '1 hour' group by"
                    + " topic\"",
        })
final class SqlCommand implements Callable<Integer> {

    @Parameters(paramLabel = "STATEMENT", description = "One SQL statement.")
    String statement = "";

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Print at most N rows. Default: ${DEFAULT-VALUE}.")
    int max;

    @Option(names = "--csv", description = "Print comma-separated values.")
    boolean csv;

    @Mixin
    DataOption data = new DataOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        HubAddresses hub = data.running();
        Queries.Table answer = ask(hub);
        PrintWriter out = spec.commandLine().getOut();
        if (csv) {
            out.println(csv(answer.columns()));
            answer.rows().forEach(row -> out.println(csv(row)));
        } else {
            TextTable table = new TextTable(answer.columns());
            answer.rows()
                    .forEach(
                            row -> table.row(row.stream().map(SqlCommand::shown).toList()));
            out.print(table);
            out.println(answer.rows().size()
                    + (answer.rows().size() == 1 ? " row" : " rows")
                    + (answer.cut() ? ", and more: raise --max to see them." : "."));
        }
        return ExitCode.OK;
    }

    private Queries.Table ask(HubAddresses hub) {
        String url = hub.postgres();
        String user = hub.postgresUser();
        String passwordFile = hub.postgresPasswordFile();
        if (url == null || user == null || passwordFile == null) {
            throw new HubException("The hub of site '" + hub.site() + "' has no historian of its own. Use psql with the"
                    + " address of the external one.");
        }
        try (HistorianClient client = HistorianClient.open(
                url, user, new Secret(Files.readString(Path.of(passwordFile)).trim()))) {
            return client.queries().sql(statement, max);
        } catch (IOException unreadable) {
            throw new HubException("The password file " + passwordFile + " cannot be read by this user.", unreadable);
        } catch (HistorianUnavailableException away) {
            throw new HubException(away);
        }
    }

    private static String shown(@Nullable String cell) {
        return cell == null ? "" : cell;
    }

    private static String csv(List<String> cells) {
        return cells.stream()
                .map(cell -> cell == null
                        ? ""
                        : cell.matches("[^\",\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(","));
    }
}
