package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.Health;
import io.millrace.console.HubInfo;
import io.millrace.console.HubView;
import io.millrace.console.http.Views.ComponentView;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveSink;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** How the hub is and what it consists of. */
final class HubApi {

    private final HubView hub;
    private final LiveNamespace live;
    private final LiveSink sink;
    private final Clock clock;

    HubApi(HubView hub, LiveNamespace live, LiveSink sink, Clock clock) {
        this.hub = hub;
        this.live = live;
        this.sink = sink;
        this.clock = clock;
    }

    /** Open to all, so that a balancer or a container can ask; only who is signed in learns the parts. */
    void health(Context ctx) {
        Query.of(ctx);
        Views.HealthView view = healthView();
        boolean down = view.status().equals(Health.Status.DOWN.word());
        ctx.status(down ? 503 : 200);
        Json.send(ctx, Guard.isSignedIn(ctx) ? view : new Views.HealthView(view.status(), null));
    }

    private Views.HealthView healthView() {
        Health.Status worst = Health.Status.OK;
        List<ComponentView> components = new ArrayList<>();
        for (Health health : hub.health()) {
            worst = health.status().compareTo(worst) > 0 ? health.status() : worst;
            components.add(new ComponentView(health.component(), health.status().word(), health.sentence()));
        }
        return new Views.HealthView(worst.word(), components);
    }

    void connections(Context ctx) {
        Query.of(ctx);
        Json.send(
                ctx,
                new Views.ConnectionsView(
                        hub.connections().stream().map(Views::connection).toList()));
    }

    void info(Context ctx) {
        Query.of(ctx);
        HubInfo info = hub.info();
        Json.send(
                ctx,
                new Views.InfoView(
                        info.site(),
                        info.version(),
                        info.started().toString(),
                        clock.instant().toString(),
                        info.dataFolder(),
                        live.root().path(),
                        info.mqtt(),
                        info.kafka(),
                        info.postgresql(),
                        live.size(),
                        live.maxTopics(),
                        notices()));
    }

    /** What goes with every heart-beat, so that an open console knows without asking. */
    Views.BeatView beat() {
        return new Views.BeatView(
                clock.instant().toString(), hub.info().started().toString(), healthView(), notices(), live.size());
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        sink.notice().ifPresent(notices::add);
        if (live.refused() > 0) {
            notices.add("The console shows " + live.maxTopics() + " topics and no more; " + live.refused()
                    + " values on further topics are in the log and the historian but not shown here.");
        }
        return notices;
    }
}
