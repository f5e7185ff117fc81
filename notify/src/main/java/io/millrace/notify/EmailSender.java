package io.millrace.notify;

import io.millrace.model.settings.Secret;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages by SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS where it is wanted, and then never without. The
 * {@code Message-ID} is made of the key, so that a message that comes twice can be told; {@code Auto-Submitted} (RFC 3834)
 * keeps holiday notes from answering.
 */
final class EmailSender implements Sender {

    private static final String PATIENCE_MILLIS = "20000";

    private final Channel.Email settings;
    private final String site;
    private @Nullable Session session;

    EmailSender(Channel.Email settings, String site) {
        this.settings = settings;
        this.site = site;
    }

    /** A message whose id is its key; the library would make one of its own with each sending. */
    private static final class Keyed extends MimeMessage {
        private final String key;

        Keyed(Session session, String key) {
            super(session);
            this.key = key;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + key + "@millrace>");
        }
    }

    @Override
    public void send(Notice notice) throws SendException {
        try {
            MimeMessage message = new Keyed(session(), notice.key());
            message.setFrom(new InternetAddress(settings.from(), true));
            for (String to : settings.to()) {
                message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
            }
            message.setSubject(Wording.subject(notice, site), "UTF-8");
            message.setText(Wording.text(notice, site), "UTF-8");
            message.setSentDate(new Date());
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader("X-Idempotency-Key", notice.key());
            Transport.send(message);
        } catch (AuthenticationFailedException refused) {
            throw new SendException(
                    "The mail server " + settings.host() + " refuses the user '" + settings.user()
                            + "'. Check user and password.",
                    refused);
        } catch (MessagingException failed) {
            throw new SendException(
                    "The mail server " + settings.host() + ":" + settings.port() + " did not take the message ("
                            + reason(failed) + ").",
                    failed);
        }
    }

    private static String reason(MessagingException failed) {
        Throwable deepest = failed;
        while (deepest instanceof MessagingException messaging && messaging.getNextException() != null) {
            deepest = messaging.getNextException();
        }
        String text = String.valueOf(deepest.getMessage() == null ? failed.getMessage() : deepest.getMessage());
        return text.replaceAll("\\s+", " ").trim();
    }

    private Session session() throws SendException {
        Session made = session;
        if (made == null) {
            made = Session.getInstance(properties(), authenticator());
            session = made;
        }
        return made;
    }

    private Properties properties() throws SendException {
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
        boolean starttls = settings.security() == Channel.Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(starttls));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == Channel.Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        if (settings.certificate() != null) {
            properties.put(
                    "mail.smtp.ssl.socketFactory",
                    Trust.context(settings.certificate()).getSocketFactory());
        }
        return properties;
    }

    private @Nullable Authenticator authenticator() {
        String user = settings.user();
        Secret password = settings.password();
        if (user == null || password == null) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password.value());
            }
        };
    }
}
