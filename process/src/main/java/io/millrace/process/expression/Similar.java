package io.millrace.process.expression;

import java.util.Collection;
import java.util.Locale;

/** Finds what a person may have meant. */
final class Similar {

    private static final int MAX_LENGTH = 64;

    private Similar() {}

    /** The nearest of some names, or an empty text when none is near. */
    static String to(String wrong, Collection<String> names) {
        String best = "";
        int least = Math.max(1, wrong.length() / 3) + 1;
        if (wrong.length() > MAX_LENGTH) {
            return best;
        }
        for (String name : names) {
            int distance = name.equalsIgnoreCase(wrong) ? 0 : distance(wrong, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    /** How many letters must be put in, left out or changed (Levenshtein 1965), whatever their case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
