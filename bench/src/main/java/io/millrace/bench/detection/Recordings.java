package io.millrace.bench.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.detection.Recording.Fault;
import io.millrace.bench.detection.Recording.Row;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads recordings from the folders {@code skab} and {@code nab} as their publishers lay them out.
 *
 * <p>SKAB (Skoltech Anomaly Benchmark): CSV with semicolons, one row each second, a column {@code anomaly}; by its rules
 * the first 400 rows of an experiment are normal and for learning. NAB (Numenta Anomaly Benchmark): CSV of time and value,
 * and {@code windows.json}; by its rules the first 15 % are for learning.
 */
final class Recordings {

    private static final int SKAB_LEARNS = 400;
    private static final double NAB_LEARNS = 0.15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Recordings() {}

    /** @throws StageException when there is nothing in the folder, or something else */
    static List<Recording> in(Path folder) {
        List<Recording> found = new ArrayList<>();
        try {
            found.addAll(skab(folder.resolve("skab")));
            found.addAll(nab(folder.resolve("nab")));
        } catch (IOException | DateTimeParseException | NumberFormatException | IndexOutOfBoundsException unreadable) {
            throw new StageException(
                    "The recordings in " + folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        if (found.isEmpty()) {
            String message = "There are no recordings in " + folder
                    + ". Put the CSV files of SKAB into the folder skab there (github.com/waico/SKAB, data), and those"
                    + " of NAB with windows.json into nab (github.com/numenta/NAB).";
            throw new StageException(message, null);
        }
        return found;
    }

    private static List<Recording> skab(Path folder) throws IOException {
        List<Recording> found = new ArrayList<>();
        for (Path file : files(folder)) {
            boolean labelled = Files.readString(file).startsWith("datetime")
                    && header(file, ";").contains("anomaly");
            String name = folder.relativize(file).toString();
            found.add(skab(labelled ? "SKAB" : "SKAB without faults", name, file));
        }
        return found;
    }

    private static Recording skab(String group, String name, Path file) throws IOException {
        List<String> header = header(file, ";");
        int label = header.indexOf("anomaly");
        int columns = (label < 0 ? header.size() : label) - 1;
        List<Row> rows = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        boolean wrong = false;
        for (String line : lines(file)) {
            String[] cells = line.split(";", -1);
            long micros = micros(cells[0]);
            if (!rows.isEmpty() && micros <= rows.get(rows.size() - 1).micros()) {
                continue;
            }
            double[] values = new double[columns];
            for (int i = 0; i < columns; i++) {
                values[i] = Double.parseDouble(cells[i + 1]);
            }
            rows.add(new Row(micros, values));
            boolean now = label > 0 && Double.parseDouble(cells[label]) > 0;
            if (now) {
                long from = wrong ? faults.remove(faults.size() - 1).from() : micros;
                faults.add(new Fault(from, micros));
            }
            wrong = now;
        }
        return new Recording(group, name, header.subList(1, columns + 1), rows, faults, SKAB_LEARNS);
    }

    private static List<Recording> nab(Path folder) throws IOException {
        Path windows = folder.resolve("windows.json");
        if (!Files.exists(windows)) {
            return List.of();
        }
        List<Recording> found = new ArrayList<>();
        Iterator<Map.Entry<String, JsonNode>> entries =
                JSON.readTree(windows.toFile()).properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            String name = entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1);
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                continue;
            }
            List<Fault> faults = new ArrayList<>();
            entry.getValue()
                    .forEach(window -> faults.add(new Fault(
                            micros(window.get(0).asText()), micros(window.get(1).asText()))));
            List<Row> rows = new ArrayList<>();
            for (String line : lines(file)) {
                String[] cells = line.split(",", -1);
                long micros = micros(cells[0]);
                if (rows.isEmpty() || micros > rows.get(rows.size() - 1).micros()) {
                    rows.add(new Row(micros, new double[] {Double.parseDouble(cells[1])}));
                }
            }
            String plain = "NAB " + name.replace(".csv", "").replace('_', ' ');
            found.add(new Recording(plain, name, List.of("value"), rows, faults, (int) (rows.size() * NAB_LEARNS)));
        }
        return found;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> header(Path file, String separator) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return List.of(lines.findFirst().orElse("").split(separator, -1));
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).filter(line -> !line.isBlank()).toList();
        }
    }

    private static long micros(@Nullable String text) {
        LocalDateTime time = LocalDateTime.parse(String.valueOf(text).trim().replace(' ', 'T'));
        return ChronoUnit.MICROS.between(
                LocalDateTime.of(1970, 1, 1, 0, 0),
                time.atOffset(ZoneOffset.UTC).toLocalDateTime());
    }
}
