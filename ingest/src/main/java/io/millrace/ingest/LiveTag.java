package io.millrace.ingest;

import io.millrace.model.Quality;
import io.millrace.model.TagInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tag while its connection runs. Owned by the connection's thread, except {@link #last}, which anyone may read.
 *
 * @param <A> the record of an address
 */
final class LiveTag<A extends Record> {

    final int index;
    final Tag<A> tag;
    final ReadingFilter filter;
    /** Silence that turns it bad, in nanoseconds; {@link StalenessWatch#NEVER} when none does. */
    final long silenceNanos;
    /** Absent when every change is written. */
    final @Nullable Report report;
    /** The filter by whose name processors get what it leaves out; absent where none asks for that. */
    final @Nullable String unfiltered;

    private volatile @Nullable Entry<A> last;
    /** When it was last heard of, on the steady clock. */
    long heardNanos;
    /** Whether it was found silent and has not been heard of since. */
    boolean silent;

    boolean warnedOfTime;
    private boolean refused;

    /** @param unfiltered whether a processor wants what the report leaves out */
    LiveTag(int index, Tag<A> tag, ReadingFilter filter, Duration timeout, boolean unfiltered) {
        this.index = index;
        this.tag = tag;
        this.filter = filter;
        this.silenceNanos = silenceNanos(tag, timeout);
        this.report = tag.report().isEveryChange() ? null : new Report(tag.report());
        this.unfiltered = report != null && unfiltered ? tag.report().filter() : null;
    }

    private static long silenceNanos(Tag<?> tag, Duration timeout) {
        Duration staleAfter = tag.staleAfter();
        long stale = staleAfter == null ? StalenessWatch.NEVER : staleAfter.toNanos();
        if (tag.acquisition() instanceof Acquisition.Poll poll) {
            long reads = Math.max(poll.interval().multipliedBy(3).toNanos(), timeout.toNanos());
            return Math.min(stale, reads);
        }
        return stale;
    }

    /** Of a polled tag; zero for the others. */
    Duration pollInterval() {
        return tag.acquisition() instanceof Acquisition.Poll poll ? poll.interval() : Duration.ZERO;
    }

    TagInfo info() {
        return tag.info();
    }

    boolean isGood() {
        Entry<A> seen = last;
        return seen != null && seen.reading().quality().isGood();
    }

    /** Whether the device itself, not the hub in its place, last said that the tag is Bad. */
    boolean isBadByDevice() {
        Entry<A> seen = last;
        return seen != null && seen.word() == null && seen.reading().quality().isBad();
    }

    @Nullable
    String nativeCode() {
        Entry<A> seen = last;
        return seen == null ? null : seen.reading().nativeCode();
    }

    /**
     * Whether the device, asked to monitor it, has last called it Bad. That the hub has found it silent since is no
     * other word.
     */
    boolean isRefused() {
        return refused;
    }

    void seen(Entry<A> entry) {
        last = entry;
        if (entry.word() == null) {
            refused = tag.acquisition() instanceof Acquisition.Subscribe
                    && entry.reading().quality().isBad();
        } else if (entry.word() != ReadingFilter.Word.SILENT) {
            refused = false;
        }
    }

    TagState state(Time time) {
        Entry<A> seen = last;
        if (seen == null) {
            return new TagState(tag.info(), null, Quality.BAD_WAITING_FOR_INITIAL_DATA, null, null, null, reported());
        }
        long age = Math.max(0, time.micros() - seen.receivedMicros());
        return new TagState(
                tag.info(),
                seen.reading(),
                seen.reading().quality(),
                seen.reading().nativeCode(),
                Time.instant(seen.receivedMicros()),
                Duration.ofNanos(age * 1000),
                reported());
    }

    private TagState.@Nullable Reported reported() {
        return report == null ? null : new TagState.Reported(tag.report(), report.offered(), report.passed());
    }
}
