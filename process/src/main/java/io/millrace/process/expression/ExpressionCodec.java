package io.millrace.process.expression;

import io.millrace.model.Quality;
import io.millrace.process.core.Encoding;
import io.millrace.process.core.StateCodec;
import io.millrace.process.expression.ExpressionState.Result;
import io.millrace.process.expression.ExpressionState.Said;
import io.millrace.process.expression.ExpressionState.Slot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of an expression as bytes. Its form names the inputs and their types: with others, values of before would
 * stand in the wrong places.
 */
record ExpressionCodec(String inputs) implements StateCodec<ExpressionState> {

    @Override
    public String form() {
        return "expression-1 " + inputs;
    }

    @Override
    public void write(ExpressionState state, DataOutput out) throws IOException {
        out.writeByte(state.slots().size());
        for (Slot slot : state.slots()) {
            Encoding.writeValue(slot.value(), out);
            out.writeInt(slot.quality().code());
            out.writeLong(slot.time());
            Encoding.writeValue(slot.before(), out);
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
                    Encoding.readValue(in),
                    Quality.of(in.readInt()),
                    in.readLong(),
                    Encoding.readValue(in),
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
        Encoding.writeValue(result.value(), out);
        out.writeLong(result.time());
    }

    private static Result readResult(DataInput in) throws IOException {
        return new Result(Encoding.readValue(in), in.readLong());
    }
}
