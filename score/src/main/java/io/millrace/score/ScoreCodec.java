package io.millrace.score;

import io.millrace.model.Quality;
import io.millrace.process.core.StateCodec;
import io.millrace.score.ScoreState.Slot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The state of a score as bytes. Its form names the inputs; how many values are kept of each may change. */
record ScoreCodec(String inputs) implements StateCodec<ScoreState> {

    @Override
    public String form() {
        return "score-1 " + inputs;
    }

    @Override
    public void write(ScoreState state, DataOutput out) throws IOException {
        out.writeByte(state.slots().size());
        for (Slot slot : state.slots()) {
            out.writeInt(slot.values().length);
            for (double value : slot.values()) {
                out.writeDouble(value);
            }
            out.writeLong(slot.time());
            out.writeInt(slot.quality().code());
        }
        out.writeLong(state.due());
        out.writeBoolean(state.answered());
        Quality bad = state.bad();
        out.writeBoolean(bad != null);
        out.writeInt(bad == null ? 0 : bad.code());
    }

    @Override
    public ScoreState read(DataInput in) throws IOException {
        int count = in.readByte();
        List<Slot> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double[] values = new double[in.readInt()];
            for (int k = 0; k < values.length; k++) {
                values[k] = in.readDouble();
            }
            slots.add(new Slot(values, in.readLong(), Quality.of(in.readInt())));
        }
        long due = in.readLong();
        boolean answered = in.readBoolean();
        boolean isBad = in.readBoolean();
        Quality bad = Quality.of(in.readInt());
        return new ScoreState(slots, due, answered, isBad ? bad : null);
    }
}
