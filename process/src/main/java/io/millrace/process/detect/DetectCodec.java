package io.millrace.process.detect;

import io.millrace.model.Quality;
import io.millrace.process.core.StateCodec;
import io.millrace.process.detect.DetectState.Watch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a detector as bytes. Its form names the method, the inputs and the number of the learning: what was learnt
 * of others is not taken for these.
 */
record DetectCodec<M>(Method<M> method, String inputs) implements StateCodec<DetectState<M>> {

    @Override
    public String form() {
        return "detect-1 " + method.form() + " " + inputs;
    }

    @Override
    public void write(DetectState<M> state, DataOutput out) throws IOException {
        out.writeByte(state.watches().size());
        for (Watch<M> watch : state.watches()) {
            method.write(watch.memory(), out);
            out.writeLong(watch.time());
            out.writeDouble(watch.score());
            out.writeBoolean(watch.doubtful());
            writeQuality(watch.bad(), out);
            writeFlag(watch.flag(), out);
            writeSaid(watch.said(), out);
        }
        writeFlag(state.flag(), out);
        writeSaid(state.said(), out);
        out.writeLong(state.due());
    }

    @Override
    public DetectState<M> read(DataInput in) throws IOException {
        int count = in.readByte();
        List<Watch<M>> watches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            watches.add(new Watch<>(
                    method.read(in),
                    in.readLong(),
                    in.readDouble(),
                    in.readBoolean(),
                    readQuality(in),
                    readFlag(in),
                    readSaid(in)));
        }
        return new DetectState<>(watches, readFlag(in), readSaid(in), in.readLong());
    }

    private static void writeQuality(@Nullable Quality quality, DataOutput out) throws IOException {
        out.writeBoolean(quality != null);
        out.writeInt(quality == null ? 0 : quality.code());
    }

    private static @Nullable Quality readQuality(DataInput in) throws IOException {
        boolean there = in.readBoolean();
        Quality quality = Quality.of(in.readInt());
        return there ? quality : null;
    }

    private static void writeFlag(Flag flag, DataOutput out) throws IOException {
        out.writeBoolean(flag.raised());
        out.writeLong(flag.since());
    }

    private static Flag readFlag(DataInput in) throws IOException {
        return new Flag(in.readBoolean(), in.readLong());
    }

    private static void writeSaid(Outlet.Said said, DataOutput out) throws IOException {
        writeQuality(said.bad(), out);
        out.writeByte(said.flag() == null ? -1 : said.flag() ? 1 : 0);
    }

    private static Outlet.Said readSaid(DataInput in) throws IOException {
        Quality bad = readQuality(in);
        int flag = in.readByte();
        return new Outlet.Said(bad, flag < 0 ? null : flag == 1);
    }
}
