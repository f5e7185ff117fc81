package io.millrace.process.alarm;

import io.millrace.process.core.Encoding;
import io.millrace.process.core.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes bytes of a memory and back. The form names the inputs: with others, values of before would stand in the wrong
 * places.
 */
record AlarmMemoryCodec(String inputs) implements StateCodec<AlarmMemory> {

    private static final int NOT_TOLD = 0;
    private static final int TOLD_FALSE = 1;
    private static final int TOLD_TRUE = 2;

    @Override
    public String form() {
        return "alarm-1 " + inputs;
    }

    @Override
    public void write(AlarmMemory state, DataOutput out) throws IOException {
        out.writeByte(state.heard().size());
        for (Heard heard : state.heard()) {
            Encoding.writeValue(heard.value(), out);
            Encoding.writeIdentity(heard.by(), out);
            out.writeBoolean(heard.bad());
        }
        out.writeInt(state.track().points().size());
        for (Track.Point point : state.track().points()) {
            out.writeLong(point.time());
            out.writeDouble(point.value());
        }
        out.writeLong(state.unjudged());
        out.writeBoolean(state.exceeded());
        out.writeLong(state.since());
        Encoding.writeValue(state.value(), out);
        Standing standing = state.standing();
        out.writeBoolean(standing.active());
        out.writeLong(standing.occurrence());
        out.writeBoolean(standing.on());
        out.writeBoolean(standing.acknowledged());
        Encoding.writeText(standing.message(), out);
        Aside aside = state.aside();
        out.writeBoolean(aside.bySignal());
        out.writeBoolean(aside.byEvent());
        out.writeBoolean(aside.outOfService());
        out.writeLong(aside.shelvedUntil());
        AlarmMemory.Told told = state.told();
        out.writeLong(told.time());
        out.writeInt(told.count());
        out.writeByte(told.active() == null ? NOT_TOLD : told.active() ? TOLD_TRUE : TOLD_FALSE);
        out.writeLong(told.activeTime());
    }

    @Override
    public AlarmMemory read(DataInput in) throws IOException {
        List<Heard> heard = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            heard.add(new Heard(Encoding.readValue(in), Encoding.readIdentity(in), in.readBoolean()));
        }
        List<Track.Point> points = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            points.add(new Track.Point(in.readLong(), in.readDouble()));
        }
        return new AlarmMemory(
                heard,
                new Track(points),
                in.readLong(),
                in.readBoolean(),
                in.readLong(),
                Encoding.readValue(in),
                new Standing(
                        in.readBoolean(), in.readLong(), in.readBoolean(), in.readBoolean(), Encoding.readText(in)),
                new Aside(in.readBoolean(), in.readBoolean(), in.readBoolean(), in.readLong()),
                readTold(in));
    }

    private static AlarmMemory.Told readTold(DataInput in) throws IOException {
        long time = in.readLong();
        int count = in.readInt();
        int active = in.readByte();
        return new AlarmMemory.Told(time, count, active == NOT_TOLD ? null : active == TOLD_TRUE, in.readLong());
    }
}
