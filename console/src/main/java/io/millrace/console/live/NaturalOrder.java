package io.millrace.console.live;

import java.util.Comparator;

/** Orders names as people count: kiln-2 before kiln-10, upper and lower case side by side. Consistent with equals. */
final class NaturalOrder implements Comparator<String> {

    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            char a = left.charAt(i);
            char b = right.charAt(j);
            if (isDigit(a) && isDigit(b)) {
                int endA = endOfNumber(left, i);
                int endB = endOfNumber(right, j);
                int order = compareNumbers(left, i, endA, right, j, endB);
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else {
                int order = Character.compare(Character.toLowerCase(a), Character.toLowerCase(b));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
        }
        int order = Integer.compare(left.length() - i, right.length() - j);
        return order != 0 ? order : left.compareTo(right);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfNumber(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String left, int i, int endA, String right, int j, int endB) {
        while (i < endA - 1 && left.charAt(i) == '0') {
            i++;
        }
        while (j < endB - 1 && right.charAt(j) == '0') {
            j++;
        }
        if (endA - i != endB - j) {
            return Integer.compare(endA - i, endB - j);
        }
        for (; i < endA; i++, j++) {
            int order = Character.compare(left.charAt(i), right.charAt(j));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
