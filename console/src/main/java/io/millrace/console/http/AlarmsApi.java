package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubDesk;
import io.millrace.console.HubDesk.AlarmAction;
import io.millrace.historian.Alarms;
import io.millrace.model.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alarms: how they stand, what was raised, and what people do to them. */
final class AlarmsApi {

    static final int MAX_ALARMS = 1_000;
    /** ISA-18.2 and IEC 62682: more alarms than this in ten minutes are more than one person can see to. */
    static final int FLOOD = 10;

    private static final Logger log = LoggerFactory.getLogger(AlarmsApi.class);
    private static final int MAX_AT_ONCE = 100;
    private static final Duration SHIFT = Duration.ofHours(8);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int AT_A_TIME = 4;
    private static final int WAITING = 4;

    private final HubDesk desk;
    private final Clock clock;
    private final Places reading = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of(
                    "alarms-busy",
                    "The historian is busy with other questions about alarms.",
                    "Try again in a few seconds."));
    private final Places acting = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of("alarms-busy", "Others are acting on alarms just now.", "Try again in a few seconds."));

    AlarmsApi(HubDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    void board(Context ctx) {
        Query query = Query.of(ctx, "state", "limit");
        Alarms.Which which =
                Alarms.Which.valueOf(query.word("state", "open", "aside", "all").toUpperCase(Locale.ROOT));
        int limit = query.integer("limit", 1, MAX_ALARMS, 200);
        Alarms.Board board = reading.in(() -> desk.alarms().board(which, limit));
        Json.send(
                ctx,
                new AlarmViews.BoardView(
                        board.standing().stream().map(AlarmViews::of).toList(),
                        board.more(),
                        board.raisedInTenMinutes(),
                        board.raisedInTenMinutes() > FLOOD));
    }

    void raised(Context ctx) {
        Query query = Query.of(ctx, "from", "to", "location", "limit");
        Instant now = clock.instant();
        Instant from = query.time("from", now, now.minus(SHIFT));
        Instant to = query.time("to", now, now);
        Query.span(from, to);
        String location = query.text("location");
        int limit = query.integer("limit", 1, MAX_ALARMS, 200);
        List<Alarms.Occurrence> raised = reading.in(() -> desk.alarms().raised(from, to, location, limit + 1));
        boolean more = raised.size() > limit;
        Json.send(
                ctx,
                new AlarmViews.RaisedView(
                        from.toString(),
                        to.toString(),
                        raised.stream().limit(limit).map(AlarmViews::of).toList(),
                        more));
    }

    void act(Context ctx) {
        Query.of(ctx);
        String action = ctx.pathParam("action");
        if (!AlarmAction.ACTIONS.contains(action)) {
            throw new HttpProblem(
                    404,
                    Problem.of(
                            "action-unknown",
                            "'" + action + "' is nothing that can be done to an alarm.",
                            "Post to one of " + String.join(", ", AlarmAction.ACTIONS) + "."));
        }
        boolean shelves = action.equals("shelve");
        Body body = shelves ? Body.of(ctx, "topics", "comment", "for", "until") : Body.of(ctx, "topics", "comment");
        List<String> topics = body.texts("topics", MAX_AT_ONCE);
        String comment = Objects.requireNonNullElse(body.text("comment"), "");
        Instant until = shelves ? until(body) : null;
        String by = Guard.userOf(ctx);
        Instant at = acting.in(() -> act(topics, action, by, comment, until));
        log.atInfo()
                .addKeyValue("action", action)
                .addKeyValue("alarms", topics)
                .addKeyValue("by", by)
                .log("alarms acted on");
        Json.send(ctx, new AlarmViews.DoneView(action, topics, by, at.toString()));
    }

    /** All are looked up before the first is acted on: a slip in one name acts on none. */
    private Instant act(List<String> topics, String action, String by, String comment, @Nullable Instant until) {
        for (String topic : topics) {
            if (desk.alarms().standing(topic).isEmpty()) {
                throw Problem.of(
                                "alarm-unknown",
                                "There is no alarm '" + topic + "'.",
                                "/api/alarms?state=all lists those of which anything was ever heard.")
                        .asException();
            }
        }
        return desk.act(topics.stream()
                .map(topic -> new AlarmAction(topic, action, by, comment, until))
                .toList());
    }

    private Instant until(Body body) {
        String length = body.text("for");
        Instant end = body.time("until");
        Instant now = clock.instant();
        Instant until = null;
        if (length == null) {
            until = end;
        } else if (end == null) {
            Duration duration = Query.duration(length);
            until = duration == null ? null : now.plus(duration);
        }
        if (until == null || !until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new HttpProblem(
                    400,
                    Problem.of(
                            "body-invalid",
                            "The body does not say for how long the alarm is to be shelved.",
                            "Give for: 1h, or until: 2026-01-31T08:00:00Z; 31 days at most."));
        }
        return until;
    }
}
