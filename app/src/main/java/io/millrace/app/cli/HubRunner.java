package io.millrace.app.cli;

import io.millrace.app.hub.DataFolder;
import io.millrace.app.hub.Hub;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.Role;
import io.millrace.app.hub.Version;
import io.millrace.app.site.Site;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs a hub in this process until it is told to stop, and says so on the terminal. */
final class HubRunner {

    /** Longest time a stop may take before the process ends without waiting on. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final PrintWriter err;

    HubRunner(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** What a command wants to do beside the hub. */
    interface Companion {

        /** Called once the hub is ready; closed before it stops. */
        AutoCloseable begin(Hub hub);

        /** Lines to add to the ready block. */
        default String ready() {
            return "";
        }
    }

    /** A hub alone. */
    static final Companion NOBODY = hub -> () -> {};

    /** Starts, announces, waits for Ctrl-C or SIGTERM, stops. */
    int run(Site site, Path folder, Set<Role> roles, Companion companion) {
        DataFolder data = DataFolder.open(folder, site.name());
        LogFiles.intoFolder(data.path());
        LoggerFactory.getLogger(HubRunner.class)
                .atInfo()
                .addKeyValue("version", Version.text())
                .addKeyValue("site", site.name())
                .addKeyValue("data", data.path())
                .log("starting");
        err.println("millrace: starting site '" + site.name() + "' ...");
        err.flush();
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::run, "stop"));
        try {
            try (Hub hub = Hub.start(site, data, roles, this::step);
                    AutoCloseable beside = companion.begin(hub)) {
                out.print(ready(hub, companion));
                out.flush();
                hub.fault().thenAccept(ending::broken);
                ending.awaitRequest();
                err.println("millrace: stopping ...");
                err.flush();
            }
            Exception broken = ending.fault;
            err.println(
                    broken == null ? "millrace: stopped." : "millrace: stopped after a fault: " + broken.getMessage());
            err.flush();
            return broken == null ? ExitCode.OK : ExitCode.FAULT;
        } catch (Exception failed) {
            throw failed instanceof RuntimeException fault ? fault : new IllegalStateException(failed);
        } finally {
            ending.done(); // from here on the process may be gone before another word is said
        }
    }

    private synchronized void step(String sentence) {
        err.println("  " + sentence);
        err.flush();
    }

    private static String ready(Hub hub, Companion companion) {
        HubAddresses addresses = hub.addresses();
        double seconds = Duration.between(hub.started(), Instant.now()).toMillis() / 1000.0;
        StringBuilder text = new StringBuilder(String.format(
                "%nMillrace %s, site '%s', is ready after %.1f s.%n", addresses.version(), addresses.site(), seconds));
        line(text, "Console", addresses.console());
        line(text, "MQTT", addresses.mqtt().isEmpty() ? null : String.join("  ", addresses.mqtt()));
        line(text, "Kafka", addresses.kafka());
        line(text, "PostgreSQL", addresses.postgres());
        if (addresses.postgresPasswordFile() != null) {
            line(text, "", "user " + addresses.postgresUser() + ", password in " + addresses.postgresPasswordFile());
        }
        line(text, "Data", hub.data().path().toString());
        text.append(companion.ready());
        return text.append(String.format("Stop it with Ctrl-C.%n%n")).toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(String.format("  %-11s %s%n", name, value));
        }
    }

    /** Lets the shutdown hook ask the main thread to stop and wait for it. */
    private static final class Ending {
        private final CountDownLatch requested = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Exception fault;

        /** What broke may hold up the stop as well: nobody presses Ctrl-C then, so the patience begins here. */
        void broken(Exception cause) {
            fault = cause;
            requested.countDown();
            Thread patience = new Thread(this::haltWhenLate, "stop-patience");
            patience.setDaemon(true);
            patience.start();
        }

        void run() {
            requested.countDown();
            haltWhenLate();
        }

        private void haltWhenLate() {
            try {
                if (!done.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                    System.err.println("millrace: stopping took longer than " + STOP.toSeconds() + " s; ending now.");
                    Runtime.getRuntime().halt(ExitCode.FAULT);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitRequest() throws InterruptedException {
            requested.await();
        }

        void done() {
            done.countDown();
        }
    }
}
