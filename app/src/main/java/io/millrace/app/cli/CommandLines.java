package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.app.site.SiteException;
import io.millrace.app.yaml.Finding;
import io.millrace.model.ProblemException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands, and what becomes of their mistakes. */
public final class CommandLines {

    private CommandLines() {}

    @Command(
            name = "millrace",
            description =
                    "A self-hosted industrial data platform: machines to namespace to log to historian to screen.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionProvider.class,
            subcommands = {
                DemoCommand.class,
                UpCommand.class,
                CheckCommand.class,
                StatusCommand.class,
                TailCommand.class,
                TryCommand.class,
                RecomputeCommand.class,
                OeeCommand.class,
                OrdersCommand.class,
                SqlCommand.class,
                TraceCommand.class,
                QuarantineCommand.class,
                AlarmsCommand.class,
                NotifyCommand.class,
                ModelCommand.class,
                TemplateCommand.class,
                ProveCommand.class,
                BenchCommand.class,
                PrepareCommand.class,
                SchemaCommand.class,
                VersionCommand.class,
                AutoComplete.GenerateCompletion.class,
                CommandLine.HelpCommand.class
            },
            footer = {
                "",
                "Start with 'millrace demo': a simulated lime works to look at.",
                "Exit codes: 0 done, 1 a fault of the program, 2 wrong usage, 4 the surroundings, 5 wrong site file.",
            })
    static final class Millrace implements Runnable {

        @CommandLine.Spec
        CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
        }
    }

    /** Runs one command and returns how it ended. */
    public static int execute(String... arguments) {
        LogFiles.prepareForCommands();
        CommandLine line = commandLine();
        int code = execute(line, arguments);
        line.getOut().flush();
        line.getErr().flush();
        return code;
    }

    /** An error of the machine (a class that is missing, a full stack) ends the process like any other fault. */
    private static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error broken) {
            return fault(broken, line.getErr());
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Millrace());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, failed, parsed) -> report(thrown, failed.getErr()));
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    private static int report(Exception thrown, PrintWriter err) {
        if (thrown instanceof SiteException wrong) {
            for (Finding finding : wrong.findings()) {
                err.println(finding);
            }
            int count = wrong.findings().size();
            err.println(count == 1 ? "1 mistake. Nothing was started." : count + " mistakes. Nothing was started.");
            return ExitCode.CONFIGURATION;
        }
        if (thrown instanceof HubException || thrown instanceof ProblemException) {
            err.println("millrace: " + thrown.getMessage());
            return ExitCode.ENVIRONMENT;
        }
        return fault(thrown, err);
    }

    private static int fault(Throwable thrown, PrintWriter err) {
        LoggerFactory.getLogger(CommandLines.class).error("a fault of the program", thrown);
        err.println("millrace: a fault of the program: " + thrown);
        err.println("Please report it together with the log file.");
        return ExitCode.FAULT;
    }
}
