package io.millrace.historian.embedded;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL below a folder of ours, for as long as this object is open: when its process ends by itself it is started
 * again on the same port. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /** A free port may be taken by someone else before PostgreSQL has it. */
    private static final int PORTS_TO_TRY = 5;

    private final Launcher launcher;
    private final Secret readerPassword;
    private final Path readerPasswordFile;
    private final FolderLock lock;
    private final Object starting = new Object();
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread supervisor;
    private volatile Postmaster postmaster;
    private volatile boolean closing;

    private EmbeddedPostgres(
            Launcher launcher, Postmaster postmaster, Secret readerPassword, Path readerPasswordFile, FolderLock lock) {
        this.launcher = launcher;
        this.postmaster = postmaster;
        this.readerPassword = readerPassword;
        this.readerPasswordFile = readerPasswordFile;
        this.lock = lock;
        this.supervisor = new Thread(this::supervise, "millrace-postgres-supervisor");
        this.supervisor.setDaemon(true);
    }

    /**
     * Unpacks and initialises what is missing, starts the server and returns when it answers.
     *
     * @param folder holds the program, the data and the passwords; made when absent
     * @param host a loopback address
     * @param port 0 takes a free one
     * @throws ProblemException {@code port-occupied}, {@code historian-folder-in-use}, {@code
     *     historian-folder-unusable}, {@code historian-version}, {@code historian-password-missing}, {@code
     *     postgres-as-root}, {@code postgres-missing}, {@code postgres-unusable}, {@code postgres-not-starting}
     */
    public static EmbeddedPostgres start(Path folder, String host, int port) {
        try {
            Files.createDirectories(folder);
            // The real path: by it processes left over from an earlier hub are told from others.
            Path real = folder.toRealPath();
            FolderLock lock = FolderLock.take(real);
            try {
                // Entered by whoever PostgreSQL runs as, listed by nobody else.
                Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx--x--x"));
                return start(real, host, port, lock);
            } catch (IOException | InterruptedException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException unusable) {
            throw Problem.of(
                            "historian-folder-unusable",
                            "The historian's folder " + folder + " cannot be used: " + unusable + ".",
                            "Check that it can be written and that the disk has room.")
                    .asException();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.of("interrupted", "The start of PostgreSQL was broken off.")
                    .asException();
        }
    }

    private static EmbeddedPostgres start(Path folder, String host, int port, FolderLock lock)
            throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        boolean existing = Files.exists(data.resolve("PG_VERSION"));
        Installation installation = Installation.unpack(folder);
        Path passwordFile = folder.resolve("password");
        Secret password = existing ? Passwords.read(passwordFile) : Passwords.readOrMake(passwordFile);
        Path readerPasswordFile = folder.resolve("reader-password");
        Secret readerPassword = Passwords.readOrMake(readerPasswordFile);
        Account account = Cluster.prepare(installation, data, password.value());
        Orphans.stop(data);
        for (int attempt = 1; ; attempt++) {
            Launcher launcher =
                    new Launcher(installation, account, data, host, port == 0 ? Ports.free(host) : port, password);
            try {
                EmbeddedPostgres postgres =
                        new EmbeddedPostgres(launcher, firstStart(launcher), readerPassword, readerPasswordFile, lock);
                postgres.supervisor.start();
                installation.removeOthers();
                return postgres;
            } catch (ProblemException refused) {
                boolean another = port == 0 && refused.problem().code().equals("port-occupied");
                if (!another || attempt == PORTS_TO_TRY) {
                    throw refused;
                }
            }
        }
    }

    private static Postmaster firstStart(Launcher launcher) throws IOException, InterruptedException {
        Ports.checkFree(launcher.host(), launcher.port());
        Postmaster server = launcher.launch();
        try {
            launcher.awaitReady(server);
            return server;
        } catch (RuntimeException | InterruptedException failed) {
            end(server, launcher.data());
            throw failed;
        }
    }

    public String jdbcUrl() {
        return launcher.jdbcUrl();
    }

    public int port() {
        return launcher.port();
    }

    /** The account the hub itself uses: a superuser. */
    public String user() {
        return Cluster.SUPERUSER;
    }

    public Secret password() {
        return launcher.password();
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
        return restarts.get();
    }

    /** Fast shutdown, some seconds at most. Idempotent. */
    @Override
    public void close() {
        synchronized (starting) {
            if (closing) {
                return;
            }
            closing = true;
        }
        supervisor.interrupt();
        // Whoever closes must not leave a process behind, even when told to hurry.
        boolean interrupted = Thread.interrupted();
        end(postmaster, launcher.data());
        try {
            supervisor.join(2_000);
            lock.close();
        } catch (InterruptedException hurry) {
            interrupted = true;
        } catch (IOException harmless) {
            log.atDebug().setCause(harmless).log("the folder's lock could not be closed");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Postmaster server, Path data) {
        try {
            if (!server.stop()) {
                // Killed: its children, when they hang too, do not notice.
                Orphans.stop(data);
            }
        } catch (InterruptedException interrupted) {
            server.kill();
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            log.atWarn().setCause(unreadable).log("processes of PostgreSQL may be left behind");
        }
    }

    private void supervise() {
        try {
            while (!closing) {
                int exit = postmaster.waitFor();
                if (!closing) {
                    restarts.incrementAndGet();
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
                Orphans.stop(launcher.data());
                synchronized (starting) {
                    if (closing) {
                        return;
                    }
                    postmaster = launcher.launch();
                }
                launcher.awaitReady(postmaster);
                log.atInfo().addKeyValue("pid", postmaster.pid()).log("PostgreSQL answers again");
                return;
            } catch (IOException | ProblemException notYet) {
                if (closing) {
                    return;
                }
                log.atWarn().addKeyValue("why", notYet.getMessage()).log("PostgreSQL could not be started again yet");
                Thread.sleep(pause);
                pause = Math.min(10_000, pause * 2);
            }
        }
    }
}
