package io.millrace.app.cli;

import io.millrace.app.hub.DataFolder;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data folder a command means. */
final class DataOption {

    /** Where hubs keep their data when nobody says otherwise: a folder for each site below it. */
    private static final Path STANDARD = Path.of("millrace-data");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the hub. Default: millrace-data/<site> below the current folder.")
    @Nullable
    Path folder;

    Path forSite(String site) {
        return folder != null ? folder : STANDARD.resolve(site);
    }

    /**
     * The one hub that is meant: the one on the given folder, or the only one running below the standard folder.
     *
     * @throws HubException when there is none, or more than one
     */
    HubAddresses running() {
        if (folder != null) {
            Path named = folder;
            return DataFolder.runningHub(named)
                    .orElseThrow(() -> new HubException(
                            "No hub is running on the data folder " + named + ". Start one with 'millrace up'."));
        }
        List<Path> found = new ArrayList<>();
        List<HubAddresses> hubs = new ArrayList<>();
        for (Path candidate : candidates()) {
            Optional<HubAddresses> hub = DataFolder.runningHub(candidate);
            if (hub.isPresent()) {
                found.add(candidate);
                hubs.add(hub.get());
            }
        }
        if (hubs.isEmpty()) {
            throw new HubException("No hub is running below " + STANDARD.toAbsolutePath()
                    + ". Start one with 'millrace demo' or 'millrace up', or name its folder with --data DIR.");
        }
        if (hubs.size() > 1) {
            throw new HubException("Several hubs are running: " + found + ". Name one with --data DIR.");
        }
        return hubs.get(0);
    }

    private static List<Path> candidates() {
        if (!Files.isDirectory(STANDARD)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(STANDARD)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException unreadable) {
            throw new HubException("The folder " + STANDARD + " cannot be read.", unreadable);
        }
    }
}
