package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.process.core.Encoding;
import io.millrace.process.core.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes bytes of a memory and back. */
final class StateMemoryCodec implements StateCodec<StateMemory> {

    static final StateMemoryCodec INSTANCE = new StateMemoryCodec();

    private StateMemoryCodec() {}

    private interface Writing<T> {
        void write(T value, DataOutput out) throws IOException;
    }

    private interface Reading<T> {
        T read(DataInput in) throws IOException;
    }

    @Override
    public String form() {
        return "machine-state-1";
    }

    @Override
    public void write(StateMemory state, DataOutput out) throws IOException {
        out.writeInt(state.heard().size());
        for (Heard heard : state.heard()) {
            Encoding.writeValue(heard.value(), out);
            Encoding.writeIdentity(heard.by(), out);
            out.writeBoolean(heard.stale());
        }
        PieceWatch pieces = state.pieces();
        Encoding.writeValue(pieces.last(), out);
        out.writeLong(pieces.since());
        Encoding.writeIdentity(pieces.by(), out);
        out.writeBoolean(pieces.waiting());
        writeTimeline(state.layers().spoken(), StateMemoryCodec::writeLabel, out);
        writeTimeline(state.layers().counted(), StateMemoryCodec::writeLabel, out);
        writeTimeline(state.layers().reasons(), Encoding::writeText, out);
        writeTimeline(state.layers().overwrites(), StateMemoryCodec::writeRuling, out);
        out.writeLong(state.openSince());
        out.writeLong(state.seen());
        writeTimeline(state.told(), StateMemoryCodec::writeStretch, out);
        out.writeInt(state.withdrawn().size());
        for (long time : state.withdrawn()) {
            out.writeLong(time);
        }
        out.writeLong(state.keptFrom());
    }

    @Override
    public StateMemory read(DataInput in) throws IOException {
        int signals = in.readInt();
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < signals; i++) {
            heard.add(new Heard(Encoding.readValue(in), Encoding.readIdentity(in), in.readBoolean()));
        }
        PieceWatch pieces =
                new PieceWatch(Encoding.readValue(in), in.readLong(), Encoding.readIdentity(in), in.readBoolean());
        Layers layers = new Layers(
                readTimeline(StateMemoryCodec::readLabel, in),
                readTimeline(StateMemoryCodec::readLabel, in),
                readTimeline(Encoding::readText, in),
                readTimeline(StateMemoryCodec::readRuling, in));
        long openSince = in.readLong();
        long seen = in.readLong();
        Timeline<Stretch> told = readTimeline(StateMemoryCodec::readStretch, in);
        int count = in.readInt();
        List<Long> withdrawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            withdrawn.add(in.readLong());
        }
        return new StateMemory(heard, pieces, layers, openSince, seen, told, withdrawn, in.readLong());
    }

    private static <L> void writeTimeline(Timeline<L> timeline, Writing<L> writing, DataOutput out) throws IOException {
        out.writeInt(timeline.size());
        for (Timeline.Entry<L> entry : timeline.entries()) {
            out.writeLong(entry.start());
            out.writeBoolean(entry.value() != null);
            if (entry.value() != null) {
                writing.write(entry.value(), out);
            }
        }
    }

    private static <L> Timeline<L> readTimeline(Reading<L> reading, DataInput in) throws IOException {
        int size = in.readInt();
        Timeline<L> timeline = Timeline.empty();
        for (int i = 0; i < size; i++) {
            long start = in.readLong();
            timeline = timeline.set(start, in.readBoolean() ? reading.read(in) : null);
        }
        return timeline;
    }

    private static void writeRuling(Ruling ruling, DataOutput out) throws IOException {
        writeLabel(ruling.label(), out);
        out.writeBoolean(ruling.open());
    }

    private static Ruling readRuling(DataInput in) throws IOException {
        return new Ruling(readLabel(in), in.readBoolean());
    }

    private static void writeStretch(Stretch stretch, DataOutput out) throws IOException {
        writeLabel(stretch.label(), out);
        out.writeBoolean(stretch.microstop());
    }

    private static Stretch readStretch(DataInput in) throws IOException {
        return new Stretch(readLabel(in), in.readBoolean());
    }

    private static void writeLabel(Label label, DataOutput out) throws IOException {
        Encoding.writeText(label.state() == null ? "" : label.state().name(), out);
        out.writeInt(label.code());
        Encoding.writeText(label.reason(), out);
    }

    private static Label readLabel(DataInput in) throws IOException {
        String state = Encoding.readText(in);
        return new Label(state.isEmpty() ? null : MachineState.valueOf(state), in.readInt(), Encoding.readText(in));
    }
}
