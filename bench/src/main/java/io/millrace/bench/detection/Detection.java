package io.millrace.bench.detection;

import io.millrace.bench.Bed;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.Scenario;
import io.millrace.bench.Table;
import io.millrace.process.detect.DetectOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code millrace bench detect}: what the methods of {@code detect} find in labelled recordings. Needs a folder of them. */
public final class Detection implements Scenario {

    /** On the command line and of the report. */
    public static final String NAME = "detect";

    private final Path folder;

    /** @param folder holds {@code skab} and {@code nab}, or one of them */
    public Detection(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Finding what is unusual";
    }

    @Override
    public String sentence() {
        return "What detect finds in labelled recordings (SKAB, NAB); needs --data.";
    }

    @Override
    public String command() {
        return "millrace bench " + NAME + " --data DIR";
    }

    @Override
    public Findings measure(Bed bed) {
        Map<String, List<Recording>> groups = new LinkedHashMap<>();
        for (Recording recording : Recordings.in(folder)) {
            groups.computeIfAbsent(recording.group(), group -> new ArrayList<>())
                    .add(recording);
        }
        Map<String, String> data = new TreeMap<>();
        List<Table> tables = new ArrayList<>();
        groups.forEach((group, recordings) -> {
            bed.step(group);
            data.put(group, recordings.size() + (recordings.size() == 1 ? " recording" : " recordings"));
            tables.add(table(group, recordings, bed));
        });
        return new Findings(
                data,
                Map.of(),
                List.of(
                        "How far to trust `detect`, on data that others have recorded and labelled. Reported, not asserted:",
                        "some of it is not flattering. The parameters were set before anything was measured and never",
                        "fitted to the labels: once the defaults, and once 'cautious' (every limit doubled, and ten samples",
                        "long). The charts learn the rows that the publishers name for it (SKAB 400, NAB 15 %), which are",
                        "not judged. Of SKAB the sensors are combined by `combine: max`; twenty minutes hold no season, so",
                        "there is no band. Precision, recall and F1 are row by row, where a flag that is always up has a recall of",
                        "1: look at the normal rows flagged beside it. A fault is found when the flag is raised in it, not when",
                        "it was up before. NAB-like counts each raised flag once, where NAB counts each row. Figures of other",
                        "detectors are comparable only over the same files."),
                tables);
    }

    private static Table table(String group, List<Recording> recordings, Bed bed) {
        boolean faults = recordings.stream().anyMatch(one -> !one.faults().isEmpty());
        long rows = recordings.stream().mapToLong(one -> one.rows().size()).sum();
        String caption = group + ", " + rows + " rows.";
        Table.Builder table = faults
                ? Table.of(
                        caption,
                        "method",
                        "precision",
                        "recall",
                        "F1",
                        "normal rows flagged",
                        "faults found",
                        "found after",
                        "false alarms",
                        "NAB-like")
                : Table.of(caption, "method", "normal rows flagged", "false alarms");
        for (Contestant contestant : Contestant.values()) {
            Marks marks = new Marks();
            boolean took = false;
            for (Recording recording : recordings) {
                DetectOptions options = contestant.options(recording);
                if (options != null) {
                    took = true;
                    marks.add(recording, Run.flags(recording, options));
                }
            }
            bed.progress((contestant.ordinal() + 1.0) / Contestant.values().length, contestant.title());
            if (took) {
                table.row(faults ? full(contestant, marks) : quiet(contestant, marks));
            }
        }
        return table.build();
    }

    private static Object[] full(Contestant contestant, Marks marks) {
        return new Object[] {
            contestant.title(),
            Figure.of("precision", "", marks.precision()),
            Figure.of("recall", "", marks.recall()),
            Figure.of("F1", "", marks.f1()),
            Figure.of("normal rows flagged", "%", marks.flaggedNormal()),
            marks.found() + " of " + marks.faults(),
            marks.found() == 0 ? "-" : Figure.of("found after", "s", marks.delay()),
            Figure.of("false alarms", "/h", marks.falseAlarmsPerHour()),
            Figure.of("NAB-like", "", marks.nab())
        };
    }

    private static Object[] quiet(Contestant contestant, Marks marks) {
        return new Object[] {
            contestant.title(),
            Figure.of("normal rows flagged", "%", marks.flaggedNormal()),
            Figure.of("false alarms", "/h", marks.falseAlarmsPerHour())
        };
    }
}
