package io.millrace.app.desk;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.production.order.OrderChange;
import io.millrace.production.order.OrderImport.Mistake;
import io.millrace.production.order.OrderImport.Row;
import io.millrace.production.order.WorkOrder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Orders as CSV (RFC 4180), as a spreadsheet writes it: with commas, semicolons or tabs, with or without a byte order mark,
 * the columns in any order. Times are ISO 8601; one without an offset is of the plant's clock.
 *
 * @param orders by location, in the order of the list
 * @param mistakes what cannot be read
 */
record OrderSheet(Map<String, List<Row>> orders, int rows, List<Mistake> mistakes) {

    /** More than a plant makes in a month; and a list of so many is judged within a second. */
    static final int MOST = 5_000;

    private static final int MOST_MISTAKES = 20;
    private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1000);
    private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(366L * 86_400_000);

    private static final List<String> COLUMNS = List.of(
            "location",
            "order",
            "product",
            "quantity",
            "ideal_cycle_ms",
            "planned_start",
            "planned_end",
            "started",
            "stopped",
            "status");

    /** A line and what its columns are. */
    private record Line(int number, Map<String, String> cells, ZoneId zone) {

        @Nullable
        String text(String column) {
            String cell = cells.getOrDefault(column, "").strip();
            return cell.isEmpty() ? null : cell;
        }

        @Nullable
        Long whole(String column) {
            String text = text(column);
            if (text != null && !text.matches("-?\\d{1,18}")) {
                throw new IllegalArgumentException(column + " is '" + text + "', which is no whole number.");
            }
            return text == null ? null : Long.valueOf(text);
        }

        @Nullable
        Long cycle() {
            String text = text("ideal_cycle_ms");
            if (text == null) {
                return null;
            }
            if (!text.matches("\\d{1,11}(\\.\\d{1,9})?") || new BigDecimal(text).compareTo(MOST_MILLIS) > 0) {
                throw new IllegalArgumentException(
                        "ideal_cycle_ms is '" + text + "': give the milliseconds of one piece, as in 3050.");
            }
            return new BigDecimal(text).multiply(MICROS_PER_MILLI).longValue();
        }

        @Nullable
        Long time(String column) {
            String text = text(column);
            if (text == null) {
                return null;
            }
            String iso = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) (?=\\d)", "$1T");
            try {
                Instant time = iso.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)$")
                        ? OffsetDateTime.parse(iso).toInstant()
                        : LocalDateTime.parse(iso).atZone(zone).toInstant();
                return ChronoUnit.MILLIS.between(Instant.EPOCH, time) * 1000;
            } catch (DateTimeException noTime) {
                throw new IllegalArgumentException(
                        column + " is '" + text
                                + "', which is no time. Write 2026-01-31 08:00 by the plant's clock, or 2026-01-31T07:00:00Z.",
                        noTime);
            }
        }
    }

    /** @param zone of the plant */
    static OrderSheet read(String text, ZoneId zone) {
        String csv = text.startsWith("\ufeff") ? text.substring(1) : text;
        Map<String, List<Row>> orders = new TreeMap<>();
        List<Mistake> mistakes = new ArrayList<>();
        List<String> columns = List.of();
        int rows = 0;
        int at = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(csv))
                .allowUnclosedQuote(false)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(csv)) {
            for (CsvRecord record : reader) {
                at = (int) record.getStartingLineNumber();
                if (columns.isEmpty()) {
                    columns = columns(record, mistakes);
                } else if (mistakes.size() < MOST_MISTAKES && ++rows <= MOST) {
                    row(record, columns, zone, orders, mistakes);
                }
                if (columns.isEmpty()) {
                    break;
                }
            }
        } catch (CsvParseException malformed) {
            mistakes.add(new Mistake(
                    at + 1,
                    "This is no CSV: a quotation mark is not closed, or stands within a cell without another."));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (rows == 0 && mistakes.isEmpty()) {
            mistakes.add(new Mistake(
                    1,
                    "The list has no orders. Its first line names the columns: " + String.join(", ", COLUMNS) + "."));
        }
        if (rows > MOST) {
            mistakes.add(new Mistake(at, "The list has more than " + MOST + " orders. Import it in parts."));
        }
        return new OrderSheet(orders, rows, mistakes);
    }

    /** What separates the names of the columns; a spreadsheet decides by the language of its user. */
    private static char separator(String csv) {
        int end = csv.indexOf('\n');
        String head = end < 0 ? csv : csv.substring(0, end);
        return head.contains(";") ? ';' : head.contains("\t") ? '\t' : ',';
    }

    /** Empty when they cannot be used. */
    private static List<String> columns(CsvRecord head, List<Mistake> mistakes) {
        List<String> columns = new ArrayList<>();
        int line = (int) head.getStartingLineNumber();
        for (String field : head.getFields()) {
            String name = field.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
            if (!COLUMNS.contains(name)) {
                mistakes.add(
                        new Mistake(line, "'" + field.strip() + "' is no column. " + DidYouMean.hint(COLUMNS, name)));
            } else if (columns.contains(name)) {
                mistakes.add(new Mistake(line, "The column " + name + " is there twice."));
            }
            columns.add(name);
        }
        for (String needed : List.of("location", "order")) {
            if (mistakes.isEmpty() && !columns.contains(needed)) {
                mistakes.add(
                        new Mistake(line, "There is no column '" + needed + "'. The first line names the columns."));
            }
        }
        return mistakes.isEmpty() ? columns : List.of();
    }

    private static void row(
            CsvRecord record,
            List<String> columns,
            ZoneId zone,
            Map<String, List<Row>> orders,
            List<Mistake> mistakes) {
        int number = (int) record.getStartingLineNumber();
        if (record.getFieldCount() != columns.size()) {
            mistakes.add(new Mistake(
                    number,
                    "It has " + record.getFieldCount() + " cells, and there are " + columns.size() + " columns."));
            return;
        }
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), record.getField(i));
        }
        Line line = new Line(number, cells, zone);
        try {
            String location = line.text("location");
            String order = line.text("order");
            if (location == null || order == null) {
                throw new IllegalArgumentException("It does not say "
                        + (location == null ? "where the order is: give location." : "which order."));
            }
            OrderChange.Create create = new OrderChange.Create(
                    order,
                    line.text("product"),
                    line.whole("quantity"),
                    line.cycle(),
                    line.time("planned_start"),
                    line.time("planned_end"));
            orders.computeIfAbsent(location, any -> new ArrayList<>())
                    .add(new Row(number, create, line.time("started"), line.time("stopped")));
        } catch (IllegalArgumentException unreadable) {
            mistakes.add(new Mistake(number, String.valueOf(unreadable.getMessage())));
        }
    }

    /** Writes orders as a list that {@link #read} takes; {@code status} is for people and follows from the times. */
    static String write(Map<String, List<WorkOrder>> orders) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
            orders.forEach((location, there) -> there.forEach(order -> csv.writeRecord(cells(location, order))));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static List<String> cells(String location, WorkOrder order) {
        return List.of(
                location,
                order.id(),
                order.product() == null ? "" : order.product(),
                order.quantity() == null ? "" : Long.toString(order.quantity()),
                order.cycleMicros() == null
                        ? ""
                        : BigDecimal.valueOf(order.cycleMicros(), 3)
                                .stripTrailingZeros()
                                .toPlainString(),
                order.planned() == null ? "" : time(order.planned().startMicros()),
                order.planned() == null ? "" : time(order.planned().endMicros()),
                time(order.startedMicros()),
                time(order.stoppedMicros()),
                order.status().name().toLowerCase(Locale.ROOT));
    }

    private static String time(@Nullable Long micros) {
        return micros == null
                ? ""
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
