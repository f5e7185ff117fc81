package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.TopicFilter;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.production.OeeOptions;
import io.millrace.production.ProductOptions;
import io.millrace.production.Production;
import io.millrace.production.calendar.CalendarOptions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything in the site file but the connections, whose keys depend on their connector. */
@Described("A site: what one hub is and what it connects.")
public record SitePart(
        @Described("Name of the site; names its data folder.")
        String site,

        @Described("Location path of the site below the namespace root, such as enterprise/site.")
        String location,

        @Described(
                "Time zone of the plant, such as Europe/Brussels: when an hour, a shift and a day begin. The machine's own"
                        + " when absent.")
        @Nullable
        String timeZone,

        @Described("The unified namespace.") @DefaultsTo("{}")
        NamespacePart namespace,

        @Described("Which route messages take, high-integrity or high-throughput, by contract (_pump_v1) or by topic"
                + " filter (umh/v1/+/+/_historian/count/#). The first filter that fits goes before the contract, a tag's"
                + " own route before both. _analytics is high-integrity, all else high-throughput unless said here.")
        @DefaultsTo("{}")
        Map<String, Route> routes,

        @Described("Models: what may be published under versioned contracts such as _pump_v1.") @DefaultsTo("{}")
        ModelsPart models,

        @Described("Templates of machine types, such as kiln_v1.") @DefaultsTo("{}")
        TemplatesPart templates,

        @Described("The log.") @DefaultsTo("{}") LogPart log,

        @Described("The disk of the data folder.") @DefaultsTo("{}")
        DiskPart disk,

        @Described("The MQTT broker.") @DefaultsTo("{}") MqttPart mqtt,
        @Described("The historian.") @DefaultsTo("{}") HistorianPart historian,
        @Described("The console.") @DefaultsTo("{}") ConsolePart console,

        @Described("Who is told of which alarms, by name.") @DefaultsTo("{}")
        Map<String, NotificationPart> notifications,

        @Described("Named poll or sampling intervals, such as fast: 250ms.") @DefaultsTo("{}")
        Map<String, Duration> scanClasses,

        @Described("Shift calendars, by name: when parts of the plant mean to produce.") @DefaultsTo("{}")
        Map<String, CalendarOptions> shifts,

        @Described("Products, by name.") @DefaultsTo("{}") Map<String, ProductOptions> products,

        @Described("Machines and lines that have an OEE, by name.") @DefaultsTo("{}")
        Map<String, OeeOptions> oee) {

    public SitePart {
        if (!site.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw Problem.of(
                            "value-refused",
                            "the site name '" + site + "' is no plain name.",
                            "Use letters, digits, '-' and '_'.")
                    .asException();
        }
        routes.keySet().forEach(SitePart::checkRoute);
        notifications = Collections.unmodifiableMap(new LinkedHashMap<>(notifications));
        zone(timeZone);
    }

    /** What is said about production. */
    public Production production() {
        return new Production(location, zone(), shifts, products, oee);
    }

    /** The time zone of the plant. */
    public ZoneId zone() {
        return zone(timeZone);
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw Problem.of(
                            "value-refused",
                            "'" + name + "' is no time zone.",
                            "Write a name of the IANA time zone database, as in Europe/Brussels or UTC.")
                    .asException();
        }
    }

    private static void checkRoute(String what) {
        if (isFilter(what)) {
            TopicFilter.parse(what);
        } else if (!what.startsWith("_")) {
            throw Problem.of(
                            "value-refused",
                            "routes name contracts or topic filters, and '" + what + "' is neither.",
                            "Contracts begin with an underscore, as in _historian; filters are full topics, as in"
                                    + " umh/v1/+/_historian/#.")
                    .asException();
        }
    }

    /** Whether a key of {@link #routes} is a topic filter; otherwise it is a contract. */
    public static boolean isFilter(String key) {
        return key.indexOf('/') >= 0;
    }
}
