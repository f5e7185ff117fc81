package io.millrace.model.contract;

import java.util.Collection;
import java.util.Locale;

/** Guesses the field a sender meant. */
final class Near {

    /** Where there are more names nobody is helped by a guess, and each bad message would cost one. */
    private static final int MOST = 500;

    private Near() {}

    /** A question, or nothing. */
    static String hint(Collection<String> known, String typed) {
        if (known.size() > MOST) {
            return "";
        }
        String wanted = fold(typed);
        String last = wanted.substring(wanted.lastIndexOf('/') + 1);
        String best = null;
        int least = Math.max(1, wanted.length() / 3) + 1;
        for (String one : known) {
            String candidate = fold(one);
            // the right name in the wrong group is a slip too
            int distance = candidate.endsWith("/" + last) || candidate.equals(last) ? 1 : distance(candidate, wanted);
            if (distance < least) {
                least = distance;
                best = one;
            }
        }
        return best == null ? "" : "Did you mean '" + best + "'?";
    }

    private static String fold(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, replacements and swaps of neighbours from one to the other: optimal string alignment. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] oldest = before;
            before = last;
            last = row;
            row = oldest;
        }
        return last[b.length()];
    }
}
