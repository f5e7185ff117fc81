package io.millrace.bench.stack;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process complained of before it ended. */
final class LastWords {

    private static final int CHARACTERS = 1_000;

    private LastWords() {}

    static StageException of(String name, String what, Path output) {
        return new StageException("The part '" + name + "' " + what + ": " + end(output), null);
    }

    private static String end(Path output) {
        try {
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "it said nothing" : text.substring(Math.max(0, text.length() - CHARACTERS));
        } catch (IOException unreadable) {
            return "it said nothing that can be read";
        }
    }
}
