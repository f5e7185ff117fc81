package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubDesk;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Deliveries.QuarantineList;
import io.millrace.historian.Deliveries.QuarantineState;
import io.millrace.model.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The quarantine: what waits there and why, and its two ends. */
final class QuarantineApi {

    private static final Logger log = LoggerFactory.getLogger(QuarantineApi.class);

    static final int MAX_RECORDS = 500;
    private static final int AT_A_TIME = 4;
    private static final int WAITING = 4;

    private final Deliveries deliveries;
    private final HubDesk desk;
    private final Places reading = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of(
                    "quarantine-busy",
                    "The historian is busy with other questions about the quarantine.",
                    "Try again in a few seconds."));
    private final Places acting = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of(
                    "quarantine-busy",
                    "Other records of the quarantine are being replayed or discarded.",
                    "Try again in a few seconds."));

    QuarantineApi(Deliveries deliveries, HubDesk desk) {
        this.deliveries = deliveries;
        this.desk = desk;
    }

    void list(Context ctx) {
        Query query = Query.of(ctx, "state", "code", "hop", "before", "limit");
        QuarantineState state = state(query.word("state", "open", "replayed", "discarded", "all"));
        String code = query.text("code");
        String hop = query.text("hop");
        Long before = query.number("before");
        int limit = query.integer("limit", 1, MAX_RECORDS, 100);
        QuarantineList list = reading.in(() -> deliveries.quarantine(state, code, hop, before, limit));
        Json.send(
                ctx,
                new DeliveryViews.QuarantineView(
                        list.open(),
                        list.records().stream()
                                .map(record -> DeliveryViews.quarantined(record, false))
                                .toList(),
                        list.more()));
    }

    private static @Nullable QuarantineState state(String word) {
        return word.equals("all") ? null : QuarantineState.valueOf(word.toUpperCase(Locale.ROOT));
    }

    void show(Context ctx) {
        Query.of(ctx);
        long id = id(ctx);
        Json.send(
                ctx,
                reading.in(() -> deliveries.quarantined(id))
                        .map(record -> DeliveryViews.quarantined(record, true))
                        .orElseThrow(() -> new HttpProblem(
                                404,
                                Problem.of(
                                        "quarantine-unknown",
                                        "The quarantine has no record " + id + ".",
                                        "/api/quarantine?state=all lists what there is."))));
    }

    void replay(Context ctx) {
        Query.of(ctx);
        long id = id(ctx);
        String by = Guard.userOf(ctx);
        HubDesk.Replay replay = acting.in(() -> desk.replay(id, by));
        log.atInfo()
                .addKeyValue("record", id)
                .addKeyValue("by", by)
                .addKeyValue("accepted", replay.accepted())
                .log("quarantined record replayed");
        Json.send(ctx, new DeliveryViews.ReplayView(id, replay.accepted(), replay.sentence()));
    }

    void discard(Context ctx) {
        Query.of(ctx);
        long id = id(ctx);
        String by = Guard.userOf(ctx);
        acting.in(() -> {
            desk.discard(id, by);
            return id;
        });
        log.atInfo().addKeyValue("record", id).addKeyValue("by", by).log("quarantined record discarded");
        Json.send(ctx, new DeliveryViews.DiscardView(id, "Record " + id + " was discarded by " + by + "."));
    }

    private static long id(Context ctx) {
        return Query.number("The record's number", ctx.pathParam("id"));
    }
}
