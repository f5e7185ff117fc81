package io.millrace.process.trial;

import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.List;

/** Takes a line of comma-separated values apart (RFC 4180, a line being a record). Pure. */
final class SheetLine {

    private SheetLine() {}

    /** @param quoted whether it stood in quotation marks: then it is text, whatever it looks like */
    record Cell(String text, boolean quoted) {}

    static List<Cell> cells(String line) {
        List<Cell> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            int start = skipBlanks(line, at);
            if (start < line.length() && line.charAt(start) == '"') {
                StringBuilder text = new StringBuilder();
                at = quoted(line, start + 1, text);
                cells.add(new Cell(text.toString(), true));
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                cells.add(new Cell(line.substring(at, end).trim(), false));
                at = end;
            }
            if (at >= line.length()) {
                return cells;
            }
            at++; // the comma
        }
    }

    /** @return where the comma after it stands, or the end of the line */
    private static int quoted(String line, int from, StringBuilder text) {
        int at = from;
        while (at < line.length()) {
            char here = line.charAt(at++);
            if (here != '"') {
                text.append(here);
            } else if (at < line.length() && line.charAt(at) == '"') {
                text.append('"');
                at++;
            } else {
                int end = skipBlanks(line, at);
                if (end < line.length() && line.charAt(end) != ',') {
                    throw Problem.of(
                                    "sample-unreadable",
                                    "Behind a closing quotation mark stands '" + line.charAt(end) + "'.",
                                    "Double quotation marks inside of text: \"\".")
                            .asException();
                }
                return end;
            }
        }
        throw Problem.of("sample-unreadable", "A quotation mark is not closed.", "Close it on the same line.")
                .asException();
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
