package io.millrace.console.live;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs the headers of a record into few bytes, for there are as many of these as there are tags. First how many, then
 * for each which name (and the name itself where it is none of ours) and its text. Used by one thread.
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
        Headers.TRACEPARENT
    };
    private static final int OTHER = NAMES.length;
    /** Said of the length of a text with characters beyond Latin-1, which has two bytes for each. */
    private static final int WIDE = 0x8000;
    /** Texts and numbers of headers beyond this are cut: none of ours comes near, and these are only looked at. */
    private static final int LONGEST = 4_096;

    private static final int MOST = 100;
    /** The room is of such a multiple, so that what the next record brings fits as well. A power of two. */
    private static final int STEP = 8;

    private byte[] scratch = new byte[256];
    private int at;

    /**
     * Packs headers.
     *
     * @param old is written over and given back where they fit and it is not far too large
     */
    byte[] pack(Map<String, String> headers, byte @Nullable [] old) {
        at = 1;
        int count = 0;
        int name = OTHER - 1;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (count == MOST) {
                break;
            }
            count++;
            name = name(header.getKey(), name);
            room(1);
            scratch[at++] = (byte) name;
            if (name == OTHER) {
                text(header.getKey());
            }
            text(header.getValue());
        }
        scratch[0] = (byte) count;
        byte[] packed =
                old != null && at <= old.length && old.length < 2 * at + STEP ? old : new byte[at + STEP - 1 & -STEP];
        System.arraycopy(scratch, 0, packed, 0, at);
        return packed;
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

    private void text(String text) {
        int length = Math.min(text.length(), LONGEST);
        boolean wide = isWide(text, length);
        int bytes = wide ? 2 * length : length;
        room(2 + bytes);
        int said = wide ? length | WIDE : length;
        scratch[at] = (byte) (said >> 8);
        scratch[at + 1] = (byte) said;
        at += 2;
        if (wide) {
            byte[] encoded = text.substring(0, length).getBytes(StandardCharsets.UTF_16BE);
            System.arraycopy(encoded, 0, scratch, at, bytes);
        } else {
            copyLatin(text, length);
        }
        at += bytes;
    }

    private static boolean isWide(String text, int length) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= text.charAt(i);
        }
        return all > 0xFF;
    }

    /** The method is deprecated for dropping the upper byte, which here is zero; nothing else copies without garbage. */
    @SuppressWarnings("deprecation")
    private void copyLatin(String text, int length) {
        text.getBytes(0, length, scratch, at);
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
                at += 2 + bytes(packed, at);
            }
            headers.add(own == null ? NAMES[name] : own, text(packed, at));
            at += 2 + bytes(packed, at);
        }
        return headers.build();
    }

    private static int said(byte[] packed, int at) {
        return (packed[at] & 0xFF) << 8 | packed[at + 1] & 0xFF;
    }

    private static int bytes(byte[] packed, int at) {
        int said = said(packed, at);
        return (said & WIDE) == 0 ? said : 2 * (said & ~WIDE);
    }

    private static String text(byte[] packed, int at) {
        boolean wide = (said(packed, at) & WIDE) != 0;
        return new String(
                packed, at + 2, bytes(packed, at), wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    }
}
