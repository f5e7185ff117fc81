package io.millrace.app.cli;

import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import io.millrace.process.trial.Comparison;
import io.millrace.process.trial.Totals;
import io.millrace.process.trial.Turn;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inputs and outputs of a trial side by side. The first rows are held back to see how wide they are. */
final class TrialTable implements TrialView {

    private static final int ROWS_MEASURED = 200;
    private static final int NARROWEST = 24;
    private static final String GAP = "  ";

    private final PrintWriter out;
    private final TrialText text;
    private final int width;
    private final long limit;
    private final String reads;
    private final Runnable beforePrinting;
    private final List<Row> measured = new ArrayList<>();
    private boolean begun;
    private int timeWidth = 12;
    private int inputWidth = "input".length();
    private int outputWidth = "output".length();
    private long shown;
    private long hidden;
    private @Nullable LocalDate day;

    /**
     * What stands in a column. Where there is no room, the beginning of the topic goes first, then the end of the rest.
     *
     * @param tail what is never cut off
     */
    private record Cell(String topic, String said, String tail) {
        static final Cell NONE = new Cell("", "", "");
        private static final int SHORTEST_TOPIC = 12;
        private static final String CUT = "...";

        static Cell of(String text) {
            return new Cell("", text, "");
        }

        int length() {
            return topic.length() + said.length() + tail.length();
        }

        String fit(int most) {
            int room = Math.max(CUT.length(), most - tail.length());
            String begin = topic;
            if (begin.length() + said.length() > room && begin.length() > SHORTEST_TOPIC) {
                int left = Math.max(SHORTEST_TOPIC, room - said.length());
                begin = CUT + begin.substring(begin.length() - left + CUT.length());
            }
            String text = begin + said;
            return (text.length() <= room ? text : text.substring(0, room - CUT.length()) + CUT) + tail;
        }
    }

    /** A line of the table; one without cells runs through all columns. */
    private record Row(String time, Cell input, Cell output) {}

    /**
     * @param width of the terminal
     * @param limit so many turns are shown
     * @param reads what the processor reads, in words
     * @param beforePrinting clears what is in the way on the terminal
     */
    TrialTable(PrintWriter out, TrialText text, int width, long limit, String reads, Runnable beforePrinting) {
        this.out = out;
        this.text = text;
        this.width = width;
        this.limit = limit;
        this.reads = reads;
        this.beforePrinting = beforePrinting;
    }

    @Override
    public void turn(Turn turn) {
        if (shown >= limit) {
            hidden++;
            return;
        }
        shown++;
        if (!text.day(turn.timeMicros()).equals(day)) {
            day = text.day(turn.timeMicros());
            row(new Row(day + " (" + text.zone() + ")", Cell.NONE, Cell.NONE));
        }
        List<Cell> outputs = outputs(turn);
        Input input = turn.input();
        row(new Row(
                text.time(turn.timeMicros()),
                input == null ? Cell.NONE : input(input, turn),
                outputs.isEmpty() ? Cell.NONE : outputs.get(0)));
        outputs.stream().skip(1).forEach(cell -> row(new Row("", Cell.NONE, cell)));
    }

    private Cell input(Input input, Turn turn) {
        Taken.Fate fate = turn.fate();
        String mark = fate == Taken.Fate.LATE
                ? " (late)"
                : fate == Taken.Fate.TOO_LATE ? " (too late)" : fate == Taken.Fate.DUPLICATE ? " (duplicate)" : "";
        return new Cell(text.topic(input.topic().path()), text.said(input.content()), mark);
    }

    private List<Cell> outputs(Turn turn) {
        List<Cell> cells = new ArrayList<>();
        for (Emission emission : turn.outputs()) {
            Identity identity = emission.output().identity();
            String at = identity.timestampMicros() == turn.timeMicros()
                    ? ""
                    : " at " + text.shortTime(identity.timestampMicros(), turn.timeMicros());
            cells.add(new Cell(
                    text.topic(identity.topic()),
                    text.said(emission.output().content()),
                    at + (emission.revision() > 0 ? " (correction)" : "")));
            String why = emission.output().why();
            if (why != null) {
                wrapped("since: " + why, cells);
            }
        }
        for (Taken.Refused refused : turn.refused()) {
            String which = refused.input().equals(turn.input())
                    ? "refused: "
                    : "refused now: " + text.topic(refused.input().topic().path()) + " at "
                            + text.shortTime(refused.input().timestampMicros(), turn.timeMicros()) + ": ";
            wrapped(which + refused.problem().sentence(), cells);
        }
        if (turn.trouble() != null) {
            wrapped("failed: " + turn.trouble().sentence(), cells);
        }
        return cells;
    }

