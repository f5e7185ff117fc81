package io.millrace.app.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses the word a person meant. */
public final class DidYouMean {

    private DidYouMean() {}

    /** The closest of the known words, when it is close enough to be a slip of the finger. */
    public static Optional<String> among(Collection<String> known, String typed) {
        int allowed = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(word -> distance(fold(word), fold(typed)) <= allowed)
                .min(Comparator.comparingInt(word -> distance(fold(word), fold(typed))));
    }

    /** A sentence, or what there is to choose from. */
    public static String hint(Collection<String> known, String typed) {
        return among(known, typed)
                .map(word -> "Did you mean '" + word + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "No key is known here."
                        : "Known here: "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
    }

    private static String fold(String word) {
        return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Edits (insert, delete, replace, swap of neighbours) from one word to the other: optimal string alignment. */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            edits[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            edits[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
