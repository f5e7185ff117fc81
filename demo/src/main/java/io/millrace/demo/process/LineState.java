package io.millrace.demo.process;

/** States of the packing line, with the numbers that dashboards of the field know them by. */
public enum LineState {
    PRODUCING(10000, "producing"),
    MICROSTOP(50000, "microstop"),
    INLET_JAM(60000, "stopped: inlet jam"),
    OUTLET_JAM(70000, "stopped: outlet jam"),
    NO_MATERIAL(90000, "stopped: no empty bags"),
    CLEANING(110000, "stopped: filling spout cleaned");

    private final int code;
    private final String text;

    LineState(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** As the panel shows it. */
    public String text() {
        return text;
    }
}
