package io.millrace.app.hub;

import io.millrace.app.site.NotificationPart;
import io.millrace.app.site.Site;
import io.millrace.console.Health;
import io.millrace.model.TopicFilter;
import io.millrace.notify.Channel;
import io.millrace.notify.NotificationSettings;
import io.millrace.notify.NotificationStatus;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** From the site file to what the notifier wants to know, and from what it says to what people read. No state. */
public final class Notifications {

    private Notifications() {}

    /** The notifications of a site in its order. */
    public static List<NotificationSettings> of(Site site) {
        List<NotificationSettings> all = new ArrayList<>();
        site.part()
                .notifications()
                .forEach((name, part) -> all.add(of(site.part().location(), name, part)));
        return all;
    }

    private static NotificationSettings of(String at, String name, NotificationPart part) {
        return new NotificationSettings(
                name,
                part.severities().stream()
                        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                part.locations().stream()
                        .map(location -> TopicFilter.parse(at + "/" + location))
                        .toList(),
                part.atMost(),
                part.within(),
                part.cleared() == null ? part.webhook() != null : part.cleared(),
                channel(part));
    }

    private static Channel channel(NotificationPart part) {
        NotificationPart.Email email = part.email();
        if (email != null) {
            return new Channel.Email(
                    email.host(),
                    email.port(),
                    Channel.Security.valueOf(email.security().name()),
                    email.user(),
                    email.password(),
                    email.from(),
                    email.to(),
                    email.certificate());
        }
        NotificationPart.Webhook webhook = Objects.requireNonNull(part.webhook());
        return new Channel.Webhook(URI.create(webhook.url()), webhook.secret(), webhook.certificate());
    }

    /** One entry for all of them: the first that does not get through is named. */
    static Health health(List<NotificationStatus> statuses) {
        for (NotificationStatus status : statuses) {
            if (status.problem() != null) {
                return new Health(
                        "notifications",
                        Health.Status.DEGRADED,
                        "'" + status.name() + "' does not get through, since "
                                + Objects.requireNonNull(status.since()).truncatedTo(ChronoUnit.SECONDS) + ": "
                                + status.problem() + " It is tried again; " + status.waiting() + " messages wait.");
            }
        }
        long sent = statuses.stream().mapToLong(NotificationStatus::sent).sum();
        long lost = statuses.stream().mapToLong(NotificationStatus::givenUp).sum();
        return lost == 0
                ? new Health("notifications", Health.Status.OK, sent + " messages sent.")
                : new Health(
                        "notifications",
                        Health.Status.DEGRADED,
                        lost + " messages were given up since the start, because nobody took them for a day.");
    }
}
