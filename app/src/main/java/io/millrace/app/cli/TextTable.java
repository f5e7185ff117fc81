package io.millrace.app.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns for a terminal. */
final class TextTable {

    private static final int WIDEST = 80;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> header) {
        this.header = List.copyOf(header);
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[header.size()];
        measure(header, widths);
        rows.forEach(row -> measure(row, widths));
        StringBuilder text = new StringBuilder();
        line(header, widths, text);
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        line(rule, widths, text);
        rows.forEach(row -> line(row, widths, text));
        return text.toString();
    }

    private static void measure(List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], fit(cells.get(i)).length());
        }
    }

    private static void line(List<String> cells, int[] widths, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = fit(cells.get(i));
            line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    private static String fit(String cell) {
        String flat = cell.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
        return flat.length() <= WIDEST ? flat : flat.substring(0, WIDEST - 3) + "...";
    }
}
