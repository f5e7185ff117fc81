package io.millrace.backbone;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an exception says, for a sentence. */
final class Causes {

    private Causes() {}

    /** The exception below those that only carry another. */
    static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Its message, or its name when it has none; one line. */
    static String sentence(Throwable thrown) {
        Throwable inner = unwrap(thrown);
        String message = inner.getMessage();
        String name = inner.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return inner instanceof TimeoutException ? "no answer in time" : name;
        }
        String line = message.strip().replaceAll("\\s+", " ");
        // An exception of the file system says nothing but the path.
        return inner instanceof java.nio.file.FileSystemException ? name + ": " + line : line;
    }

    static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable inner = thrown;
        for (int depth = 0; inner != null && depth < 20; depth++) {
            if (type.isInstance(inner)) {
                return type.cast(inner);
            }
            inner = inner.getCause();
        }
        return null;
    }
}
