package io.millrace.app.cli;

import io.millrace.prove.Progress;
import io.millrace.prove.ProveListener;
import io.millrace.prove.stage.Struck;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows a proof going on. */
final class ProveProgress implements ProveListener, AutoCloseable {

    private final ProgressLine line;
    private final int kills;
    private final Duration limit;
    private Progress.Phase phase = Progress.Phase.DONE;

    /** @param kills how many are planned; 0 when the time decides */
    ProveProgress(PrintWriter err, int kills, Duration limit) {
        this.line = new ProgressLine(err);
        this.kills = kills;
        this.limit = limit;
    }

    @Override
    public void progress(Progress progress) {
        line.show(text(progress), progress.phase() != phase);
        phase = progress.phase();
    }

    private String text(Progress progress) {
        double share =
                switch (progress.phase()) {
                    case STARTING -> 0;
                    case STRIKING ->
                        kills > 0
                                ? (double) progress.kills() / kills
                                : (double) progress.elapsed().toMillis() / limit.toMillis();
                    default -> 1;
                };
        return String.format(
                "%s %d kills, %d strikes, %,d acknowledged, %,d/s  %d:%02d  %s",
                ProgressLine.bar(share),
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
        line.say("  " + sentence);
    }

    @Override
    public void close() {
        line.close();
    }
}
