package io.millrace.historian.embedded;

import io.millrace.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As whom PostgreSQL runs. It refuses to run as root, for good reasons; a hub often runs as root, in a container for
 * example. Then either a lesser user takes over, when the data folder is where that user can reach it, or the process
 * enters a user namespace in which root has another number.
 *
 * @param words for the log
 * @param prefix put before a command to run it as this account
 * @param user who must own the data folder; -1 when nothing needs to change hands
 */
record Account(String words, List<String> prefix, int user, int group) {

    private static final Logger log = LoggerFactory.getLogger(Account.class);
    private static final Duration PROBE = Duration.ofSeconds(20);

    Account {
        prefix = List.copyOf(prefix);
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /**
     * Finds an account that really can run the program and write to the folder, by doing so.
     *
     * @param home where the program is
     * @param data the data folder, which exists; it changes hands when needed
     */
    static Account choose(Path home, Path data) throws IOException {
        if (effectiveUser() != 0) {
            Account self = new Account("the hub's own user", List.of(), -1, -1);
            Commands.Outcome outcome = self.probe(home, data);
            if (!outcome.ok()) {
                throw Problem.of(
                                "postgres-unusable",
                                "The embedded PostgreSQL cannot run here: " + outcome.output() + ".",
                                "Give the data folder to the user the hub runs as, or use a PostgreSQL of your own and"
                                        + " give its JDBC URL in historian.jdbc.")
                        .asException();
            }
            return self;
        }
        List<String> refusals = new ArrayList<>();
        for (Account candidate : candidates(data)) {
            try {
                Trees.chown(data, candidate.user, candidate.group);
            } catch (IOException notAllowed) {
                refusals.add(
                        candidate.words + ": the data folder cannot be given away (" + notAllowed.getMessage() + ")");
                continue;
            }
            Commands.Outcome outcome = candidate.probe(home, data);
            if (outcome.ok()) {
                log.atDebug().addKeyValue("account", candidate.words).log("PostgreSQL will run as");
                return candidate;
            }
            refusals.add(candidate.words + ": " + outcome.output());
        }
        throw Problem.of(
                        "postgres-as-root",
                        "The hub runs as root, PostgreSQL does not run as root, and no other account could run it in "
                                + data + " (" + String.join("; ", refusals) + ").",
                        "Start the hub as an ordinary user, or put its data folder where the user 'nobody' can reach"
                                + " it (not below /root), or use a PostgreSQL of your own (historian.jdbc).")
                .asException();
    }

    private static List<Account> candidates(Path data) throws IOException {
        List<String> passwd = Files.readAllLines(Path.of("/etc/passwd"));
        Set<Account> candidates = new LinkedHashSet<>();
        user(passwd, Integer.toString(Trees.owner(data)), 2).ifPresent(candidates::add);
        user(passwd, "postgres", 0).ifPresent(candidates::add);
        user(passwd, "nobody", 0).ifPresent(candidates::add);
        candidates.add(new Account(
                "root in a user namespace (unshare)",
                List.of("unshare", "--user", "--map-user=65534", "--map-group=65534", "--"),
                0,
                0));
        return List.copyOf(candidates);
    }

    private static Optional<Account> user(List<String> passwd, String wanted, int field) {
        for (String line : passwd) {
            String[] fields = line.split(":", -1);
            if (fields.length > 3 && fields[field].equals(wanted) && !fields[2].equals("0")) {
                return Optional.of(new Account(
                        "user '" + fields[0] + "' (setpriv)",
                        List.of(
                                "setpriv",
                                "--reuid=" + fields[2],
                                "--regid=" + fields[3],
                                "--clear-groups",
                                "--inh-caps=-all",
                                "--no-new-privs",
                                "--"),
                        Integer.parseInt(fields[2]),
                        Integer.parseInt(fields[3])));
            }
        }
        return Optional.empty();
    }

    /** Through a shell: what setpriv itself may still reach, its child may not. */
    private Commands.Outcome probe(Path home, Path data) {
        return Commands.run(
                PROBE,
                command(List.of(
                        "/bin/sh",
                        "-c",
                        "test -x \"$1/bin/postgres\" || { echo \"$1 cannot be reached\"; exit 1; }; "
                                + "test -w \"$2\" || { echo \"$2 cannot be written\"; exit 1; }; "
                                + "exec \"$1/bin/postgres\" --version",
                        "probe",
                        home.toString(),
                        data.toString())));
    }

    private static int effectiveUser() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.split("\\s+", -1)[2]);
            }
        }
        return -1;
    }
}
