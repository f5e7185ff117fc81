package io.millrace.model;

import java.util.Objects;

/** What a tag holds: a whole number with all of its 64 bits, a real number, a boolean, or text. */
public sealed interface Value {

    /** The word for this kind of value in the historian, the API and the console. */
    DataType type();

    /** The kinds of values; the names are those of the {@code data_type} column. */
    enum DataType {
        INTEGER,
        NUMBER,
        BOOLEAN,
        TEXT
    }

    record Whole(long value) implements Value {
        @Override
        public DataType type() {
            return DataType.INTEGER;
        }
    }

    /** A finite real number. NaN and infinities have no place in JSON and none here. */
    record Real(double value) implements Value {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("not a finite number: " + value);
            }
        }

        @Override
        public DataType type() {
            return DataType.NUMBER;
        }
    }

    record Bool(boolean value) implements Value {
        /** There are many of them, and they are held for a while. */
        private static final Bool TRUE = new Bool(true);

        private static final Bool FALSE = new Bool(false);

        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }
    }

    record Text(String value) implements Value {
        public Text {
            Objects.requireNonNull(value);
        }

        @Override
        public DataType type() {
            return DataType.TEXT;
        }
    }

    static Value of(long value) {
        return new Whole(value);
    }

    static Value of(double value) {
        return new Real(value);
    }

    static Value of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    static Value of(String value) {
        return new Text(value);
    }
}