    /** Sentences are read whole. */
    private void wrapped(String sentence, List<Cell> cells) {
        int most = Math.max(NARROWEST, (width - timeWidth) / 2 - GAP.length());
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split("\\s+")) {
            if (line.length() + 1 + word.length() > most && !line.isEmpty()) {
                cells.add(Cell.of(line.toString()));
                line.setLength(0);
                line.append(GAP);
            }
            line.append(line.toString().isBlank() ? "" : " ").append(word);
        }
        cells.add(Cell.of(line.toString()));
    }

    private void row(Row row) {
        if (begun) {
            print(row);
            return;
        }
        measured.add(row);
        if (measured.size() >= ROWS_MEASURED) {
            begin();
        }
    }

    private void begin() {
        begun = true;
        for (Row row : measured) {
            boolean whole = row.input() == Cell.NONE && row.output() == Cell.NONE;
            timeWidth = whole ? timeWidth : Math.max(timeWidth, row.time().length());
            inputWidth = Math.max(inputWidth, row.input().length());
            outputWidth = Math.max(outputWidth, row.output().length());
        }
        int room = Math.max(2 * NARROWEST, width - timeWidth - 2 * GAP.length());
        if (inputWidth + outputWidth > room) {
            int half = room / 2;
            inputWidth = Math.min(inputWidth, Math.max(half, room - outputWidth));
            outputWidth = room - inputWidth;
        }
        if (!measured.isEmpty()) {
            print(new Row("time", Cell.of("input"), Cell.of("output")));
            print(new Row("-".repeat(timeWidth), Cell.of("-".repeat(inputWidth)), Cell.of("-".repeat(outputWidth))));
            measured.forEach(this::print);
            measured.clear();
        }
    }

    private void print(Row row) {
        beforePrinting.run();
        String line = row.input() == Cell.NONE && row.output() == Cell.NONE
                ? row.time()
                : pad(row.time(), timeWidth)
                        + GAP
                        + pad(row.input().fit(inputWidth), inputWidth)
                        + GAP
                        + row.output().fit(outputWidth);
        out.println(line.stripTrailing());
    }

    private static String pad(String text, int to) {
        return text + " ".repeat(Math.max(0, to - text.length()));
    }

    @Override
    public void end(Totals totals, Comparison.@Nullable Result comparison) {
        if (!begun) {
            begin();
        }
        beforePrinting.run();
        if (shown > 0) {
            out.println();
        }
        if (hidden > 0) {
            out.println(hidden + " more rows are not shown (--limit " + limit + ").");
        }
        out.println(counted(totals.inputs(), "input") + (totals.instances() > 0 ? " in " : "")
                + (totals.instances() > 0 ? counted(totals.instances(), "instance") : "") + ", "
                + counted(totals.outputs(), "output") + ", " + totals.corrections() + " of them corrections.");
        if (totals.inputs() > 0) {
            out.println("Inputs from " + text.dayAndTime(totals.firstMicros()) + " to "
                    + text.dayAndTime(totals.lastMicros()) + ": " + totals.late() + " late, " + totals.tooLate()
                    + " too late, " + counted(totals.duplicates(), "duplicate") + ", " + totals.refused()
                    + " refused.");
        }
        if (totals.inputs() + totals.withoutKey() == 0) {
            out.println("Nothing came of what it reads: " + reads + ".");
        }
        if (totals.withoutKey() > 0) {
            out.println(counted(totals.withoutKey(), "input") + " had no key, and belong to no instance.");
        }
        if (comparison != null) {
            compare(comparison);
        }
        out.flush();
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void compare(Comparison.Result result) {
        if (result.outputs() == 0) {
            out.println("The log has no outputs of a processor of this name to compare with.");
            return;
        }
        out.println("Beside what the log has of the running processor ("
                + (result.sameRevision() ? "the same configuration" : "another configuration") + "): "
                + result.equal() + " equal, " + result.different() + " different, " + result.onlyHere()
                + " only here, " + result.onlyThere() + " only in the log."
                + (result.complete() ? "" : " There was more than can be compared."));
        for (Comparison.Difference difference : result.examples()) {
            out.println(GAP + text.dayAndTime(difference.identity().timestampMicros()) + GAP
                    + text.topic(difference.identity().topic()) + ": here "
                    + told(difference.here()) + ", in the log " + told(difference.there()));
        }
        if (result.sameRevision() && result.different() + result.onlyThere() > 0) {
            out.println("The trial began without what was before; what is counted from the beginning on, or known"
                    + " from before, differs.");
        }
    }

    private String told(@Nullable Content content) {
        return content == null ? "nothing" : text.said(content).replaceFirst("^( =|:)? ", "");
    }
}
