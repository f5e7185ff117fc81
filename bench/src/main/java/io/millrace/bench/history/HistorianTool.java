package io.millrace.bench.history;

import io.millrace.stage.JavaProcess;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A main class that counts something, as a process of its own that ends when it has. No state. */
public final class HistorianTool {

    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=io/millrace/bench/stack/logback.xml");

    private static final String DONE = "DONE ";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** How many of what it did, and how long that took. */
    public record Count(long count, double seconds) {

        public double perSecond() {
            return count / seconds;
        }

        public String words() {
            return String.format(Locale.ROOT, "%s%d %.6f", DONE, count, seconds);
        }

        /** @throws StageException when it is no such line */
        static Count parse(String line) {
            String[] words = line.split(" ", -1);
            if (!line.startsWith(DONE) || words.length != 3) {
                throw new StageException("A tool of the benchmark said '" + line + "'.", null);
            }
            return new Count(Long.parseLong(words[1]), Double.parseDouble(words[2]));
        }
    }

    private static final class Heard {
        private volatile String last = "";

        void line(String line) {
            last = line;
        }
    }

    private HistorianTool() {}

    /**
     * Runs it to its end.
     *
     * @param folder for what it complains of
     * @param told what should not stand among its arguments; it reads a line each
     */
    public static Count run(Path folder, String name, Class<?> main, List<String> arguments, List<String> told) {
        Path errors = folder.resolve(main.getSimpleName() + ".err");
        Heard heard = new Heard();
        try (JavaProcess process = JavaProcess.start(name, main, OPTIONS, arguments, errors, heard::line)) {
            told.forEach(process::order);
            if (!process.awaitEnd(LIMIT)) {
                throw new StageException("The " + name + " does not end; see " + errors + ".", null);
            }
            if (process.exitCode().orElse(-1) != 0) {
                throw new StageException("The " + name + " failed; see " + errors + ".", null);
            }
        }
        return Count.parse(heard.last);
    }

    /** What the tool says in the end. */
    public static void say(long count, long nanos) {
        System.out.println(new Count(count, nanos / 1e9).words());
    }
}
