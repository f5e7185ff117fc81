package io.millrace.notify;

import io.millrace.model.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way by which a message goes. */
public sealed interface Channel {

    /** What people know it by; without secrets. */
    String words();

    /**
     * A POST of JSON.
     *
     * @param secret signs the messages; absent for no signature
     * @param certificate of an authority to trust beside the usual ones, PEM
     */
    record Webhook(
            URI url, @Nullable Secret secret, @Nullable Path certificate) implements Channel {
        public Webhook {
            Objects.requireNonNull(url);
        }

        /** Without the path and the query, which may be all the secret there is. */
        @Override
        public String words() {
            return "webhook at " + url.getScheme() + "://" + url.getAuthority();
        }
    }

    /** How a connection to a mail server is protected. */
    enum Security {
        /** Plain at first, then TLS; refused when the server does not offer it. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        NONE
    }

    /**
     * An e-mail.
     *
     * @param user absent for no sign-in
     * @param certificate of an authority to trust beside the usual ones, PEM
     */
    record Email(
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable Secret password,
            String from,
            List<String> to,
            @Nullable Path certificate)
            implements Channel {
        public Email {
            Objects.requireNonNull(host);
            Objects.requireNonNull(security);
            Objects.requireNonNull(from);
            to = List.copyOf(to);
        }

        @Override
        public String words() {
            return "e-mail by " + host + ":" + port;
        }
    }
}
