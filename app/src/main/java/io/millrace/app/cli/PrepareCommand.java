package io.millrace.app.cli;

import io.millrace.app.hub.DataFolder;
import io.millrace.app.hub.Hub;
import io.millrace.app.hub.Role;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteReader;
import io.millrace.demo.LimeWorks;
import io.millrace.demo.LimeWorksSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Runs a hub with the demo's plant for a moment, so that its classes are loaded. The start script lets Java write them
 * into an archive at the end (class data sharing), from which later starts take them.
 */
@Command(
        name = "prepare",
        description = "Make later starts faster: run a hub for a moment, and keep its classes as Java needs them.",
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {

    /** Long enough for every part to have done once what it does all day. */
    private static final Duration RUN = Duration.ofSeconds(8);

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("millrace-prepare");
        try {
            run(scratch);
        } finally {
            delete(scratch);
        }
        spec.commandLine().getErr().println("millrace: prepared; the next start takes its classes from an archive.");
        return ExitCode.OK;
    }

    private static void run(Path scratch) throws Exception {
        Path file = DemoCommand.siteFile();
        try (LimeWorks plant = LimeWorks.start(LimeWorksSettings.anywhere(scratch.resolve("devices")))) {
            Map<String, String> overrides = new LinkedHashMap<>();
            DemoCommand.useFreePorts(overrides, plant);
            Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, overrides);
            try (Hub hub =
                    Hub.start(site, DataFolder.open(scratch.resolve("data"), site.name()), Role.all(), step -> {})) {
                URI mqtt = URI.create(hub.addresses().mqtt().get(0));
                plant.publishTo(mqtt.getHost(), mqtt.getPort());
                HubApi api = new HubApi(hub.addresses());
                long end = System.nanoTime() + RUN.toNanos();
                while (System.nanoTime() < end) {
                    api.get("/api/health");
                    api.get("/api/ledger");
                    Thread.sleep(500);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
