package io.millrace.historian.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.model.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder of a PostgreSQL: made once, checked at every start. */
final class Cluster {

    static final String SUPERUSER = "millrace";

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    /**
     * For a machine that has other work too. Written into {@code postgresql.conf} once, so a site may change them. Many
     * locks, because a question over a year touches hundreds of partitions. Each tag that is written to has a page of
     * the index of its own, 8 KiB; where these do not fit into the shared buffers every row costs a page in and a page
     * out. What is cleared away is cleared away slowly: quickly it takes a third of a core from the rows.
     */
    private static final List<String> TUNING = List.of(
            "effective_cache_size=512MB",
            "work_mem=16MB",
            "maintenance_work_mem=64MB",
            "max_connections=40",
            "max_locks_per_transaction=256",
            "max_wal_size=2GB",
            "random_page_cost=1.1",
            "autovacuum_max_workers=2",
            "autovacuum_vacuum_cost_delay=10ms",
            "io_method=sync",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC");

    private Cluster() {}

    /** A 32nd of the machine's memory, between 64 and 256 MB. */
    static long sharedMegabytes(long memoryBytes) {
        return Math.max(64, Math.min(256, memoryBytes / 32 >> 20));
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    /**
     * Makes the data folder unless it is there, and gives it to the account that PostgreSQL will run as.
     *
     * @return that account
     */
    static Account prepare(Installation installation, Path data, String password) throws IOException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            checkVersion(installation, data, Files.readString(version).trim());
            return Account.choose(installation.home(), data);
        }
        // Made aside and renamed when complete: a start that is killed meanwhile begins again.
        Path fresh = data.resolveSibling("data.new");
        Trees.delete(fresh);
        Files.createDirectories(fresh);
        Files.setPosixFilePermissions(fresh, PRIVATE);
        Account account = Account.choose(installation.home(), fresh);
        initialise(installation, account, fresh, password);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        return account;
    }

    private static void initialise(Installation installation, Account account, Path fresh, String password)
            throws IOException {
        long start = System.nanoTime();
        Path passwordFile = fresh.resolveSibling("data.new.password");
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, password + "\n");
            if (account.user() > 0) {
                Trees.chown(passwordFile, account.user(), account.group());
            }
            List<String> command = new ArrayList<>(List.of(
                    installation.program("initdb"),
                    "--pgdata=" + fresh,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-instructions"));
            TUNING.forEach(setting -> command.add("--set=" + setting));
            command.add("--set=shared_buffers=" + sharedMegabytes(physicalMemory()) + "MB");
            Commands.Outcome outcome = Commands.run(LIMIT, account.command(command));
            if (!outcome.ok()) {
                throw Problem.of(
                                "historian-folder-unusable",
                                "PostgreSQL could not make its data folder " + fresh + ": " + outcome.output() + ".",
                                "Check that the disk has room and the folder can be written.")
                        .asException();
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        log.atInfo()
                .addKeyValue("milliseconds", (System.nanoTime() - start) / 1_000_000)
                .log("PostgreSQL data folder made");
    }

    private static void checkVersion(Installation installation, Path data, String found) {
        String ours = Integer.toString(installation.major());
        if (!found.equals(ours)) {
            throw Problem.of(
                            "historian-version",
                            "The historian's data in " + data + " was written by PostgreSQL " + found
                                    + "; this Millrace brings PostgreSQL " + ours + ", which cannot read it.",
                            "Dump the data with the Millrace that wrote it (pg_dump), move the folder away and restore"
                                    + " the dump; or run PostgreSQL " + found
                                    + " of your own on the folder and give its JDBC URL in historian.jdbc.")
                    .asException();
        }
    }
}
