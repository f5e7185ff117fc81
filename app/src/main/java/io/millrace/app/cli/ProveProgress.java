package io.millrace.app.cli;

import io.millrace.prove.Progress;
import io.millrace.prove.ProveListener;
import io.millrace.prove.stage.Struck;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows a proof going on: a bar that is drawn again and again on a terminal, a line now and then elsewhere. */
final class ProveProgress implements ProveListener, AutoCloseable {

    private static final int WIDTH = 30;
    private static final Duration LINE_EVERY = Duration.ofSeconds(30);

    private final PrintWriter err;
    private final int kills;
    private final Duration limit;
    private final boolean terminal;
    private Progress.Phase phase = Progress.Phase.DONE;
    private Duration printed = Duration.ZERO;
    private int lastWidth;

    /** @param kills how many are planned; 0 when the time decides */
    ProveProgress(PrintWriter err, int kills, Duration limit, boolean terminal) {
        this.err = err;
        this.kills = kills;
        this.limit = limit;
        this.terminal = terminal;
    }

    @Override
    public void progress(Progress progress) {
        String line = line(progress);
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, lastWidth - line.length())));
            lastWidth = line.length();
            err.flush();
        } else if (progress.phase() != phase
                || progress.elapsed().minus(printed).compareTo(LINE_EVERY) >= 0) {
            printed = progress.elapsed();
            say(line);
        }
        phase = progress.phase();
    }

    private String line(Progress progress) {
        double share =
                switch (progress.phase()) {
                    case STARTING -> 0;
                    case STRIKING ->
                        kills > 0
                                ? (double) progress.kills() / kills
                                : (double) progress.elapsed().toMillis() / limit.toMillis();
                    default -> 1;
                };
        int filled = (int) (Math.min(1, share) * WIDTH);
        return String.format(
                "[%s%s] %d kills, %d strikes, %,d acknowledged, %,d/s  %d:%02d  %s",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                progress.kills(),
                progress.struck(),
                progress.acknowledged(),
                progress.perSecond(),
                progress.elapsed().toMinutes(),
                progress.elapsed().toSecondsPart(),
                progress.phase().sentence());
    }

    @Override
    public void struck(Struck struck) {
        if (!struck.remark().isEmpty()) {
            note(struck.strike().kind().sentence() + ": " + struck.remark());
        }
    }

    @Override
    public void note(String sentence) {
        clear();
        say("  " + sentence);
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    private void clear() {
        if (terminal && lastWidth > 0) {
            err.print("\r" + " ".repeat(lastWidth) + "\r");
            lastWidth = 0;
        }
    }

    @Override
    public void close() {
        clear();
        err.flush();
    }
}
