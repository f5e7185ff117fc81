package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.ProductionDesk;
import io.millrace.console.ProductionDesk.Choices;
import io.millrace.console.ProductionDesk.Correction;
import io.millrace.console.ProductionDesk.Imported;
import io.millrace.model.MachineState;
import io.millrace.model.PlantClock;
import io.millrace.model.Problem;
import io.millrace.production.order.OrderChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people tell of production: orders, pieces, and what a machine was really doing. */
final class FactsApi {

    private static final Logger log = LoggerFactory.getLogger(FactsApi.class);
    private static final int MAX_SHEET = 2 * 1024 * 1024;
    private static final String STATE = "state/add";
    private static final int AT_A_TIME = 3;
    private static final int WAITING = 8;
    private static final List<String> STATES =
            Arrays.stream(MachineState.values()).map(MachineState::word).toList();

    private final ProductionDesk desk;
    private final Clock clock;
    private final Places places = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of("production-busy", "Others are telling something just now.", "Try again in a few seconds."));

    FactsApi(ProductionDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** @param told false where it was so already */
    record Told(boolean told, String by, @Nullable String at) {}

    record ImportView(boolean told, int rows, List<Imported.Change> changes, List<String> effects) {}

    record ChoicesView(
            String location,
            boolean correctable,
            @Nullable String why,
            long rememberMs,
            List<String> states,
            List<String> reasons) {}

    void order(Context ctx) {
        Query.of(ctx);
        String action = ctx.pathParam("action");
        switch (action) {
            case "create" -> {
                Body body = Body.of(
                        ctx, "location", "order", "product", "quantity", "idealCycleMs", "plannedStart", "plannedEnd");
                tell(
                        ctx,
                        body.required("location"),
                        new OrderChange.Create(
                                body.required("order"),
                                body.text("product"),
                                body.whole("quantity"),
                                body.millis("idealCycleMs"),
                                optionalMicros(body.time("plannedStart")),
                                optionalMicros(body.time("plannedEnd"))));
            }
            case "start" -> {
                Body body = Body.of(ctx, "location", "order", "at");
                tell(ctx, body.required("location"), new OrderChange.Start(body.required("order"), at(body)));
            }
            case "stop" -> {
                Body body = Body.of(ctx, "location", "order", "at");
                tell(ctx, body.required("location"), new OrderChange.Stop(body.required("order"), at(body)));
            }
            default -> throw unknown(action, "an order", "create, start, stop");
        }
    }

    void pieces(Context ctx) {
        Query.of(ctx);
        String action = ctx.pathParam("action");
        switch (action) {
            case "made" -> {
                Body body = Body.of(ctx, "location", "product", "at", "quantity", "bad", "id");
                Long bad = body.whole("bad");
                String id = body.text("id");
                tell(
                        ctx,
                        body.required("location"),
                        new OrderChange.Book(
                                body.required("product"),
                                at(body),
                                body.requiredWhole("quantity"),
                                bad == null ? 0 : bad,
                                id == null ? UUID.randomUUID().toString() : id));
            }
            case "bad" -> {
                Body body = Body.of(ctx, "location", "product", "at", "bad");
                tell(
                        ctx,
                        body.required("location"),
                        new OrderChange.Spoil(body.required("product"), at(body), body.requiredWhole("bad")));
            }
            default -> throw unknown(action, "pieces", "made, bad");
        }
    }

    private void tell(Context ctx, String location, OrderChange change) {
        String by = Guard.userOf(ctx);
        Optional<Instant> told = places.in(() -> desk.tell(location, change, by));
        log.atInfo()
                .addKeyValue("location", location)
                .addKeyValue("what", change)
                .addKeyValue("by", by)
                .addKeyValue("told", told.isPresent())
                .log("told about production");
        Json.send(ctx, new Told(told.isPresent(), by, Json.time(told.orElse(null))));
    }

    void importOrders(Context ctx) {
        Query query = Query.of(ctx, "dryRun");
        boolean dryRun = query.word("dryRun", "false", "true").equals("true");
        String sheet = sheet(ctx);
        String by = Guard.userOf(ctx);
        Imported imported = places.in(() -> desk.importOrders(sheet, dryRun, by));
        if (!dryRun) {
            log.atInfo()
                    .addKeyValue("changes", imported.changes().size())
                    .addKeyValue("by", by)
                    .log("orders imported");
        }
        Json.send(ctx, new ImportView(!dryRun, imported.rows(), imported.changes(), imported.effects()));
    }

    private static String sheet(Context ctx) {
        try (InputStream body = ctx.bodyInputStream()) {
            byte[] bytes = body.readNBytes(MAX_SHEET + 1);
            if (bytes.length > MAX_SHEET) {
                throw new HttpProblem(
                        413, Problem.of("too-large", "The list is larger than 2 MiB.", "Import it in parts."));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherCoding) {
            throw new HttpProblem(
                    400,
                    Problem.of(
                            "body-invalid",
                            "The list is not written in UTF-8.",
                            "Save it as 'CSV UTF-8' in the spreadsheet."));
        } catch (IOException gone) {
            throw new HttpProblem(400, Problem.of("body-invalid", "The list did not arrive whole.", "Send it again."));
        }
    }

    void exportOrders(Context ctx) {
        String location = Query.of(ctx, "location").text("location");
        String sheet = places.in(() -> desk.exportOrders(location));
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"orders.csv\"")
                .result(sheet);
    }

    void choices(Context ctx) {
        Query query = Query.of(ctx, "location", "name");
        String location = query.required("location");
        String name = query.text("name");
        Choices choices = desk.choices(location, name == null ? STATE : name);
        Json.send(
                ctx,
                new ChoicesView(
                        location,
                        choices.refused() == null,
                        choices.refused(),
                        choices.remember().toMillis(),
                        STATES,
                        choices.reasons()));
    }

    void correct(Context ctx) {
        Query.of(ctx);
        Body body = Body.of(ctx, "location", "name", "from", "to", "state", "reason");
        String name = body.text("name");
        Instant from = body.time("from");
        if (from == null) {
            throw new HttpProblem(
                    400, Problem.of("body-invalid", "'from' is missing.", "Say since when the machine did that."));
        }
        Correction correction = new Correction(
                body.required("location"),
                name == null ? STATE : name,
                from,
                body.time("to"),
                body.text("state"),
                body.text("reason"));
        String by = Guard.userOf(ctx);
        Instant at = places.in(() -> desk.correct(correction, by));
        log.atInfo().addKeyValue("correction", correction).addKeyValue("by", by).log("a state is corrected");
        Json.send(ctx, new Told(true, by, at.toString()));
    }

    private long at(Body body) {
        Instant at = body.time("at");
        return PlantClock.micros((at == null ? clock.instant() : at).truncatedTo(ChronoUnit.MILLIS));
    }

    private static @Nullable Long optionalMicros(@Nullable Instant time) {
        return time == null ? null : (Long) PlantClock.micros(time.truncatedTo(ChronoUnit.MILLIS));
    }

    private static HttpProblem unknown(String action, String what, String known) {
        return new HttpProblem(
                404,
                Problem.of(
                        "action-unknown",
                        "'" + action + "' is nothing that can be told of " + what + ".",
                        "Post to one of " + known + "."));
    }
}
