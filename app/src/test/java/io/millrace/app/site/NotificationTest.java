package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.hub.Notifications;
import io.millrace.notify.Channel;
import io.millrace.notify.NotificationSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of alarms, as the site file says it. */
class NotificationTest {

    @TempDir
    Path folder;

    private Site read(String notifications) throws Exception {
        Path file = Files.writeString(
                folder.resolve("site.yaml"),
                "site: liege\nlocation: limeworks/liege\nnotifications:\n  operators:\n    " + notifications + "\n");
        return new SiteReader(Connectors.all(), Map.of("SECRET", "s3cr3t")).read(file, Map.of());
    }

    private void refused(String notifications, String because) {
        try {
            read(notifications);
        } catch (SiteException wrong) {
            assertThat(wrong.findings()).hasSize(1);
            assertThat(wrong.findings().get(0).toString()).contains(because).doesNotContain("s3cr3t");
            return;
        } catch (Exception other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("not refused: " + notifications);
    }

    @Test
    void aWebhookIsEnough() throws Exception {
        List<NotificationSettings> all =
                Notifications.of(read("webhook: {url: \"https://plant.example/${env:SECRET}\"}"));

        assertThat(all).hasSize(1);
        NotificationSettings settings = all.get(0);
        assertThat(settings.name()).isEqualTo("operators");
        assertThat(settings.atMost()).isEqualTo(10);
        assertThat(settings.within()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.channel())
                .isEqualTo(new Channel.Webhook(URI.create("https://plant.example/s3cr3t"), null, null));
        assertThat(settings.channel().words()).isEqualTo("webhook at https://plant.example");
    }

    @Test
    void locationsAreThoseOfTheSite() throws Exception {
        NotificationSettings settings = Notifications.of(
                        read("{locations: [packing/#], severities: [high], webhook: {url: \"http://a/\"}}"))
                .get(0);

        assertThat(settings.severities()).containsExactly("high");
        assertThat(settings.locations().get(0).matches("limeworks/liege/packing/line-1"))
                .isTrue();
        assertThat(settings.locations().get(0).matches("limeworks/liege/kilns")).isFalse();
    }

    @Test
    void whatCannotWorkIsRefused() {
        refused("{severities: [high]}", "Nothing says how it is told");
        refused("{severities: [worst], webhook: {url: \"http://a/\"}}", "not one of low, medium, high, critical");
        refused("{webhook: {url: \"ftp://a/${env:SECRET}\"}}", "no web address");
        refused("{webhook: {url: \"http://a b/${env:SECRET}\"}}", "no web address");
        refused("{atMost: 0, webhook: {url: \"http://a/\"}}", "atMost");
        refused("{locations: [a#], webhook: {url: \"http://a/\"}}", "no topic filter");
        refused("{email: {host: mail, from: a@b.c, to: []}}", "'to' is empty");
        refused("{email: {host: mail, from: a@b.c, to: [shift]}}", "no e-mail address");
        refused("{email: {host: mail, from: a@b.c, to: [\"x@y.z\\nBcc: all@y.z\"]}}", "no e-mail address");
        refused("{email: {host: mail, from: a@b.c, to: [a@b.c], user: me}}", "a user without a password");
        refused(
                "{email: {host: mail, from: a@b.c, to: [a@b.c], user: me, password: \"${env:SECRET}\", security: none}}",
                "in the clear");
        refused("{email: {host: mail, from: a@b.c, to: [a@b.c], user: me, password: open}}", "in clear");
    }
}
