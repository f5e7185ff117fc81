package io.millrace.bench.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What the load found.
 *
 * @param sent messages in all
 * @param acknowledged of them
 * @param counted messages that were due in the time in which was counted, and have an output of their own
 * @param seen their outputs that were read
 * @param lateMicros from the time at which a message was due to the arrival of its output: p50, p99, p99.9; empty when
 *     nothing came
 * @param failure why it did not do all of it; empty when it did
 */
public record MachineLoadResult(
        long sent, long acknowledged, long counted, long seen, List<Long> lateMicros, String failure) {

    /** The failure of one that came too late to count, and so has sent nothing. */
    static final String LATE = "it began only when it should have counted already";

    private static final ObjectMapper JSON = new ObjectMapper();

    public MachineLoadResult {
        lateMicros = List.copyOf(lateMicros);
    }

    /** There is a whole result in the file, or none. */
    void write(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, JSON.writeValueAsString(this));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static MachineLoadResult read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), MachineLoadResult.class);
    }
}
