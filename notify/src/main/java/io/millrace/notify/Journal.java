package io.millrace.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The outboxes on disk, by the names of their notifications, in one file that is replaced as a whole: after a crash it is
 * the one before or the one after. Not thread-safe.
 */
final class Journal {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Outbox.Content>> FORM = new TypeReference<>() {};

    private final Path file;
    private final Path next;

    /** @param folder exists */
    Journal(Path folder) {
        this.file = folder.resolve("outbox.json");
        this.next = folder.resolve("outbox.json.next");
    }

    /**
     * What was kept; empty at the first start.
     *
     * @throws io.millrace.model.ProblemException {@code notifications-unreadable}
     */
    Map<String, Outbox.Content> read() {
        try {
            return JSON.readValue(Files.readAllBytes(file), FORM);
        } catch (NoSuchFileException first) {
            return Map.of();
        } catch (JsonProcessingException damaged) {
            throw unreadable("is damaged: " + damaged.getOriginalMessage());
        } catch (IOException unreadable) {
            throw unreadable("cannot be read: " + unreadable.getMessage());
        }
    }

    private RuntimeException unreadable(String what) {
        return Problem.of(
                        "notifications-unreadable",
                        "The record of the notifications that were sent, " + file + ", " + what + ".",
                        "Move it away to begin a new one; alarms that were just told may then be told again.")
                .asException();
    }

    /** Returns when it is on disk. */
    void write(Map<String, Outbox.Content> outboxes) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(outboxes);
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
