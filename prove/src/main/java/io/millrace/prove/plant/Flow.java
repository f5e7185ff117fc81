package io.millrace.prove.plant;

/** The two kinds of messages of a line. */
public enum Flow {
    /** One message for each piece; pieces may share a time and then differ by their id. The high-integrity route. */
    COUNT("light-barrier"),
    /** Temperatures, known by their time alone. The high-throughput route. */
    VALUE("temperature");

    private final String tag;

    Flow(String tag) {
        this.tag = tag;
    }

    public String tag() {
        return tag;
    }
}
