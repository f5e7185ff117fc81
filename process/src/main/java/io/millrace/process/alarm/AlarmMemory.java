package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the processor of an alarm remembers. Immutable; shares its parts with the memory before.
 *
 * @param heard of each input, the suppressing one last
 * @param track of the past of the input, where how fast it changes is asked for
 * @param unjudged the time of inputs that were not judged yet, because others of that time may come; {@link #NEVER} for none
 * @param exceeded whether there is reason for an alarm, before the delays
 * @param since when {@code exceeded} became so; {@link #NONE} before the first judgement
 * @param value what was compared last
 */
record AlarmMemory(
        List<Heard> heard,
        Track track,
        long unjudged,
        boolean exceeded,
        long since,
        @Nullable Value value,
        Standing standing,
        Aside aside,
        Told told) {

    /** Before all time. */
    static final long NONE = Long.MIN_VALUE;
    /** After all time. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * What was told.
     *
     * @param time of the last event
     * @param count how many events were told of that time
     * @param active what was told of the tag; null for nothing
     * @param activeTime when
     */
    record Told(long time, int count, @Nullable Boolean active, long activeTime) {
        static final Told NOTHING = new Told(NONE, 0, null, NONE);
    }

    AlarmMemory {
        heard = List.copyOf(heard);
    }

    static AlarmMemory begin(int inputs) {
        return new AlarmMemory(
                Collections.nCopies(inputs, Heard.NOTHING),
                Track.EMPTY,
                NEVER,
                false,
                NONE,
                null,
                Standing.NORMAL,
                Aside.NOT,
                Told.NOTHING);
    }

    AlarmMemory withHeard(int index, Heard now) {
        List<Heard> changed = new ArrayList<>(heard);
        changed.set(index, now);
        return new AlarmMemory(changed, track, unjudged, exceeded, since, value, standing, aside, told);
    }

    AlarmMemory withTrack(Track changed) {
        return new AlarmMemory(heard, changed, unjudged, exceeded, since, value, standing, aside, told);
    }

    AlarmMemory unjudged(long time) {
        return new AlarmMemory(heard, track, time, exceeded, since, value, standing, aside, told);
    }

    AlarmMemory found(Watch.Finding finding, long time) {
        boolean changes = since == NONE || finding.exceeded() != exceeded;
        return new AlarmMemory(
                heard,
                track,
                unjudged,
                finding.exceeded(),
                changes ? time : since,
                finding.value(),
                standing,
                aside,
                told);
    }

    AlarmMemory with(Standing nowStanding, Aside nowAside, Told nowTold) {
        return new AlarmMemory(heard, track, unjudged, exceeded, since, value, nowStanding, nowAside, nowTold);
    }
}
