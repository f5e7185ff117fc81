package io.millrace.app.yaml;

import io.millrace.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${env:NAME}} and {@code ${file:PATH}} in values. A relative path is relative to the folder of the
 * site file; one line end at the end of a file is dropped, as editors add it.
 */
public final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*):([^}]*)}");
    private static final int MAX_FILE_BYTES = 64 << 10;

    private final Map<String, String> environment;
    private final Path folder;

    public References(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    static boolean isReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    /**
     * The text with its references replaced.
     *
     * @throws io.millrace.model.ProblemException {@code reference-unresolved}
     */
    String resolve(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    resolved, Matcher.quoteReplacement(look(matcher.group(1), matcher.group(2), matcher.group())));
        }
        return matcher.appendTail(resolved).toString();
    }

    /** A path as the file means it: relative to the folder it lies in. */
    Path besideTheFile(Path path) {
        return folder.resolve(path);
    }

    private String look(String scheme, String name, String whole) {
        return switch (scheme) {
            case "env" -> {
                String value = environment.get(name);
                if (value == null) {
                    throw unresolved(
                            "the environment variable " + name + " is not set.", "Set it before starting the hub.");
                }
                yield value;
            }
            case "file" -> read(folder.resolve(name));
            default -> throw unresolved("'" + whole + "' is no reference.", "Write ${env:NAME} or ${file:PATH}.");
        };
    }

    private static String read(Path path) {
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw unresolved(
                        "the file " + path + " is larger than 64 KiB.", "Refer to a file that holds one value.");
            }
            String text = Files.readString(path);
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException unreadable) {
            throw unresolved(
                    "the file " + path + " cannot be read.", "Check that it is there and that the hub may read it.");
        }
    }

    private static RuntimeException unresolved(String message, String remedy) {
        return Problem.of("reference-unresolved", message, remedy).asException();
    }
}
