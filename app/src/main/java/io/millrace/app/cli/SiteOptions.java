package io.millrace.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What may be changed of a site file from the command line. */
final class SiteOptions {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace one value of the site file, such as console.port=0 or mqtt.listeners[0].port=1884."
                    + " May be given several times.")
    Map<String, String> overrides = new LinkedHashMap<>();
}
