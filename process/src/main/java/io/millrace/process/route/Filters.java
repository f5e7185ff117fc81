package io.millrace.process.route;

/** Topic filters made of templates (MQTT 5.0, 4.7). */
final class Filters {

    private Filters() {}

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
