package io.millrace.console.processors;

import io.millrace.model.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who made a value and of what, as its headers tell: {@code mr-processor} is {@code name@revision}, {@code mr-inputs}
 * is {@code topic@micros,topic@micros+17}, the last number counting inputs that are not named.
 *
 * @param revision of the configuration it was made by; absent where it is not told
 * @param inputs the most telling first
 * @param more inputs that are not named
 * @param correction the number of the correction; absent when nothing was said of its identity before
 * @param retracted whether the processor takes back what it had said
 */
public record Lineage(
        String processor,
        @Nullable String revision,
        List<Made> inputs,
        long more,
        @Nullable Long correction,
        boolean retracted) {

    /** An input by its topic and its own time in microseconds since 1970. */
    public record Made(String topic, long timestampMicros) {}

    public Lineage {
        inputs = List.copyOf(inputs);
    }

    /** Empty when no processor made it. What cannot be read is left out: these are words of another process. */
    public static Optional<Lineage> of(Map<String, String> headers) {
        String who = headers.get(Headers.PROCESSOR);
        if (who == null || who.isEmpty()) {
            return Optional.empty();
        }
        int at = who.lastIndexOf('@');
        String named = headers.getOrDefault(Headers.INPUTS, "");
        long more = 0;
        int plus = named.lastIndexOf('+');
        if (plus > named.lastIndexOf(',')) {
            more = Math.max(0, number(named.substring(plus + 1), 0));
            named = named.substring(0, plus);
        }
        List<Made> inputs = new ArrayList<>();
        for (String input : named.split(",")) {
            int time = input.lastIndexOf('@');
            long micros = time < 1 ? -1 : number(input.substring(time + 1), -1);
            if (micros >= 0) {
                inputs.add(new Made(input.substring(0, time), micros));
            } else if (!input.isEmpty()) {
                more++;
            }
        }
        long correction = number(headers.getOrDefault(Headers.CORRECTION, ""), 0);
        return Optional.of(new Lineage(
                at < 1 ? who : who.substring(0, at),
                at < 1 ? null : who.substring(at + 1),
                inputs,
                more,
                correction > 0 ? (Long) correction : null,
                headers.containsKey(Headers.RETRACTED)));
    }

    private static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }
}
