package io.millrace.bench.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The main thread of a part while others work. A part is told what it needs beside its arguments by lines on its standard
 * input, says that it is ready by a line that begins with {@value #READY}, and ends when it is told to or when whoever
 * started it is gone.
 */
final class Standby {

    static final String READY = "READY";
    static final String STOP = "stop";

    private final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /** What only this process should know does not stand among its arguments. */
    String told() throws IOException {
        String line = orders.readLine();
        if (line == null) {
            throw new IOException("nobody told what is needed");
        }
        return line;
    }

    /**
     * Says that it is ready, waits for the end, and ends the process.
     *
     * @param work is closed then, and also when the process ends by a signal; must be idempotent
     */
    void serve(AutoCloseable work, String... words) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(work), "closing"));
        System.out.println(READY + " " + String.join(" ", words));
        while (true) {
            String line = orders.readLine();
            if (line == null || line.equals(STOP)) {
                System.exit(0);
            }
        }
    }

    private static void close(AutoCloseable work) {
        try {
            work.close();
        } catch (Exception failed) {
            System.err.println("not everything ended: " + failed);
        }
    }

    /** What else runs in this process must not go on when one of it failed: nothing would be lost quietly. */
    static void end(String why, Throwable failed) {
        System.err.println(why + ": " + failed);
        Runtime.getRuntime().halt(1);
    }
}
