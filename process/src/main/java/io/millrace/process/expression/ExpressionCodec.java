package io.millrace.process.expression;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.StateCodec;
import io.millrace.process.expression.ExpressionState.Result;
import io.millrace.process.expression.ExpressionState.Said;
import io.millrace.process.expression.ExpressionState.Slot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of an expression as bytes. Its form names the inputs and their types: with others, values of before would
 * stand in the wrong places.
 */
record ExpressionCodec(String inputs) implements StateCodec<ExpressionState> {

    private static final int ABSENT = 0;
    private static final int WHOLE = 1;
    private static final int REAL = 2;
    private static final int BOOL = 3;
    private static final int TEXT = 4;

    @Override
    public String form() {
        return "expression-1 " + inputs;
    }

    @Override
    public void write(ExpressionState state, DataOutput out) throws IOException {
        out.writeByte(state.slots().size());
        for (Slot slot : state.slots()) {
            writeValue(slot.value(), out);
            out.writeInt(slot.quality().code());
            out.writeLong(slot.time());
            writeValue(slot.before(), out);
            out.writeLong(slot.timeBefore());
            out.writeBoolean(slot.used());
        }
        out.writeLong(state.waiting());
        writeResult(state.now(), out);
        writeResult(state.before(), out);
        Quality told = state.said().quality();
        out.writeBoolean(told != null);
        out.writeInt(told == null ? 0 : told.code());
        out.writeLong(state.said().time());
    }

    @Override
    public ExpressionState read(DataInput in) throws IOException {
        int count = in.readByte();
        List<Slot> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(new Slot(
                    readValue(in),
                    Quality.of(in.readInt()),
                    in.readLong(),
                    readValue(in),
                    in.readLong(),
                    in.readBoolean()));
        }
        long waiting = in.readLong();
        Result now = readResult(in);
        Result before = readResult(in);
        boolean told = in.readBoolean();
        Quality quality = Quality.of(in.readInt());
        Said said = new Said(told ? quality : null, in.readLong());
        return new ExpressionState(slots, waiting, now, before, said);
    }

    private static void writeResult(Result result, DataOutput out) throws IOException {
        writeValue(result.value(), out);
        out.writeLong(result.time());
    }

    private static Result readResult(DataInput in) throws IOException {
        return new Result(readValue(in), in.readLong());
    }

    private static void writeValue(@Nullable Value value, DataOutput out) throws IOException {
        if (value instanceof Value.Whole whole) {
            out.writeByte(WHOLE);
            out.writeLong(whole.value());
        } else if (value instanceof Value.Real real) {
            out.writeByte(REAL);
            out.writeDouble(real.value());
        } else if (value instanceof Value.Bool bool) {
            out.writeByte(BOOL);
            out.writeBoolean(bool.value());
        } else if (value instanceof Value.Text text) {
            out.writeByte(TEXT);
            out.writeUTF(text.value()); // at most 4,096 characters, checked when it came
        } else {
            out.writeByte(ABSENT);
        }
    }

    private static @Nullable Value readValue(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case ABSENT -> null;
            case WHOLE -> Value.of(in.readLong());
            case REAL -> Value.of(in.readDouble());
            case BOOL -> Value.of(in.readBoolean());
            case TEXT -> Value.of(in.readUTF());
            default -> throw new IOException("no value begins with " + kind);
        };
    }
}
