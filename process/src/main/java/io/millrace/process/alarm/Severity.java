package io.millrace.process.alarm;

import java.util.Locale;

/**
 * How bad it is, in the words of ISA-18.2 for priorities. Each has a number as OPC UA has severities (Part 9, 5.5.2: 1 to
 * 1000, the greater the worse).
 */
public enum Severity {
    LOW(200),
    MEDIUM(500),
    HIGH(700),
    CRITICAL(900);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** Its number where the site file gives none. */
    int number() {
        return number;
    }

    /** As it is written in site files and events. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
