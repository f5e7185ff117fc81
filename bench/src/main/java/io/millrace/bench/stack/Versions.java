package io.millrace.bench.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs say of their versions. */
final class Versions {

    private static final int MOST_BYTES = 10_000;
    private static final String UNKNOWN = "unknown";

    private Versions() {}

    /** The first group of the pattern in what the program prints; {@code unknown} when it does not say. */
    static String first(String program, String option, String pattern, long seconds) {
        try {
            Process process = new ProcessBuilder(program, option)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Matcher found = Pattern.compile(pattern).matcher(said);
            return found.find() ? found.group(1) : UNKNOWN;
        } catch (IOException notThere) {
            return UNKNOWN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
