package io.millrace.notify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server (SubEthaSMTP) that keeps what it gets, with a certificate of its own and one user. */
final class SmtpPost implements AutoCloseable {

    private static final char[] STORE = "changeit".toCharArray();

    private final SMTPServer server;
    private final Path certificate;
    private final List<String> mails = new CopyOnWriteArrayList<>();

    /**
     * @param folder takes its certificate
     * @param protectedBy whether it insists on STARTTLS and on sign-in
     */
    SmtpPost(Path folder, boolean protectedBy) throws Exception {
        Path keys = folder.resolve("smtp.p12");
        certificate = folder.resolve("smtp.pem");
        if (Files.notExists(keys)) {
            keytool(
                    "-genkeypair",
                    "-alias",
                    "smtp",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keys.toString(),
                    "-storepass",
                    "changeit");
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    "smtp",
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    keys.toString(),
                    "-storepass",
                    "changeit");
        }
        SMTPServer.Builder builder = SMTPServer.port(0).simpleMessageListener(listener());
        if (protectedBy) {
            builder = builder.enableTLS()
                    .requireTLS()
                    .startTlsSocketFactory(context(keys))
                    .requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(SmtpPost::signIn));
        }
        server = builder.build();
        server.start();
    }

    private static void signIn(String user, String password, MessageContext context) throws LoginFailedException {
        if (!user.equals("millrace") || !password.equals("right")) {
            throw new LoginFailedException();
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(said);
        }
    }

    private static SSLContext context(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, STORE);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, STORE);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private SimpleMessageListener listener() {
        return new SimpleMessageListener() {
            @Override
            public boolean accept(String from, String recipient) {
                return true;
            }

            @Override
            public void deliver(String from, String recipient, InputStream data) throws IOException {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                data.transferTo(bytes);
                mails.add("To-Envelope: " + recipient + "\r\n" + bytes.toString(StandardCharsets.UTF_8));
            }
        };
    }

    int port() {
        return server.getPortAllocated();
    }

    Path certificate() {
        return certificate;
    }

    List<String> mails() {
        return mails;
    }

    /** The values of a header, of all mails. */
    List<String> header(String name) {
        return mails.stream()
                .map(mail -> mail.lines()
                        .filter(line -> line.startsWith(name + ": "))
                        .findFirst())
                .flatMap(Optional::stream)
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }
}
