package io.millrace.process.window;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Encoding;
import io.millrace.process.core.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a window processor knows as bytes. Thread-safe. */
final class WindowCodec implements StateCodec<WindowState> {

    @Override
    public String form() {
        return "window-1";
    }

    @Override
    public void write(WindowState state, DataOutput out) throws IOException {
        out.writeInt(state.older().size());
        for (Pane pane : state.older()) {
            writePane(pane, out);
        }
        out.writeBoolean(state.current() != null);
        if (state.current() != null) {
            writePane(state.current(), out);
        }
        writeHold(state.hold(), out);
        out.writeLong(state.due());
    }

    @Override
    public WindowState read(DataInput in) throws IOException {
        int count = in.readInt();
        List<Pane> older = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            older.add(readPane(in));
        }
        Pane current = in.readBoolean() ? readPane(in) : null;
        Hold hold = readHold(in);
        return new WindowState(older, current, hold, in.readLong());
    }

    private static void writePane(Pane pane, DataOutput out) throws IOException {
        out.writeLong(pane.start());
        out.writeLong(pane.end());
        writeHold(pane.before(), out);
        out.writeLong(pane.seen());
        out.writeLong(pane.count());
        out.writeLong(pane.total().whole());
        writeSum(pane.total().real(), out);
        out.writeBoolean(pane.total().isReal());
        Encoding.writeValue(pane.low(), out);
        Encoding.writeValue(pane.high(), out);
        writeMark(pane.first(), out);
        writeMark(pane.last(), out);
        writeSum(pane.weight().area(), out);
        out.writeLong(pane.weight().micros());
        out.writeBoolean(pane.weight().doubtful());
        writeSpread(pane.spread(), out);
        out.writeBoolean(pane.doubtful());
    }

    private static Pane readPane(DataInput in) throws IOException {
        return new Pane(
                in.readLong(),
                in.readLong(),
                readHold(in),
                in.readLong(),
                in.readLong(),
                new Total(in.readLong(), readSum(in), in.readBoolean()),
                Encoding.readValue(in),
                Encoding.readValue(in),
                readMark(in),
                readMark(in),
                new Weight(readSum(in), in.readLong(), in.readBoolean()),
                readSpread(in),
                in.readBoolean());
    }

    private static void writeHold(@Nullable Hold hold, DataOutput out) throws IOException {
        out.writeBoolean(hold != null);
        if (hold != null) {
            out.writeDouble(hold.value());
            out.writeLong(hold.since());
            out.writeBoolean(hold.doubtful());
        }
    }

    private static @Nullable Hold readHold(DataInput in) throws IOException {
        return in.readBoolean() ? new Hold(in.readDouble(), in.readLong(), in.readBoolean()) : null;
    }

    private static void writeSum(SteadySum sum, DataOutput out) throws IOException {
        out.writeDouble(sum.sum());
        out.writeDouble(sum.lost());
    }

    private static SteadySum readSum(DataInput in) throws IOException {
        return new SteadySum(in.readDouble(), in.readDouble());
    }

    private static void writeMark(@Nullable Mark mark, DataOutput out) throws IOException {
        out.writeBoolean(mark != null);
        if (mark != null) {
            out.writeLong(mark.time());
            out.writeUTF(mark.id());
            Encoding.writeValue(mark.value(), out);
            out.writeInt(mark.quality().code());
        }
    }

    private static @Nullable Mark readMark(DataInput in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        long time = in.readLong();
        String id = in.readUTF();
        Value value = Encoding.readValue(in);
        if (value == null) {
            throw new IOException("a value that came is missing");
        }
        return new Mark(time, id, value, Quality.of(in.readInt()));
    }

    private static void writeSpread(Spread spread, DataOutput out) throws IOException {
        out.writeInt(spread.most());
        out.writeInt(spread.size());
        for (double number : spread.numbers()) {
            out.writeDouble(number);
        }
        out.writeInt(spread.stride());
        out.writeInt(spread.skip());
    }

    private static Spread readSpread(DataInput in) throws IOException {
        int most = in.readInt();
        double[] numbers = new double[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        return Spread.of(most, numbers, in.readInt(), in.readInt());
    }
}
