package io.millrace.app.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of a template with the parameters it names: <code>${prefix}.Burner</code>, or <code>${base + 2}</code> of a whole
 * number. <code>$${</code> stands for <code>${</code>. References such as <code>${env:NAME}</code> have a colon and are
 * left as they are.
 */
record Placeholders(List<Piece> pieces) {

    private static final Pattern ANY = Pattern.compile("\\$\\$\\{|\\$\\{([^}:]*)}");
    private static final Pattern NAMED = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9]*)\\s*(?:([+-])\\s*(\\d{1,9}))?\\s*");

    sealed interface Piece {

        record Plain(String text) implements Piece {}

        /**
         * A parameter.
         *
         * @param plus what is added to it; it is a whole number where this is not 0
         * @param counts whether anything is added, be it 0
         */
        record Named(String name, long plus, boolean counts) implements Piece {}

        /** What looks like one and is none. */
        record Illegible(String text) implements Piece {}
    }

    /** Whether there is anything to look for. */
    static boolean isPlain(String text) {
        return text.indexOf("${") < 0;
    }

    static Placeholders of(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = ANY.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                pieces.add(new Piece.Plain(text.substring(end, matcher.start())));
            }
            pieces.add(matcher.group(1) == null ? new Piece.Plain("${") : named(matcher.group(1)));
            end = matcher.end();
        }
        if (end < text.length()) {
            pieces.add(new Piece.Plain(text.substring(end)));
        }
        return new Placeholders(pieces);
    }

    private static Piece named(String inside) {
        Matcher matcher = NAMED.matcher(inside);
        if (!matcher.matches()) {
            return new Piece.Illegible(inside);
        }
        if (matcher.group(2) == null) {
            return new Piece.Named(matcher.group(1), 0, false);
        }
        long plus = Long.parseLong(matcher.group(3));
        return new Piece.Named(matcher.group(1), matcher.group(2).equals("-") ? -plus : plus, true);
    }

    /** The parameter that is the whole of it and keeps its type, be it a group. */
    Optional<Piece.Named> whole() {
        return pieces.size() == 1 && pieces.get(0) instanceof Piece.Named named ? Optional.of(named) : Optional.empty();
    }
}
