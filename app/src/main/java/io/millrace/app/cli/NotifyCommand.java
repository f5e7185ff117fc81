package io.millrace.app.cli;

import io.millrace.app.hub.Notifications;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import io.millrace.notify.NotificationSettings;
import io.millrace.notify.Notifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who is told of alarms. */
@Command(
        name = "notify",
        description = "Try the notifications of a site file.",
        mixinStandardHelpOptions = true,
        subcommands = {CommandLine.HelpCommand.class})
final class NotifyCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name test.");
    }

    @Command(
            name = "test",
            description = "Send a test message by one notification of the site file. No hub need be running.",
            mixinStandardHelpOptions = true)
    int test(
            @Mixin SiteOptions options,
            @Parameters(paramLabel = "NAME", description = "The notification, as the site file names it.") String name,
            @Option(
                            names = "--site",
                            paramLabel = "SITE.yaml",
                            defaultValue = "site.yaml",
                            description = "The site file. Default: ${DEFAULT-VALUE}.")
                    Path file)
            throws SiteException {
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, options.overrides);
        List<NotificationSettings> all = Notifications.of(site);
        NotificationSettings wanted = all.stream()
                .filter(notification -> notification.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        all.isEmpty()
                                ? file + " has no notifications."
                                : file + " has no notification '" + name + "'. There are "
                                        + all.stream()
                                                .map(NotificationSettings::name)
                                                .collect(Collectors.joining(", "))
                                        + "."));
        Notifier.test(wanted, site.name(), Clock.systemUTC());
        spec.commandLine()
                .getOut()
                .println("A test message went by " + wanted.channel().words() + ".");
        return ExitCode.OK;
    }
}
