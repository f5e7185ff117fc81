package io.millrace.notify;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people read. No state. */
final class Wording {

    private static final List<String> WORST_FIRST = List.of("critical", "high", "medium", "low");

    private Wording() {}

    /** One line. */
    static String subject(Notice notice, String site) {
        String subject =
                switch (notice.kind()) {
                    case RAISED -> {
                        RaisedAlarm alarm = notice.alarms().get(0);
                        yield "[" + alarm.severity().toUpperCase(Locale.ROOT) + "] " + alarm.message();
                    }
                    case CLEARED -> "[CLEARED] " + notice.alarms().get(0).message();
                    case DIGEST ->
                        notice.count() + " more alarms at " + site + " (" + severities(notice.bySeverity()) + ")";
                    case TEST -> "Test of the notifications of " + site;
                };
        return subject.replaceAll("\\p{Cntrl}+", " ");
    }

    /** All of it, as plain text. */
    static String text(Notice notice, String site) {
        return switch (notice.kind()) {
            case RAISED, CLEARED -> raised(notice.alarms().get(0), site);
            case DIGEST -> digest(notice, site);
            case TEST -> "This is a test. Alarms of " + site + " are told this way.\n";
        };
    }

    private static String raised(RaisedAlarm alarm, String site) {
        StringBuilder text = new StringBuilder(alarm.message()).append("\n\n");
        line(text, "Alarm", alarm.alarm());
        line(text, "Severity", alarm.severity() + " (" + alarm.severityNumber() + ")");
        line(text, "Location", alarm.location());
        line(text, "Site", site);
        line(text, "Raised", alarm.raised());
        line(text, "Cleared", alarm.cleared());
        line(text, "Value", alarm.value());
        line(text, "Limit", alarm.limit());
        line(text, "Group", alarm.group());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-9s %s%n", name, value));
        }
    }

    private static String digest(Notice notice, String site) {
        StringBuilder text = new StringBuilder()
                .append(notice.count())
                .append(" more alarms were raised at ")
                .append(site)
                .append(" than are told one by one: ")
                .append(severities(notice.bySeverity()))
                .append(".\n\n");
        for (RaisedAlarm alarm : notice.alarms()) {
            text.append(alarm.raised())
                    .append("  ")
                    .append(alarm.severity())
                    .append("  ")
                    .append(alarm.message())
                    .append('\n');
        }
        int unnamed = notice.count() - notice.alarms().size();
        if (unnamed > 0) {
            text.append("... and ").append(unnamed).append(" others; the console lists them all.\n");
        }
        return text.toString();
    }

    private static String severities(Map<String, Integer> bySeverity) {
        return bySeverity.entrySet().stream()
                .sorted((one, other) -> Integer.compare(rank(one.getKey()), rank(other.getKey())))
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static int rank(String severity) {
        int rank = WORST_FIRST.indexOf(severity);
        return rank < 0 ? WORST_FIRST.size() : rank;
    }
}
