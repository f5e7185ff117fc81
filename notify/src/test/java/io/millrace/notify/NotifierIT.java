package io.millrace.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import io.millrace.model.settings.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers of others: SubEthaSMTP for mail, the JDK's for HTTP. */
class NotifierIT {

    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Clock NOON = Clock.fixed(Given.NOON, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Notifier notifier(Channel channel, int atMost, Duration within, Clock clock) {
        return Notifier.start(
                folder.resolve("notify"),
                "liege",
                Given.NAMESPACE,
                List.of(Given.notification(channel, atMost, within, Set.of())),
                QUICK,
                clock);
    }

    private Notifier notifier(Channel channel) {
        return notifier(channel, 10, Duration.ofMinutes(10), NOON);
    }

    private static Channel hook(HookPost post) {
        return new Channel.Webhook(post.url(), SECRET, null);
    }

    private Channel mail(SmtpPost post, String password) {
        return new Channel.Email(
                "localhost",
                post.port(),
                Channel.Security.STARTTLS,
                "millrace",
                new Secret(password),
                "Millrace <millrace@plant.example>",
                List.of("shift@plant.example", "chief@plant.example"),
                post.certificate());
    }

    @Test
    void aWebhookGetsASignedMessage() throws Exception {
        try (HookPost post = new HookPost();
                Notifier notifier = notifier(hook(post))) {
            notifier.handle(List.of(Given.raisedRecord(0, "hot")));
            await().untilAsserted(() -> assertThat(post.got()).hasSize(1));

            HookPost.Got got = post.got().get(0);
            JsonNode body = new ObjectMapper().readTree(got.body());
            assertThat(body.path("type").asText()).isEqualTo("alarm.raised");
            assertThat(body.path("text").asText()).isEqualTo("[HIGH] hot: 1151.5 is above 1150");
            assertThat(body.path("site").asText()).isEqualTo("liege");
            assertThat(body.at("/alarm/location").asText()).isEqualTo("plant/kiln");
            assertThat(body.at("/alarm/value").asText()).isEqualTo("1151.5");
            assertThat(body.has("count")).isFalse();
            assertThat(got.header("Idempotency-Key"))
                    .hasSize(32)
                    .isEqualTo(body.path("id").asText())
                    .isEqualTo(got.header("webhook-id"));
            long seconds = Long.parseLong(got.header("webhook-timestamp"));
            assertThat(got.header("webhook-signature"))
                    .isEqualTo("v1,"
                            + WebhookSender.signature(
                                    SECRET,
                                    got.header("webhook-id"),
                                    seconds,
                                    got.body().getBytes(StandardCharsets.UTF_8)));
            await().untilAsserted(
                            () -> assertThat(notifier.status().get(0).sent()).isEqualTo(1));
            assertThat(notifier.status().get(0).waiting()).isZero();
        }
    }

    /** The example of the Standard Webhooks specification and its libraries. */
    @Test
    void theSignatureIsThatOfTheSpecification() {
        assertThat(WebhookSender.signature(
                        SECRET,
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void anEmailGoesThroughStarttlsAndSignIn() throws Exception {
        try (SmtpPost post = new SmtpPost(folder, true);
                Notifier notifier = notifier(mail(post, "right"))) {
            notifier.handle(List.of(Given.raisedRecord(0, "hot")));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(post.mails()).hasSize(2));

            assertThat(post.header("To-Envelope"))
                    .containsExactlyInAnyOrder("shift@plant.example", "chief@plant.example");
            assertThat(post.header("Subject")).containsOnly("[HIGH] hot: 1151.5 is above 1150");
            assertThat(post.header("Auto-Submitted")).containsOnly("auto-generated");
            assertThat(post.header("Message-ID"))
                    .hasSize(2)
                    .allMatch(id -> id.matches("<[0-9a-f]{32}@millrace>"))
                    .containsOnly(post.header("Message-ID").get(0));
            assertThat(post.mails().get(0)).contains("Location", "plant/kiln", "1150.0");
        }
    }

    @Test
    void aWrongPasswordIsSaidAndTriedAgain() throws Exception {
        try (SmtpPost post = new SmtpPost(folder, true);
                Notifier notifier = notifier(mail(post, "wrong"))) {
            notifier.handle(List.of(Given.raisedRecord(0, "hot")));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(notifier.status().get(0).failed()).isGreaterThan(1));

            NotificationStatus status = notifier.status().get(0);
            assertThat(status.problem()).contains("refuses the user 'millrace'").doesNotContain("wrong");
            assertThat(status.waiting()).isEqualTo(1);
            assertThat(post.mails()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsOrWithACertificateOfAStrangerGetsNoMail() throws Exception {
        try (SmtpPost plain = new SmtpPost(folder, false);
                SmtpPost stranger = new SmtpPost(folder, true)) {
            refused(mail(plain, "right"), "STARTTLS");
            Channel.Email trusted = (Channel.Email) mail(stranger, "right");
            refused(
                    new Channel.Email(
                            trusted.host(),
                            trusted.port(),
                            trusted.security(),
                            trusted.user(),
                            trusted.password(),
                            trusted.from(),
                            trusted.to(),
                            null),
                    "did not take");
            assertThat(plain.mails()).isEmpty();
            assertThat(stranger.mails()).isEmpty();

            Notifier.test(Given.notification(trusted, 1, Duration.ofMinutes(1), Set.of()), "liege", NOON);
            assertThat(stranger.header("Subject")).contains("Test of the notifications of liege");
        }
    }

    private static void refused(Channel channel, String because) {
        assertThatThrownBy(() ->
                        Notifier.test(Given.notification(channel, 1, Duration.ofMinutes(1), Set.of()), "liege", NOON))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(because);
    }

    @Test
    void whatNobodyTakesIsTriedUntilSomebodyDoesWithTheSameKey() throws Exception {
        try (HookPost post = new HookPost();
                Notifier notifier = notifier(hook(post))) {
            post.answers(503);
            notifier.handle(List.of(Given.raisedRecord(0, "hot")));
            await().untilAsserted(() -> assertThat(post.got()).hasSizeGreaterThan(2));
            assertThat(notifier.status().get(0).problem()).contains("answers with the status 503");

            post.answers(200);
            await().untilAsserted(
                            () -> assertThat(notifier.status().get(0).sent()).isEqualTo(1));
            assertThat(post.got())
                    .extracting(got -> got.header("Idempotency-Key"))
                    .containsOnly(post.got().get(0).header("Idempotency-Key"));
            assertThat(notifier.status().get(0).problem()).isNull();
        }
    }

    @Test
    void whatWasToldIsNotToldAgainAfterARestart() throws Exception {
        try (HookPost post = new HookPost()) {
            List<StoredRecord> records = List.of(Given.raisedRecord(0, "hot"), Given.raisedRecord(1, "cold"));
            try (Notifier notifier = notifier(hook(post))) {
                notifier.handle(records);
                await().untilAsserted(() ->
                        assertThat(notifier.status().get(0).sent()).isEqualTo(2));
            }
            try (Notifier notifier = notifier(hook(post))) {
                // the place in the log had not been noted
                notifier.handle(records);
                notifier.handle(List.of(Given.raisedRecord(2, "new")));
                await().untilAsserted(() ->
                        assertThat(notifier.status().get(0).sent()).isEqualTo(1));
            }
            assertThat(post.got()).hasSize(3);
        }
    }

    @Test
    void whatWasNotSentIsSentAfterARestart() throws Exception {
        int port;
        try (HookPost post = new HookPost()) {
            port = post.port();
        }
        Channel nobody = new Channel.Webhook(URI.create("http://127.0.0.1:" + port + "/alarms"), SECRET, null);
        try (Notifier notifier = notifier(nobody)) {
            notifier.handle(List.of(Given.raisedRecord(0, "hot")));
            await().untilAsserted(
                            () -> assertThat(notifier.status().get(0).failed()).isPositive());
            assertThat(notifier.status().get(0).problem()).contains("cannot be reached");
        }
        try (HookPost post = new HookPost(port);
                Notifier notifier = notifier(nobody)) {
            await().untilAsserted(() -> assertThat(post.got()).hasSize(1));
            await().untilAsserted(
                            () -> assertThat(notifier.status().get(0).sent()).isEqualTo(1));
        }
    }

    @Test
    void aFloodEndsInADigest() throws Exception {
        try (HookPost post = new HookPost();
                Notifier notifier = notifier(hook(post), 3, Duration.ofSeconds(1), Clock.systemUTC())) {
            List<StoredRecord> flood = new ArrayList<>();
            long second = Duration.between(Given.NOON, Instant.now()).toSeconds();
            for (int i = 0; i < 40; i++) {
                flood.add(Given.raisedRecord(second, "alarm-" + i));
            }
            notifier.handle(flood);
            await().untilAsserted(() -> assertThat(post.got()).hasSize(4));

            JsonNode digest = new ObjectMapper().readTree(post.got().get(3).body());
            assertThat(digest.path("type").asText()).isEqualTo("alarm.digest");
            assertThat(digest.path("count").asInt()).isEqualTo(37);
            assertThat(digest.at("/bySeverity/high").asInt()).isEqualTo(37);
            assertThat(digest.path("alarms").size()).isEqualTo(20);
        }
    }

    @Test
    void aDamagedRecordOfWhatWasSentIsSaid() throws Exception {
        Path notify = Files.createDirectories(folder.resolve("notify"));
        Files.writeString(notify.resolve("outbox.json"), "{\"operators\":");

        try (HookPost post = new HookPost()) {
            assertThatThrownBy(() -> notifier(hook(post)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is damaged");
        }
    }
}
