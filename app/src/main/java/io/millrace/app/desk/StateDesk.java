package io.millrace.app.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.console.ProductionDesk.Choices;
import io.millrace.console.ProductionDesk.Correction;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.PlantClock;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.model.TopicFilter;
import io.millrace.process.Addresses;
import io.millrace.process.Definition;
import io.millrace.process.core.Place;
import io.millrace.process.state.Correctable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes into the log what people say a machine was doing. The rule that tells its states is asked before whether it can use
 * it. Thread-safe.
 */
final class StateDesk {

    private final Namespace namespace;
    private final List<Definition> processors;
    private final EventWriter events;
    private final EventCheck check;
    private final Clock clock;

    private record Machine(Correctable rule, Topic overwrite) {}

    StateDesk(Namespace namespace, List<Definition> processors, EventWriter events, EventCheck check, Clock clock) {
        this.namespace = namespace;
        this.processors = List.copyOf(processors);
        this.events = events;
        this.check = check;
        this.clock = clock;
    }

    Choices choices(String location, String name) {
        return machine(location, name)
                .map(machine -> new Choices(
                        null, machine.rule().remembered(), machine.rule().reasons()))
                .orElseGet(() -> new Choices(unknown(location).sentence(), Duration.ZERO, List.of()));
    }

    Instant correct(Correction correction, String by) {
        Machine machine = machine(correction.location(), correction.name())
                .orElseThrow(() -> unknown(correction.location()).asException());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long micros = PlantClock.micros(now);
        String id = UUID.randomUUID().toString();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("timestamp_ms", now.toEpochMilli());
        event.put("id", id);
        event.put("start_time_unix_ms", correction.from().toEpochMilli());
        if (correction.to() != null) {
            event.put("end_time_unix_ms", roundedUp(correction.to()));
        }
        if (correction.state() != null) {
            event.put("state", correction.state());
        }
        if (correction.reason() != null) {
            event.put("reason", correction.reason());
        }
        event.put("user", by);
        check.ask(machine.overwrite(), micros, id, event.toString());
        LogAnswer.await(
                events.write(machine.overwrite(), micros, event.toString(), by),
                "Try again: the later of two counts, so twice does no harm.");
        return now;
    }

    /** States begin at microseconds, and events say milliseconds: none of the stretch that was meant is left out. */
    private static long roundedUp(Instant time) {
        Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
        return millis.equals(time) ? millis.toEpochMilli() : millis.toEpochMilli() + 1;
    }

    /** The rule that tells the states of that name there. */
    private Optional<Machine> machine(String location, String name) {
        Topic states = namespace.topic(location, Payloads.ANALYTICS, name);
        for (Definition definition : processors) {
            boolean tells = definition.plan().writes().stream()
                    .anyMatch(filter -> TopicFilter.parse(filter).matches(states.path()));
            Optional<Place> place =
                    tells ? Addresses.of(definition, states).map(Addresses.Address::place) : Optional.empty();
            if (place.isPresent() && definition.plan().rule().apply(place.get()) instanceof Correctable rule) {
                String overwrite = rule.overwrite();
                return Optional.of(new Machine(
                        rule,
                        overwrite.startsWith("/")
                                ? namespace.parse(namespace.root() + overwrite)
                                : place.get().topic(overwrite)));
            }
        }
        return Optional.empty();
    }

    private static Problem unknown(String location) {
        return Problem.of(
                "states-not-ours",
                "No machine-state of this site tells the states of '" + location
                        + "', so they cannot be corrected here.",
                "Correct them where they come from, or add a machine-state to the site file.");
    }
}
