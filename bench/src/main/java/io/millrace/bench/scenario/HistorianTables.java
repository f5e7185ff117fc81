package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import io.millrace.bench.Table;
import io.millrace.bench.history.HistorianTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What was found, as people read it. Pure. */
final class HistorianTables {

    private static final double SLOW_MILLIS = 1_000;
    private static final String NOTHING = "";

    private HistorianTables() {}

    static List<Table> tables(List<HistorianRun> runs, HistorianDay.Result day, List<HistorianTrends.Answers> trends) {
        return List.of(rates(runs, day), cost(runs), bytes(day), trends(trends));
    }

    private static Table rates(List<HistorianRun> runs, HistorianDay.Result day) {
        Table.Builder table = Table.of(
                "How fast the historian catches up with its log, and what its own parts can do without it.",
                "what",
                "a second",
                "of that the historian reaches");
        table.row(
                "the historian, alone with its log, a row per record",
                figure("catch-up", "/s", runs, HistorianRun::perSecond),
                NOTHING);
        limit(table, "COPY of the same rows into a table with the same key", "copy.keyed", runs, HistorianRun::keyed);
        limit(table, "COPY of the same rows into a table without a key", "copy.plain", runs, HistorianRun::plain);
        limit(table, "reading the same records from the log", "log.read", runs, HistorianRun::read);
        table.row(
                "the historian, the day of " + day.tags() + " tags of below",
                Figure.of("catch-up.day", "/s", day.storedPerSecond()),
                NOTHING);
        return table.build();
    }

    private static void limit(
            Table.Builder table,
            String words,
            String name,
            List<HistorianRun> runs,
            Function<HistorianRun, HistorianTool.Count> limit) {
        table.row(
                words,
                figure(name, "/s", runs, run -> limit.apply(run).perSecond()),
                figure(name + ".share", "%", runs, run -> run.share(limit.apply(run))));
    }

    private static Table cost(List<HistorianRun> runs) {
        return Table.of(
                        "What catching up costs.",
                        "records stored after the writer had ended",
                        "processor seconds per million rows: hub",
                        "its PostgreSQL")
                .row(
                        figure("catch-up.records", "", runs, HistorianRun::stored),
                        figure("catch-up.hub", "s", runs, HistorianRun::hubPerMillion),
                        figure("catch-up.database", "s", runs, HistorianRun::databasePerMillion))
                .build();
    }

    private static Table bytes(HistorianDay.Result day) {
        return Table.of(
                        String.format(Locale.ROOT, "Bytes on the disk for each of %,d samples of a day.", day.rows()),
                        "where",
                        "bytes per sample")
                .row("log, as samples come second by second", Figure.of("bytes.log.live", "B", day.liveBytes()))
                .row("log, in full batches", Figure.of("bytes.log.full", "B", day.fullBytes()))
                .row("PostgreSQL, table", Figure.of("bytes.table", "B", day.tablePerSample()))
                .row("PostgreSQL, key", Figure.of("bytes.key", "B", day.indexPerSample()))
                .row("PostgreSQL, both", Figure.of("bytes.database", "B", day.tablePerSample() + day.indexPerSample()))
                .build();
    }

    private static Table trends(List<HistorianTrends.Answers> trends) {
        Table.Builder table = Table.of(
                String.format(
                        Locale.ROOT,
                        "Trends of one tag at one second in %,d points, by the REST API: from question to answer.",
                        HistorianTrends.POINTS),
                "span",
                "samples in it",
                "answered",
                "p50",
                "p95");
        for (HistorianTrends.Answers answers : trends) {
            String name = "trend." + answers.days() + "d";
            boolean none = answers.millis().isEmpty();
            table.row(
                    days(answers.days()),
                    String.format(Locale.ROOT, "%,d", (long) answers.days() * HistorianYear.SECONDS_PER_DAY),
                    answers.millis().size() + " of " + (answers.millis().size() + answers.refused()),
                    none ? "no answer" : new Figure(name + ".p50", "ms", answers.millis()),
                    none ? "no answer" : Figure.of(name + ".p95", "ms", answers.percentile(95)));
        }
        return table.build();
    }

    /** What a reader should not have to find in the tables. */
    static List<String> verdicts(List<HistorianTrends.Answers> trends) {
        List<String> sentences = new ArrayList<>();
        for (HistorianTrends.Answers answers : trends) {
            if (answers.refused() > 0) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "Of the trends of %s %d were refused: %s The same question in SQL, without a limit of time, took"
                                + " %.1f s.",
                        days(answers.days()),
                        answers.refused(),
                        answers.refusal(),
                        answers.unlimitedSeconds()));
            }
            if (!answers.millis().isEmpty() && answers.percentile(95) > SLOW_MILLIS) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "A trend of %s is slow: %.1f s at p95. Every sample of the span is read, as there are no rollups"
                                + " yet.",
                        days(answers.days()),
                        answers.percentile(95) / 1e3));
            }
        }
        return sentences;
    }

    private static String days(int days) {
        return days == 1 ? "1 day" : days + " days";
    }

    private static Figure figure(
            String name, String unit, List<HistorianRun> runs, ToDoubleFunction<HistorianRun> value) {
        return new Figure(name, unit, runs.stream().map(value::applyAsDouble).toList());
    }
}
