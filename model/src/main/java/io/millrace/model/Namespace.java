package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The unified namespace below one root, and the rules its topics follow.
 *
 * <ul>
 *   <li>The location path has one or more levels (ISA-95: enterprise, site, area, line, work cell, then any depth).
 *   <li>The first segment that begins with {@code _} is the contract; at least one segment follows it, unless it is a
 *       versioned model: {@code .../_pump_v1} is the topic of all of its fields at once.
 *   <li>A segment holds letters, digits, {@code -} and {@code _}, with {@code .} inside, at most 64 characters.
 *   <li>A topic is at most 1,024 bytes. Case matters.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 *
 * @param root the segments before the location path: {@code umh/v1}
 */
public record Namespace(String root) {

    public static final int MAX_SEGMENT = 64;
    public static final int MAX_BYTES = 1024;
    public static final String DEFAULT_ROOT = "umh/v1";

    public Namespace {
        Objects.requireNonNull(root);
        if (root.isEmpty()) {
            throw illegal("The namespace root is empty.", "Use a root such as " + DEFAULT_ROOT + ".")
                    .asException();
        }
        for (String segment : root.split("/", -1)) {
            checkSegment(segment, root);
            if (segment.startsWith("_")) {
                throw illegal(
                                "Segment '" + segment + "' of the namespace root '" + root
                                        + "' begins with an underscore.",
                                "Only contracts begin with an underscore.")
                        .asException();
            }
        }
    }

    /** Whether a path lies below this root, legal or not: the messages that are ours to judge. */
    public boolean covers(String path) {
        return path.length() > root.length() && path.charAt(root.length()) == '/' && path.startsWith(root);
    }

    /**
     * Reads a path.
     *
     * @throws ProblemException {@code topic-illegal}, naming the segment and the rule it breaks
     */
    public Topic parse(String path) {
        if (!covers(path)) {
            throw illegal(
                            "Topic '" + shorten(path) + "' is not below the namespace root '" + root + "'.",
                            "Publish to " + root + "/<location>/_<contract>/<tag>.")
                    .asException();
        }
        if (path.length() > MAX_BYTES || path.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw illegal(
                            "Topic '" + shorten(path) + "' is longer than " + MAX_BYTES + " bytes.",
                            "Shorten its segments.")
                    .asException();
        }
        int locationStart = root.length() + 1;
        int contractStart = -1;
        int contractEnd = -1;
        int lastSlash = -1;
        int start = locationStart;
        for (int i = locationStart; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                checkSegment(path, start, i);
                if (contractStart < 0 && path.charAt(start) == '_') {
                    contractStart = start;
                    contractEnd = i;
                }
                lastSlash = start - 1;
                start = i + 1;
            }
        }
        if (contractStart < 0) {
            throw illegal(
                            "Topic '" + shorten(path) + "' has no contract segment.",
                            "Add one that begins with an underscore, such as _historian, before the tag.")
                    .asException();
        }
        if (contractStart == locationStart) {
            throw illegal(
                            "Topic '" + shorten(path) + "' has no location path before its contract.",
                            "Put at least the enterprise before " + path.substring(contractStart, contractEnd) + ".")
                    .asException();
        }
        if (contractEnd == path.length()) {
            if (isVersioned(path.substring(contractStart))) {
                return new Topic(path, locationStart, contractStart, path.length());
            }
            throw illegal("Topic '" + shorten(path) + "' ends with its contract.", "Add a tag after it.")
                    .asException();
        }
        if (contractEnd - contractStart == 1) {
            throw illegal("Topic '" + shorten(path) + "' has a contract without a name.", "Use _historian or _raw.")
                    .asException();
        }
        return new Topic(path, locationStart, contractStart, lastSlash + 1);
    }

    /** Whether a contract ends in a version, as {@code _pump_v1} does: a model may say what its messages are. */
    public static boolean isVersioned(String contract) {
        int end = contract.length();
        int digits = end;
        while (digits > 0 && contract.charAt(digits - 1) >= '0' && contract.charAt(digits - 1) <= '9') {
            digits--;
        }
        return digits < end && digits > 3 && contract.charAt(0) == '_' && contract.startsWith("_v", digits - 2);
    }

    /** The topic of a tag: root, location, contract and the tag's name (which may hold a virtual path) joined. */
    public Topic topic(String location, String contract, String name) {
        return parse(root + "/" + location + "/" + contract + "/" + name);
    }

    /**
     * Checks one segment by the rules of every topic.
     *
     * @throws ProblemException {@code topic-illegal}
     */
    public static void checkSegment(String segment, String whole) {
        String path = segment.isEmpty() ? "" : segment;
        if (path.isEmpty()) {
            throw illegal("'" + shorten(whole) + "' has an empty segment.", "Remove the doubled or outer slash.")
                    .asException();
        }
        checkSegment(path, 0, path.length());
    }

    private static void checkSegment(String path, int start, int end) {
        if (start == end) {
            throw illegal("Topic '" + shorten(path) + "' has an empty segment.", "Remove the doubled or outer slash.")
                    .asException();
        }
        if (end - start > MAX_SEGMENT) {
            throw illegal(
                            "Segment '" + path.substring(start, start + 16) + "...' is longer than " + MAX_SEGMENT
                                    + " characters.",
                            "Shorten it.")
                    .asException();
        }
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            boolean inside = i > start && i < end - 1;
            if (!isSegmentCharacter(c) && !(c == '.' && inside)) {
                throw illegal(
                                "Segment '" + path.substring(start, end) + "' holds '" + printable(c) + "'.",
                                "Use letters, digits, '-', '_', and '.' inside.")
                        .asException();
            }
        }
    }

    private static boolean isSegmentCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || (c > 127 && Character.isLetterOrDigit(c));
    }

    private static String printable(char c) {
        return Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    }

    private static String shorten(String path) {
        return path.length() <= 120 ? path : path.substring(0, 117) + "...";
    }

    private static Problem illegal(String message, String remedy) {
        return Problem.of("topic-illegal", message, remedy);
    }
}
