package io.millrace.broker;

/** Topic names and topic filters by MQTT 5.0, section 4.7. Pure. */
final class TopicFilters {

    private static final int LONGEST = 65_535;

    private TopicFilters() {}

    /** Whether messages can be published to this topic: no wildcard, not empty, not for the broker's own use. */
    static boolean isTopicName(String topic) {
        return !topic.isEmpty()
                && topic.length() <= LONGEST
                && topic.charAt(0) != '$'
                && topic.indexOf('#') < 0
                && topic.indexOf('+') < 0
                && topic.indexOf('\0') < 0;
    }

    static void requireValid(String filter, String where) {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("the " + where + " holds an empty topic filter");
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean many = levels[i].contains("#");
            if (many && (levels[i].length() > 1 || i < levels.length - 1)) {
                throw new IllegalArgumentException("\"" + filter + "\" in the " + where
                        + " is no topic filter: \"#\" stands alone and last, as in \"plant/#\"");
            }
            if (levels[i].contains("+") && levels[i].length() > 1) {
                throw new IllegalArgumentException("\"" + filter + "\" in the " + where
                        + " is no topic filter: \"+\" stands for a whole level, as in \"plant/+/state\"");
            }
        }
    }

    static boolean matches(String filter, String topic) {
        if (topic.startsWith("$") && !filter.startsWith("$")) {
            return false; // 4.7.2: wildcards at the front do not reach topics beginning with $
        }
        int f = 0;
        int t = 0;
        while (true) {
            int filterEnd = end(filter, f);
            if (filterEnd - f == 1 && filter.charAt(f) == '#') {
                return true;
            }
            int topicEnd = end(topic, t);
            boolean any = filterEnd - f == 1 && filter.charAt(f) == '+';
            if (!any && (filterEnd - f != topicEnd - t || !filter.regionMatches(f, topic, t, topicEnd - t))) {
                return false;
            }
            boolean filterDone = filterEnd == filter.length();
            if (topicEnd == topic.length()) {
                // "plant/#" also means "plant" (4.7.1.2)
                return filterDone || filter.startsWith("/#", filterEnd);
            }
            if (filterDone) {
                return false;
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    private static int end(String levels, int from) {
        int slash = levels.indexOf('/', from);
        return slash < 0 ? levels.length() : slash;
    }
}
