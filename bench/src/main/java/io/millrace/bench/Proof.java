package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The report of a {@code millrace prove}, as far as it is a figure: how soon a hub is there again after a kill. */
final class Proof {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MIB = 1 << 20;

    private Proof() {}

    /** The part of the page for the last of the proofs in a folder, by name; empty when there is none. */
    static String section(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("prove-\\d+\\.json"))
                    .max(Path::compareTo)
                    .map(Proof::text)
                    .orElse("");
        } catch (IOException failed) {
            throw new StageException("The folder " + folder + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private static String text(Path file) {
        JsonNode proof;
        try {
            proof = JSON.readTree(file.toFile());
        } catch (IOException failed) {
            throw new StageException("The report " + file + " cannot be read: " + failed.getMessage(), failed);
        }
        double highest = 0;
        for (JsonNode point : proof.path("memory")) {
            highest = Math.max(highest, point.path("bytes").asDouble());
        }
        int kills = proof.path("kills").asInt();
        long acknowledged = proof.path("counts").path("acknowledged").asLong();
        Table struck = Table.of(
                        "",
                        "kills",
                        "other strikes",
                        "minutes",
                        "messages acknowledged",
                        "stored",
                        "findings",
                        "highest resident memory of the hub")
                .row(
                        kills,
                        proof.path("schedule").size() - kills,
                        Figure.of("minutes", "", proof.path("elapsedMillis").asDouble() / 60_000)
                                .text(),
                        Figure.of("acknowledged", "", acknowledged).text(),
                        Figure.of(
                                        "stored",
                                        "",
                                        proof.path("counts").path("stored").asLong())
                                .text(),
                        proof.path("findings").size(),
                        Figure.of("memory", "MiB", highest / MIB))
                .build();
        Table restarts = Table.of("From `kill -9` under that load.", "", "times", "median", "lowest to highest")
                .row(cells("until the hub says that it is ready", proof.path("restartMillis")))
                .row(cells("until a message is acknowledged again", proof.path("flowMillis")))
                .build();
        JsonNode load = proof.path("load");
        return """

                ## Killed again and again

                %d lines publish %d counts and %d process values a second with QoS 1 and 2, a Modbus device is polled, and the
                hub, its database, the publisher or all of them are killed, frozen or cut off every few seconds. Nothing was lost
                and nothing doubled when there are no findings. Classes were prepared with `millrace prepare`.

                %s
                %s
                ```sh
                millrace prove --kills %d --seed %d
                ```
                """.formatted(
                        load.path("lines").asInt(),
                        load.path("countsPerSecond").asInt(),
                        load.path("valuesPerSecond").asInt(),
                        struck.markdown(),
                        restarts.markdown(),
                        kills,
                        proof.path("seed").asLong());
    }

    private static Object[] cells(String what, JsonNode millis) {
        List<Double> seconds = new ArrayList<>();
        millis.forEach(one -> seconds.add(one.asDouble() / 1e3));
        Figure figure = new Figure("restart", "s", seconds);
        return new Object[] {
            what,
            seconds.size(),
            figure.medianText() + " s",
            Figure.number(figure.lowest()) + " s to " + Figure.number(figure.highest()) + " s"
        };
    }
}
