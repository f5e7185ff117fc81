package io.millrace.process.route;

import java.util.List;

/** Topic filters compared with each other (MQTT 5.0, 4.7). */
final class Filters {

    private Filters() {}

    /** Whether there can be a topic that both match. */
    static boolean overlap(String one, String other) {
        List<String> ones = List.of(one.split("/", -1));
        List<String> others = List.of(other.split("/", -1));
        int common = Math.min(ones.size(), others.size());
        for (int i = 0; i < common; i++) {
            String a = ones.get(i);
            String b = others.get(i);
            if (a.equals("#") || b.equals("#")) {
                return true;
            }
            if (!a.equals(b) && !a.equals("+") && !b.equals("+")) {
                return false;
            }
        }
        if (ones.size() == others.size()) {
            return true;
        }
        // '#' includes the level before it
        List<String> longer = ones.size() > others.size() ? ones : others;
        return longer.size() == common + 1 && longer.get(common).equals("#");
    }

    /** Makes whole levels of what stands for one level or several, and ends with the first that stands for several. */
    static String covering(String pattern) {
        StringBuilder filter = new StringBuilder();
        for (String level : pattern.split("/", -1)) {
            if (filter.length() > 0) {
                filter.append('/');
            }
            if (level.contains("#")) {
                return filter.append('#').toString();
            }
            filter.append(level.contains("+") ? "+" : level);
        }
        return filter.toString();
    }
}
