package io.millrace.historian.embedded;

import io.millrace.historian.HistorianSettings;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL below a folder of ours, for as long as this object is open: when its process ends by itself it is started
 * again on the same port. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "postgres";
    /** Long, because after a crash it first repairs itself from its log; it says so meanwhile. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private final HistorianSettings.Embedded settings;
    private final Installation installation;
    private final Account account;
    private final Path data;
    private final int port;
    private final Secret password;
    private final Secret readerPassword;
    private final Path readerPasswordFile;
    private final FolderLock lock;
    private final Object starting = new Object();
    private volatile Postmaster postmaster;
    private volatile boolean closing;
    private volatile int restarts;
    private final Thread supervisor;

    private EmbeddedPostgres(
            HistorianSettings.Embedded settings,
            Installation installation,
            Account account,
            Path data,
            Secret password,
            Path readerPasswordFile,
            FolderLock lock)
            throws IOException {
        this.settings = settings;
        this.installation = installation;
        this.account = account;
        this.data = data;
        this.password = password;
        this.readerPasswordFile = readerPasswordFile;
        this.readerPassword = Passwords.readOrMake(readerPasswordFile);
        this.lock = lock;
        this.port = settings.port() == 0 ? freePort(settings.host()) : settings.port();
        checkFree(settings.host(), port);
        this.postmaster = Postmaster.start(installation, account, data, settings.host(), port);
        this.supervisor = new Thread(this::supervise, "millrace-postgres-supervisor");
        this.supervisor.setDaemon(true);
    }

    /**
     * Unpacks and initialises what is missing, starts the server and returns when it answers.
     *
     * @throws ProblemException {@code port-occupied}, {@code historian-folder-in-use}, {@code
     *     historian-folder-unusable}, {@code historian-version}, {@code historian-password-missing}, {@code
     *     postgres-as-root}, {@code postgres-missing}, {@code postgres-unusable}, {@code postgres-not-starting}
     */
    public static EmbeddedPostgres start(HistorianSettings.Embedded settings) {
        Path folder = settings.folder().toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            // Entered by whoever PostgreSQL runs as, listed by nobody else.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            FolderLock lock = FolderLock.take(folder);
            try {
                return start(settings, folder, lock);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException unusable) {
            throw Problem.of(
                            "historian-folder-unusable",
                            "The historian's folder " + folder + " cannot be used: " + unusable + ".",
                            "Check that it can be written and that the disk has room.")
                    .asException();
        }
    }

    private static EmbeddedPostgres start(HistorianSettings.Embedded settings, Path folder, FolderLock lock)
            throws IOException {
        Path data = folder.resolve("data");
        boolean existing = Files.exists(data.resolve("PG_VERSION"));
        Installation installation = Installation.unpack(folder);
        Path passwordFile = folder.resolve("password");
        Secret password = existing ? Passwords.read(passwordFile) : Passwords.readOrMake(passwordFile);
        Account account = Cluster.prepare(installation, data, password.value());
        Orphans.stop(data);
        EmbeddedPostgres postgres = new EmbeddedPostgres(
                settings, installation, account, data, password, folder.resolve("reader-password"), lock);
        try {
            postgres.awaitReady(postgres.postmaster);
        } catch (RuntimeException failed) {
            postgres.stopServer();
            throw failed;
        }
        postgres.supervisor.start();
        installation.removeOthers();
        return postgres;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + bracketed(settings.host()) + ":" + port + "/" + DATABASE;
    }

    public int port() {
        return port;
    }

    /** The account the hub itself uses: a superuser. */
    public String user() {
        return Cluster.SUPERUSER;
    }

    public Secret password() {
        return password;
    }

    /** The password of the account for people. */
    public Secret readerPassword() {
        return readerPassword;
    }

    public Path readerPasswordFile() {
        return readerPasswordFile;
    }

    /** The process number of the server. */
    public long pid() {
        return postmaster.pid();
    }

    /** How often it ended by itself. */
    public int restarts() {
        return restarts;
    }

    /** Whether the process is there; whether it answers is another question. */
    public boolean isRunning() {
        return postmaster.isAlive();
    }

    /** Fast shutdown, some seconds at most. */
    @Override
    public void close() {
        synchronized (starting) {
            if (closing) {
                return;
            }
            closing = true;
        }
        supervisor.interrupt();
        stopServer();
        try {
            supervisor.join(2_000);
            lock.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException harmless) {
            log.atDebug().setCause(harmless).log("the folder's lock could not be closed");
        }
    }

    private void stopServer() {
        try {
            postmaster.stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        try {
            while (!closing) {
                int exit = postmaster.waitFor();
                if (!closing) {
                    restarts++;
                    log.atWarn()
                            .addKeyValue("exit", exit)
                            .addKeyValue("lastWords", postmaster.lastWords())
                            .log("PostgreSQL ended by itself and is started again");
                    restart();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() throws InterruptedException {
        long pause = 200;
        while (!closing) {
            try {
                Orphans.stop(data);
                synchronized (starting) {
                    if (closing) {
                        return;
                    }
                    postmaster = Postmaster.start(installation, account, data, settings.host(), port);
                }
                awaitReady(postmaster);
                log.atInfo().addKeyValue("pid", postmaster.pid()).log("PostgreSQL answers again");
                return;
            } catch (IOException | ProblemException notYet) {
                log.atWarn().addKeyValue("why", notYet.getMessage()).log("PostgreSQL could not be started again yet");
                Thread.sleep(pause);
                pause = Math.min(10_000, pause * 2);
            }
        }
    }

    private void awaitReady(Postmaster server) {
        long start = System.nanoTime();
        long told = start;
        while (true) {
            SQLException refusal = tryConnect();
            if (refusal == null) {
                return;
            }
            if (!server.isAlive()) {
                throw ended(server);
            }
            long now = System.nanoTime();
            if (now - start > READY_WITHIN.toNanos()) {
                throw notStarting("It does not answer: " + refusal.getMessage());
            }
            if (now - told > Duration.ofSeconds(10).toNanos()) {
                told = now;
                log.atInfo().addKeyValue("answer", refusal.getMessage()).log("PostgreSQL is not ready yet");
            }
            pause();
        }
    }

    private @Nullable SQLException tryConnect() {
        Properties properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password.value());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        try (Connection connection = new Driver().connect(jdbcUrl(), properties)) {
            return connection == null ? new SQLException("the driver does not know " + jdbcUrl()) : null;
        } catch (SQLException refusal) {
            return refusal;
        }
    }

    private ProblemException ended(Postmaster server) {
        String words = server.lastWords();
        return words.contains("could not bind") ? occupied(settings.host(), port) : notStarting(words);
    }

    private ProblemException notStarting(String words) {
        return Problem.of(
                        "postgres-not-starting",
                        "The embedded PostgreSQL in " + data + " does not start: " + words + ".",
                        "Its last words say why; the data is untouched.")
                .asException();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.of("interrupted", "The start of PostgreSQL was broken off.")
                    .asException();
        }
    }

    private static int freePort(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    private static void checkFree(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
        } catch (java.net.BindException taken) {
            throw occupied(host, port);
        }
    }

    private static ProblemException occupied(String host, int port) {
        return Problem.of(
                        "port-occupied",
                        "Someone else listens on " + host + ":" + port + ", the port of the embedded PostgreSQL.",
                        "Set historian.port to another port, or to 0 for a free one.")
                .asException();
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
