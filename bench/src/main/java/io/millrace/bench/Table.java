package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;

/** Figures side by side, under a caption that says under which conditions they came about. */
public record Table(String caption, List<String> columns, List<List<Cell>> rows) {

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("the table '" + caption + "' has a row of " + row.size()
                        + " cells under " + columns.size() + " columns");
            }
        }
    }

    public static Builder of(String caption, String... columns) {
        return new Builder(caption, List.of(columns));
    }

    /** Collects rows. Not thread-safe. */
    public static final class Builder {

        private final String caption;
        private final List<String> columns;
        private final List<List<Cell>> rows = new ArrayList<>();

        private Builder(String caption, List<String> columns) {
            this.caption = caption;
            this.columns = columns;
        }

        /** @param cells figures, or anything that has a text */
        public Builder row(Object... cells) {
            List<Cell> row = new ArrayList<>();
            for (Object cell : cells) {
                row.add(cell instanceof Figure figure ? Cell.of(figure) : Cell.of(cell));
            }
            rows.add(row);
            return this;
        }

        public Table build() {
            return new Table(caption, columns, rows);
        }
    }

    /** As a table of Markdown, under its caption. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        if (!caption.isEmpty()) {
            text.append(caption).append("\n\n");
        }
        text.append("| ").append(String.join(" | ", columns)).append(" |\n");
        text.append("|---".repeat(columns.size())).append("|\n");
        for (List<Cell> row : rows) {
            text.append("| ")
                    .append(String.join(" | ", row.stream().map(Cell::text).toList()))
                    .append(" |\n");
        }
        return text.toString();
    }
}
