package io.millrace.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages as JSON, with the headers of the Standard Webhooks specification (1.0.0, "Webhook Headers" and "Signature
 * scheme"): {@code webhook-id}, {@code webhook-timestamp} and, where there is a secret, {@code webhook-signature}. The id is
 * the {@code Idempotency-Key} as well. Redirects are not followed: a secret path must not go elsewhere.
 */
final class WebhookSender implements Sender {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String ENCODED_SECRET = "whsec_";

    private final Channel.Webhook settings;
    private final String site;
    private @Nullable HttpClient client;

    /** The body of a message; what is null is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            String type,
            String id,
            String timestamp,
            String site,
            String text,
            @Nullable RaisedAlarm alarm,
            @Nullable Integer count,
            @Nullable Map<String, Integer> bySeverity,
            @Nullable List<RaisedAlarm> alarms) {}

    WebhookSender(Channel.Webhook settings, String site) {
        this.settings = settings;
        this.site = site;
    }

    @Override
    public void send(Notice notice) throws SendException, InterruptedException {
        byte[] body = body(notice);
        long seconds = Instant.now().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "millrace")
                .header("Idempotency-Key", notice.key())
                .header("webhook-id", notice.key())
                .header("webhook-timestamp", Long.toString(seconds))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Secret secret = settings.secret();
        if (secret != null) {
            request.header("webhook-signature", "v1," + signature(secret, notice.key(), seconds, body));
        }
        try {
            // what it answers beyond the status is of no interest, and may be endless
            int status = client().send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status < 200 || status >= 300) {
                throw new SendException("The " + settings.words() + " answers with the status " + status + ".");
            }
        } catch (IOException failed) {
            String reason = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            throw new SendException("The " + settings.words() + " cannot be reached (" + reason + ").", failed);
        }
    }

    private HttpClient client() throws SendException {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1);
            if (settings.certificate() != null) {
                builder.sslContext(Trust.context(settings.certificate()));
            }
            made = builder.build();
            client = made;
        }
        return made;
    }

    private byte[] body(Notice notice) {
        boolean one = notice.kind() == Notice.Kind.RAISED || notice.kind() == Notice.Kind.CLEARED;
        boolean many = notice.kind() == Notice.Kind.DIGEST;
        Body body = new Body(
                switch (notice.kind()) {
                    case RAISED -> "alarm.raised";
                    case CLEARED -> "alarm.cleared";
                    case DIGEST -> "alarm.digest";
                    case TEST -> "test";
                },
                notice.key(),
                Instant.ofEpochMilli(notice.since()).toString(),
                site,
                Wording.subject(notice, site),
                one ? notice.alarms().get(0) : null,
                many ? (Integer) notice.count() : null,
                many ? notice.bySeverity() : null,
                many ? notice.alarms() : null);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Over id, time and body with dots between, HMAC-SHA256, as base64. */
    static String signature(Secret secret, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret.value()), "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(ENCODED_SECRET)) {
            try {
                return Base64.getDecoder().decode(secret.substring(ENCODED_SECRET.length()));
            } catch (IllegalArgumentException notEncoded) {
                // a secret that only begins like that
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
