package io.millrace.model.contract;

import io.millrace.model.Sample;
import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was seen of one field. Not thread-safe. */
final class Seen {

    /** More different texts than these are no list of what may be. */
    private static final int FEW = 8;

    private static final int LONGEST = 64;

    final Set<String> places = new HashSet<>();
    /** In how many messages with several keys. */
    long wholes;

    private final Map<DataType, Long> types = new EnumMap<>(DataType.class);
    private final TreeSet<String> texts = new TreeSet<>();
    private long samples;
    private long notGood;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    void add(Sample sample, boolean whole) {
        samples++;
        wholes += whole ? 1 : 0;
        notGood += sample.quality().isGood() ? 0 : 1;
        Value value = sample.value();
        if (value == null || sample.quality().isBad()) {
            return;
        }
        types.merge(value.type(), 1L, Long::sum);
        if (value instanceof Value.Text text) {
            if (texts.size() <= FEW) {
                texts.add(text.value());
            }
        } else if (!(value instanceof Value.Bool)) {
            double number = value instanceof Value.Whole count ? count.value() : ((Value.Real) value).value();
            lowest = Math.min(lowest, number);
            highest = Math.max(highest, number);
        }
    }

    /** The type that takes most of what was seen. */
    DataType type() {
        long real = types.getOrDefault(DataType.NUMBER, 0L);
        long whole = types.getOrDefault(DataType.INTEGER, 0L);
        long bool = types.getOrDefault(DataType.BOOLEAN, 0L);
        long text = types.getOrDefault(DataType.TEXT, 0L);
        if (text > Math.max(real + whole, bool)) {
            return DataType.TEXT;
        }
        if (bool > real + whole) {
            return DataType.BOOLEAN;
        }
        return real > 0 || whole == 0 ? DataType.NUMBER : DataType.INTEGER;
    }

    /** As a model file writes it. */
    String word() {
        return type().name().toLowerCase(Locale.ROOT);
    }

    /** What was seen, for a comment: one line. */
    String comment() {
        StringBuilder text = new StringBuilder();
        DataType type = type();
        if (types.isEmpty()) {
            text.append("never a value; the type is a guess");
        } else if (type == DataType.TEXT) {
            text.append(
                    texts.size() > FEW
                            ? "many texts"
                            : "oneOf: [" + texts.stream().map(Seen::quoted).collect(Collectors.joining(", ")) + "]");
        } else if (type == DataType.BOOLEAN) {
            text.append("true, false");
        } else {
            text.append("range: [")
                    .append(Words.number(lowest))
                    .append(", ")
                    .append(Words.number(highest))
                    .append(']');
        }
        text.append(String.format(Locale.ROOT, " in %,d samples", samples));
        if (notGood > 0) {
            text.append(String.format(Locale.ROOT, ", %,d of them not Good", notGood));
        }
        if (type == DataType.INTEGER) {
            text.append("; if it may have decimals, type: number");
        }
        long fitting = type == DataType.NUMBER
                ? types.getOrDefault(DataType.NUMBER, 0L) + types.getOrDefault(DataType.INTEGER, 0L)
                : types.getOrDefault(type, 0L);
        long others = types.values().stream().mapToLong(Long::longValue).sum() - fitting;
        if (others > 0) {
            text.append(String.format(Locale.ROOT, "; %,d of ANOTHER TYPE do not fit", others));
        }
        return text.toString();
    }

    /** In one line, whatever is in it. */
    static String quoted(String text) {
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return "\"" + shown.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + "\"";
    }
}
