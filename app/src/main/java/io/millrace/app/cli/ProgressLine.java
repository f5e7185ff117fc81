package io.millrace.app.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** One line that tells how far something is: drawn again and again on a terminal, printed now and then elsewhere. */
final class ProgressLine implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final long LINE_EVERY = TimeUnit.SECONDS.toNanos(30);

    private final PrintWriter err;
    private final boolean terminal;
    private long printed = System.nanoTime();
    private int lastWidth;

    ProgressLine(PrintWriter err) {
        this(err, System.console() != null);
    }

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** @param share 0 to 1 */
    static String bar(double share) {
        int filled = (int) (Math.max(0, Math.min(1, share)) * WIDTH);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
    }

    /** @param news whether it is worth a line of its own where lines cannot be drawn again */
    void show(String line, boolean news) {
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, lastWidth - line.length())));
            lastWidth = line.length();
            err.flush();
        } else if (news || System.nanoTime() - printed >= LINE_EVERY) {
            printed = System.nanoTime();
            err.println(line);
            err.flush();
        }
    }

    /** A line that stays. */
    void say(String sentence) {
        clear();
        err.println(sentence);
        err.flush();
    }

    /** Makes room on the terminal for what others print; the line comes back when it is shown again. */
    void clear() {
        if (terminal && lastWidth > 0) {
            err.print("\r" + " ".repeat(lastWidth) + "\r");
            lastWidth = 0;
            err.flush();
        }
    }

    @Override
    public void close() {
        clear();
        err.flush();
    }
}
