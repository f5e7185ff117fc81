package io.millrace.console.http;

import io.millrace.console.HubDesk;
import io.millrace.historian.Deliveries;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers about deliveries, as {@code openapi.json} describes them. */
final class DeliveryViews {

    private DeliveryViews() {}

    record EntryView(
            String source,
            @Nullable String topic,
            long received,
            long delivered,
            long duplicate,
            long rejected,
            long late,
            long corrected,
            long shed,
            long lost,
            boolean balanced,
            Map<String, Long> rejections,
            String first,
            String last) {}

    static EntryView entry(Deliveries.LedgerEntry entry) {
        return new EntryView(
                entry.source(),
                entry.topic(),
                entry.received(),
                entry.delivered(),
                entry.duplicate(),
                entry.rejected(),
                entry.late(),
                entry.corrected(),
                entry.shed(),
                entry.lost(),
                entry.received() == entry.delivered() + entry.duplicate() + entry.rejected() + entry.shed(),
                new TreeMap<>(entry.rejections()),
                entry.first().toString(),
                entry.last().toString());
    }

    record LedgerView(@Nullable String source, @Nullable String topic, List<EntryView> entries, boolean more) {}

    record GapView(
            String source,
            @Nullable String topic,
            String from,
            String to,
            String reason,
            long count,
            String sentence) {}

    static GapView gap(Deliveries.Gap gap) {
        return new GapView(
                gap.source(),
                gap.topic(),
                gap.from().toString(),
                gap.to().toString(),
                gap.reason(),
                gap.count(),
                gap.sentence());
    }

    record GapsView(String topic, String from, String to, List<GapView> gaps, boolean more) {}

    /** Of the payload there is the text where it is text, else its bytes; neither in lists. */
    record QuarantinedView(
            long id,
            String topic,
            String source,
            String code,
            String sentence,
            String hop,
            int attempts,
            String firstSeen,
            String quarantined,
            String state,
            @Nullable String resolvedBy,
            @Nullable String resolvedAt,
            long bytes,
            @Nullable String payload,
            @Nullable String payloadBase64,
            @Nullable Map<String, String> headers) {}

    static QuarantinedView quarantined(Deliveries.Quarantined record, boolean whole) {
        byte[] payload = whole ? record.payload() : null;
        String text = payload == null ? null : text(payload);
        return new QuarantinedView(
                record.id(),
                record.topic(),
                record.source(),
                record.code(),
                record.sentence(),
                record.hop(),
                record.attempts(),
                record.firstSeen().toString(),
                record.quarantined().toString(),
                record.state().name().toLowerCase(Locale.ROOT),
                record.resolvedBy(),
                Json.time(record.resolvedAt()),
                record.bytes(),
                text,
                payload == null || text != null ? null : Base64.getEncoder().encodeToString(payload),
                whole ? new TreeMap<>(record.headers()) : null);
    }

    /** The bytes as text when they are UTF-8 that people can read; null when not. */
    static @Nullable String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean readable = text.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t');
            return readable ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    record QuarantineView(long open, List<QuarantinedView> records, boolean more) {}

    record ReplayView(long id, boolean accepted, String sentence) {}

    record DiscardView(long id, String sentence) {}

    record WayView(
            String topic,
            String time,
            @Nullable String value,
            @Nullable String quality,
            @Nullable String source,
            @Nullable String place,
            List<StationView> hops,
            @Nullable String error) {}

    record StationView(String name, @Nullable String at, String sentence) {}

    static WayView way(HubDesk.Trace trace) {
        return new WayView(
                trace.topic(),
                trace.time().toString(),
                trace.value(),
                trace.quality(),
                trace.source(),
                trace.place(),
                trace.hops().stream()
                        .map(hop -> new StationView(hop.name(), Json.time(hop.at()), hop.sentence()))
                        .toList(),
                trace.error());
    }
}
