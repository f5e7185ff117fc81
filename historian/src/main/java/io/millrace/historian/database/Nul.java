package io.millrace.historian.database;

/**
 * PostgreSQL stores every character but one: U+0000. It becomes U+FFFD, the replacement character, which is what it
 * would show as anyway. The log keeps the original.
 */
public final class Nul {

    private static final String ESCAPE = "\\u0000";
    private static final String REPLACEMENT_ESCAPE = "\\ufffd";

    private Nul() {}

    public static String outOfText(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** @param json in which U+0000 can only stand as an escape */
    public static String outOfJson(String json) {
        int at = json.indexOf(ESCAPE);
        if (at < 0) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length());
        int i = 0;
        while (i < json.length()) {
            char c = json.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
            } else if (json.startsWith(ESCAPE, i)) {
                out.append(REPLACEMENT_ESCAPE);
                i += ESCAPE.length();
            } else {
                // Two at once, so that an escaped backslash does not lend itself to what follows.
                out.append(json, i, Math.min(i + 2, json.length()));
                i += 2;
            }
        }
        return out.toString();
    }
}
