package io.millrace.console.live;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs the headers of a record into few bytes, for there are as many of these as there are tags. First how many, then
 * for each which name (and the name itself where it is none of ours) and its text in UTF-8. Used by one thread.
 */
final class PackedHeaders {

    private static final String[] NAMES = {
        Headers.ORIGIN,
        Headers.SOURCE,
        Headers.EPOCH,
        Headers.SEQUENCE,
        Headers.RECEIVED,
        Headers.TRACE,
        Headers.TIME,
        Headers.REDELIVERED,
        Headers.TRACEPARENT,
        Headers.PROCESSOR,
        Headers.INPUTS,
        Headers.CORRECTION,
        Headers.RETRACTED,
        Headers.REASON
    };
    private static final int OTHER = NAMES.length;
    /** Bytes of texts, and numbers of headers, beyond this are cut: none of ours comes near, and these are looked at. */
    private static final int LONGEST = 4_096;

    private static final int MOST = 100;
    /** The room is of such a multiple, so that what the next record brings fits as well. A power of two. */
    private static final int STEP = 8;

    private byte[] scratch = new byte[256];
    private int at;
    private int count;
    private int last;

    /**
     * Packs headers.
     *
     * @param old is written over and given back where they fit and it is not far too large
     */
    byte[] pack(Map<String, String> headers, byte @Nullable [] old) {
        at = 1;
        count = 0;
        last = OTHER - 1;
        HeaderMap.copyOf(headers).forEachUtf8(this::add);
        scratch[0] = (byte) count;
        byte[] packed =
                old != null && at <= old.length && old.length < 2 * at + STEP ? old : new byte[at + STEP - 1 & -STEP];
        System.arraycopy(scratch, 0, packed, 0, at);
        return packed;
    }

    private void add(String name, byte[] utf8) {
        if (count == MOST) {
            return;
        }
        count++;
        last = name(name, last);
        room(1);
        scratch[at++] = (byte) last;
        if (last == OTHER) {
            text(name.getBytes(StandardCharsets.UTF_8));
        }
        text(utf8);
    }

    /** Which name it is. They come in the order of {@link #NAMES} mostly, so it looks behind the one before first. */
    private static int name(String name, int before) {
        for (int i = 1; i <= OTHER; i++) {
            int candidate = (before + i) % OTHER;
            if (NAMES[candidate].equals(name)) {
                return candidate;
            }
        }
        return OTHER;
    }

    private void text(byte[] utf8) {
        int length = Math.min(utf8.length, LONGEST);
        room(2 + length);
        scratch[at] = (byte) (length >> 8);
        scratch[at + 1] = (byte) length;
        System.arraycopy(utf8, 0, scratch, at + 2, length);
        at += 2 + length;
    }

    private void room(int more) {
        if (at + more > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(at + more, 2 * scratch.length));
        }
    }

    /** The headers as they were. */
    static Map<String, String> unpack(byte[] packed) {
        int count = packed[0];
        HeaderMap.Builder headers = new HeaderMap.Builder(count);
        int at = 1;
        for (int i = 0; i < count; i++) {
            int name = packed[at++];
            String own = null;
            if (name == OTHER) {
                own = text(packed, at);
                at += 2 + length(packed, at);
            }
            headers.add(own == null ? NAMES[name] : own, text(packed, at));
            at += 2 + length(packed, at);
        }
        return headers.build();
    }

    private static int length(byte[] packed, int at) {
        return (packed[at] & 0xFF) << 8 | packed[at + 1] & 0xFF;
    }

    private static String text(byte[] packed, int at) {
        return new String(packed, at + 2, length(packed, at), StandardCharsets.UTF_8);
    }
}
