package io.millrace.prove.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the generator is told on its standard input. When the input ends, whoever started it is gone, and it goes too.
 * Thread-safe.
 */
final class Orders {

    /** What it can be told, one word a line. */
    enum Order {
        /** Send what was sent lately once more. */
        REPEAT,
        /** Produce nothing new and bring everything to its end. */
        STOP
    }

    private static final int GONE = 3;

    private final ConcurrentLinkedQueue<Order> waiting = new ConcurrentLinkedQueue<>();

    Orders(InputStream input) {
        Thread thread = new Thread(() -> read(input), "orders");
        thread.setDaemon(true);
        thread.start();
    }

    @Nullable
    Order poll() {
        return waiting.poll();
    }

    private void read(InputStream input) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                waiting.add(Order.valueOf(line.trim()));
            }
        } catch (IOException broken) {
            System.err.println("The generator cannot hear its orders: " + broken.getMessage());
        } finally {
            Runtime.getRuntime().halt(GONE);
        }
    }
}
