package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.Map;

/** Everything in the site file but the connections, whose keys depend on their connector. */
@Described("A site: what one hub is and what it connects.")
public record SitePart(
        @Described("Name of the site; names its data folder.")
        String site,

        @Described("Location path of the site below the namespace root, such as enterprise/site.")
        String location,

        @Described("The unified namespace.") @DefaultsTo("{}")
        NamespacePart namespace,

        @Described("Which route a contract takes, high-integrity or high-throughput. _analytics is high-integrity,"
                + " all others are high-throughput unless said here.")
        @DefaultsTo("{}")
        Map<String, Route> routes,

        @Described("The log.") @DefaultsTo("{}") LogPart log,
        @Described("The MQTT broker.") @DefaultsTo("{}") MqttPart mqtt,
        @Described("The historian.") @DefaultsTo("{}") HistorianPart historian,
        @Described("The console.") @DefaultsTo("{}") ConsolePart console,

        @Described("Named poll or sampling intervals, such as fast: 250ms.") @DefaultsTo("{}")
        Map<String, Duration> scanClasses) {

    public SitePart {
        if (!site.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw Problem.of(
                            "value-refused",
                            "the site name '" + site + "' is no plain name.",
                            "Use letters, digits, '-' and '_'.")
                    .asException();
        }
        for (String contract : routes.keySet()) {
            if (!contract.startsWith("_")) {
                throw Problem.of(
                                "value-refused",
                                "routes name contracts, and '" + contract + "' is none.",
                                "Contracts begin with an underscore, as in _historian.")
                        .asException();
            }
        }
    }
}
