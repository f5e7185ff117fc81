package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.TopicFilter;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Described("Who is told of which alarms: one message each time one is raised.")
public record NotificationPart(
        @Described("Which severities are told, such as [high, critical]; all where none is given.") @DefaultsTo("[]")
        List<AlarmSeverity> severities,

        @Described(
                "Which locations are told, relative to the site's: packing/line-1, packing/# with all below, + for any"
                        + " one segment. All where none is given.")
        @DefaultsTo("[]")
        List<String> locations,

        @Described("At most so many messages in 'within'; what is more is told in one message when that time is over.")
        @DefaultsTo("10")
        int atMost,

        @Described("See atMost. ISA-18.2 calls more than 10 alarms in 10 minutes a flood.") @DefaultsTo("10min")
        Duration within,

        @Described("Whether the end of an alarm that was told by a message of its own is told as well. Without it a"
                + " webhook is told, and nobody gets an e-mail.")
        @Nullable
        Boolean cleared,

        @Described("Sends an e-mail.") @Nullable Email email,

        @Described("Posts JSON to an address.") @Nullable Webhook webhook) {

    /** The words for how bad an alarm is. */
    public enum AlarmSeverity {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /** How the connection to a mail server is protected. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    @Described("A mail server, and who gets the mail.")
    public record Email(
            @Described("Name or address of the mail server.")
            String host,

            @Described("Its port: mostly 587 with starttls, 465 with tls, 25 with none.") @DefaultsTo("587")
            int port,

            @Described("starttls: TLS after a plain greeting, and never without. tls: from the first byte. none: only"
                    + " without a password, or on this machine.")
            @DefaultsTo("starttls")
            Security security,

            @Described("Who signs in; nobody where it is not given.") @Nullable
            String user,

            @Described("Password.") @Nullable Secret password,

            @Described("The sender, as in Millrace <millrace@plant.example>.")
            String from,

            @Described("Who gets it.") List<String> to,

            @Described("A PEM file with the certificate of an authority to trust beside the usual ones, relative to the"
                    + " site file.")
            @Nullable
            Path certificate) {

        public Email {
            to = List.copyOf(to);
            checkPort(port);
            check(!to.isEmpty(), "'to' is empty.", "Name who gets the mail.");
            for (String address : to) {
                checkAddress(address);
            }
            checkAddress(from);
            check(
                    (user == null) == (password == null),
                    "There is a user without a password, or the reverse.",
                    "Give both or none.");
            boolean inTheClear = security == Security.NONE && user != null && !isLoopback(host);
            check(!inTheClear, "The password would cross the network in the clear.", "Use security: starttls or tls.");
        }

        private static boolean isLoopback(String host) {
            return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
        }

        private static void checkPort(int port) {
            check(port >= 1 && port <= 65_535, "The port " + port + " is not between 1 and 65535.", "Use 587.");
        }

        private static void checkAddress(String address) {
            check(
                    address.matches("[^\\p{Cntrl}]*[^\\s@<>]+@[^\\s@<>]+>?"),
                    "'" + address + "' is no e-mail address.",
                    "Write it as shift@plant.example or Shift <shift@plant.example>.");
        }
    }

    @Described("An address that takes JSON by POST, with the headers of the Standard Webhooks specification.")
    public record Webhook(
            @Described("The address, http or https. A secret path may be a reference.")
            String url,

            @Described("Signs each message (HMAC-SHA256, webhook-signature); nothing is signed without.") @Nullable
            Secret secret,

            @Described("A PEM file with the certificate of an authority to trust beside the usual ones, relative to the"
                    + " site file.")
            @Nullable
            Path certificate) {

        public Webhook {
            try {
                URI address = new URI(url);
                boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
                check(web && address.getHost() != null, "The url is no web address.", "Write it as https://host/path.");
            } catch (URISyntaxException illegal) {
                // the text may hold a secret, and is not shown
                throw refused(
                        "The url is no web address: " + illegal.getReason() + ".", "Write it as https://host/path.");
            }
        }
    }

    public NotificationPart {
        severities = List.copyOf(severities);
        locations = List.copyOf(locations);
        locations.forEach(TopicFilter::parse);
        check(
                (email == null) != (webhook == null),
                email == null ? "Nothing says how it is told." : "There is an e-mail and a webhook.",
                "Give one of email, webhook; several ways are several notifications.");
        check(atMost >= 1 && atMost <= 1000, "atMost is not between 1 and 1000.", "Use as many as 10.");
        check(
                within.compareTo(Duration.ofSeconds(1)) >= 0 && within.compareTo(Duration.ofDays(1)) <= 0,
                "within is not between 1s and 1d.",
                "Use as much as 10min.");
    }

    private static void check(boolean right, String message, String remedy) {
        if (!right) {
            throw refused(message, remedy);
        }
    }

    private static RuntimeException refused(String message, String remedy) {
        return Problem.of("value-refused", message, remedy).asException();
    }
}
