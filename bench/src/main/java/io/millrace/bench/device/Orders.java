package io.millrace.bench.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A device's conversation with whoever started it: each line of its input, {@code pause}, {@code resume} or
 * {@code ticks}, is answered by one line that begins with {@code OK}.
 */
final class Orders {

    static final String READY = "READY";
    static final String DONE = "OK";

    private Orders() {}

    /** Says that the device can be reached, and obeys until the input ends. */
    static void obey(InputStream input, PrintStream output, Device device) throws IOException {
        output.println(READY);
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.println(answer(line, device));
        }
    }

    private static String answer(String order, Device device) {
        switch (order) {
            case "pause" -> device.pause();
            case "resume" -> device.resume();
            case "ticks" -> {}
            default -> {
                return "unknown order: " + order;
            }
        }
        return DONE + " " + device.ticks().words();
    }
}
