package io.millrace.app.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where log lines go: for short commands nowhere but warnings to the terminal; for a hub into {@code logs/millrace.log}
 * of its data folder, which rolls by day and size, and warnings to the terminal too.
 */
final class LogFiles {

    private static final String CONFIGURATION_FILE = "logback.configurationFile";

    private LogFiles() {}

    /** Before anything logs. An own file given by {@code -Dlogback.configurationFile} is respected. */
    static void prepareForCommands() {
        if (System.getProperty(CONFIGURATION_FILE) == null) {
            System.setProperty(
                    CONFIGURATION_FILE, resource("logback-command.xml").toString());
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** From here on log into the data folder. */
    static void intoFolder(Path dataFolder) {
        if (!resource("logback-command.xml").toString().equals(System.getProperty(CONFIGURATION_FILE))) {
            return;
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty(
                "millrace.logs", dataFolder.resolve("logs").toAbsolutePath().toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(resource("logback-hub.xml"));
        } catch (JoranException broken) {
            throw new IllegalStateException("the built-in log configuration is broken", broken);
        }
    }

    private static URL resource(String name) {
        URL url = LogFiles.class.getResource("/io/millrace/app/" + name);
        if (url == null) {
            throw new IllegalStateException(name + " is missing from the build");
        }
        return url;
    }
}
