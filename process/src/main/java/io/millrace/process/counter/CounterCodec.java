package io.millrace.process.counter;

import io.millrace.process.core.StateCodec;
import io.millrace.process.counter.CounterOptions.Period;
import io.millrace.process.counter.CounterState.Heard;
import io.millrace.process.counter.Tallies.Tally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of a counter's state. The totals outlive a change of the options; a running period that is no longer wanted, and
 * what a meter of another kind remembered, are left behind.
 */
record CounterCodec(byte piecesCode, byte scrapCode, List<Period> periods) implements StateCodec<CounterState> {

    @Override
    public String form() {
        return "counter-1";
    }

    @Override
    public void write(CounterState state, DataOutput out) throws IOException {
        out.writeByte(piecesCode);
        out.writeLong(state.piecesMemory());
        out.writeByte(scrapCode);
        out.writeLong(state.scrapMemory());
        out.writeLong(state.pieces());
        out.writeLong(state.scrap());
        out.writeLong(state.knownUntil());
        out.writeBoolean(state.heard().ofScrap());
        out.writeLong(state.heard().timeMicros());
        out.writeUTF(state.heard().id());
        out.writeByte(periods.size());
        for (int i = 0; i < periods.size(); i++) {
            Tally tally = state.tallies().get(i);
            out.writeByte(periods.get(i).ordinal());
            out.writeLong(tally.startMicros());
            out.writeLong(tally.endMicros());
            out.writeLong(tally.pieces());
            out.writeLong(tally.scrap());
        }
    }

    @Override
    public CounterState read(DataInput in) throws IOException {
        long piecesMemory = memory(in, piecesCode);
        long scrapMemory = memory(in, scrapCode);
        long pieces = in.readLong();
        long scrap = in.readLong();
        long knownUntil = in.readLong();
        Heard heard = new Heard(in.readBoolean(), in.readLong(), in.readUTF());
        Tally[] tallies = new Tally[periods.size()];
        Arrays.fill(tallies, Tally.NONE);
        for (int left = in.readByte(); left > 0; left--) {
            int at = periods.indexOf(Period.values()[in.readByte()]);
            Tally tally = new Tally(in.readLong(), in.readLong(), in.readLong(), in.readLong());
            if (at >= 0) {
                tallies[at] = tally;
            }
        }
        return new CounterState(piecesMemory, scrapMemory, pieces, scrap, knownUntil, heard, Tallies.of(tallies));
    }

    private static long memory(DataInput in, byte code) throws IOException {
        boolean same = in.readByte() == code;
        long memory = in.readLong();
        return same ? memory : Meter.NOTHING;
    }
}
