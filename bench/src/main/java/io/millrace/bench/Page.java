package io.millrace.bench;

import io.millrace.bench.detection.Detection;
import io.millrace.stage.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference page, made of the reports in a folder. Pure but for reading them. */
public final class Page {

    /** The report that is no scenario's: it comes from the test sources. */
    public static final String INNER = "inner";

    private static final double GIB = 1L << 30;

    private Page() {}

    /**
     * The page as Markdown. Scenarios without a report are left out.
     *
     * @param reports the folder with their files
     */
    public static String of(Path reports) {
        List<Report> found = new ArrayList<>();
        Stream<String> names =
                Stream.concat(Bench.scenarios().stream().map(Scenario::name), Stream.of(Detection.NAME, INNER));
        names.map(name -> reports.resolve(name + ".json"))
                .filter(Files::exists)
                .forEach(file -> found.add(Report.read(file)));
        return text(found) + Proof.section(reports);
    }

    static String text(List<Report> reports) {
        StringBuilder page = new StringBuilder("""
                # Performance

                This page is written by `millrace bench --page`, from the reports beside it (`bench/*.json`), which hold every
                single run. Figures are medians; where there were several runs their lowest and highest stand behind. Anyone can
                repeat them with the command under each heading.
                """);
        for (Report report : reports) {
            page.append("\n## ").append(report.title()).append("\n\n");
            report.notes().forEach(note -> page.append(note).append('\n'));
            for (Table table : report.tables()) {
                page.append('\n').append(table.markdown());
            }
            page.append("\n```sh\n").append(report.command()).append("\n```\n\n");
            page.append("Measured ")
                    .append(report.at())
                    .append(" on ")
                    .append(machine(report.machine()))
                    .append(", with ")
                    .append(words(report.versions()))
                    .append(report.settings().isEmpty() ? "" : "; " + words(report.settings()))
                    .append(".\n");
        }
        return page.toString();
    }

    private static String machine(Machine machine) {
        return machine.cores() + " cores, " + Figure.number(machine.memoryBytes() / GIB) + " GiB, " + machine.system()
                + ", Java " + machine.java();
    }

    private static String words(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
