package io.millrace.streams;

import io.millrace.model.Headers;
import io.millrace.model.LogTopic;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Addresses;
import io.millrace.process.Addresses.Address;
import io.millrace.process.Definition;
import io.millrace.process.Inputs;
import io.millrace.process.Keying;
import io.millrace.process.Routing;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The instances at home in one partition of the log. Used by one thread of the engine. */
final class Host implements Processor<String, byte[], String, byte[]> {

    static final String SAMPLES = "to-samples";
    static final String EVENTS = "to-events";
    static final String QUARANTINE = "to-quarantine";
    static final String HOMEWARDS = "to-homewards";

    /** On a record on its way home: the topic it came on. */
    private static final String CAME_ON = "mr-topic";

    private static final Duration BEAT = Duration.ofMillis(500);
    /** With so many inputs held here, each instance may hold but its share of them. */
    private static final int MOST_HELD = 50_000;
    /** So many one instance may hold while one partition is read and another is behind, as after an outage. */
    private static final int MOST_AHEAD = 10_000;
    /** But never less than this. */
    private static final int LEAST_SHARE = 32;

    private final Plant plant;
    /** The topic of the way home; null where nothing comes on it. */
    private final @Nullable String homewards;

    private final Routing routing;
    private final Inputs inputs;
    private final Ways ways;
    private final Map<String, Instance<?>> instances = new HashMap<>();
    /** What is not written yet. */
    private final List<Instance<?>> changed = new ArrayList<>();

    /** Inputs held by all instances. */
    private long held;

    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable Store store;

    Host(Plant plant) {
        this.plant = plant;
        this.homewards = plant.hasWayHome() ? plant.homewards() : null;
        this.routing = new Routing(plant.definitions());
        this.inputs = new Inputs(plant.settings().namespace(), plant.clock());
        this.ways = new Ways(plant);
    }

    @Override
    public void init(ProcessorContext<String, byte[]> engine) {
        context = engine;
        CommitStore kept = engine.getStateStore(Store.NAME);
        kept.beforeCommit(this::write);
        store = new Store(kept.kept());
        store.all().forEach(this::restore);
        engine.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, time -> beat());
    }

    /** One that lived here before; who has moved since, or is no longer wanted, stays asleep. */
    private void restore(String key, Store.Kept kept) {
        int blank = key.indexOf(' ');
        for (Definition definition : plant.definitions()) {
            if (definition.name().equals(key.substring(0, blank))) {
                Address address = Addresses.at(definition, key.substring(blank + 1));
                if (isHome(address)) {
                    open(definition, address, kept);
                }
            }
        }
    }

    private boolean isHome(Address address) {
        return plant.partition(address.home()) == engine().taskId().partition();
    }

    private Instance<?> open(Definition definition, Address address, Store.Kept kept) {
        Instance<?> instance = Instance.open(
                definition,
                address,
                plant.clock().millis(),
                Objects.requireNonNull(store).shelf(address.key()),
                kept.head(),
                kept.pages());
        instances.put(address.key(), instance);
        held += instance.held();
        plant.figures(definition).instances.increment();
        return instance;
    }

    private ProcessorContext<String, byte[]> engine() {
        return Objects.requireNonNull(context, "not begun");
    }

    @Override
    public void process(Record<String, byte[]> record) {
        @Nullable Header came = isOnItsWay() ? record.headers().lastHeader(CAME_ON) : null;
        String key = came == null ? record.key() : new String(came.value(), StandardCharsets.UTF_8);
        if (key == null || record.value() == null || !routing.concerns(key)) {
            return;
        }
        boolean filtered = record.headers().lastHeader(Headers.FILTERED) != null;
        @Nullable Set<String> homes = null;
        for (Inputs.Said said : read(record, key)) {
            for (Routing.Match match : routing.of(said.topic())) {
                if (filtered && !match.definition().unfiltered()) {
                    continue;
                }
                Input input = said.as(match.role());
                Address address = address(match, input);
                if (address == null) {
                    continue;
                }
                @Nullable Instance<?> instance = instances.get(address.key());
                if (instance != null || isHome(address)) {
                    take(
                            instance == null ? open(match.definition(), address, new Store.Kept()) : instance,
                            input,
                            record.timestamp());
                } else if (came == null) {
                    homes = homes == null ? new TreeSet<>() : homes;
                    homes.add(address.home());
                }
            }
        }
        if (homes != null) {
            sendHome(record, key, homes);
        }
    }

    private boolean isOnItsWay() {
        return homewards != null
                && engine().recordMetadata()
                        .filter(from -> from.topic().equals(homewards))
                        .isPresent();
    }

    private List<Inputs.Said> read(Record<String, byte[]> record, String key) {
        Function<String, @Nullable String> headers = name -> {
            Header header = record.headers().lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        };
        return inputs.read(key, record.value(), headers, record.timestamp());
    }

    private @Nullable Address address(Routing.Match match, Input input) {
        if (match.address() != null) {
            return match.address();
        }
        Keying.ByKey keying = (Keying.ByKey) match.definition().plan().keying();
        try {
            return Addresses.of(match.definition(), keying, input).orElse(null);
        } catch (ProblemException unreadable) {
            refuse(match.definition(), new Taken.Refused(input, unreadable.problem()));
            return null;
        }
    }

    /** Once to each partition, however many of its instances want it. */
    private void sendHome(Record<String, byte[]> record, String key, Set<String> homes) {
        Map<Integer, String> byPartition = new TreeMap<>();
        homes.forEach(home -> byPartition.putIfAbsent(plant.partition(home), home));
        byPartition.values().forEach(home -> {
            Record<String, byte[]> onItsWay = record.withKey(home);
            onItsWay.headers().add(CAME_ON, key.getBytes(StandardCharsets.UTF_8));
            engine().forward(onItsWay, HOMEWARDS);
        });
    }

    private void take(Instance<?> instance, Input input, long logMillis) {
        Definition definition = instance.definition();
        Figures figures = plant.figures(definition);
        held -= instance.held();
        Taken taken = instance.take(
                input,
                TimeUnit.MILLISECONDS.toMicros(logMillis),
                reach(),
                share(Definition.MOST_HELD),
                share(MOST_AHEAD));
        held += instance.held();
        remember(instance);
        figures.inputs.increment();
        switch (taken.fate()) {
            case IN_ORDER -> figures.went();
            case LATE -> {
                figures.went();
                figures.late.increment();
            }
            case TOO_LATE -> figures.tooLate.increment();
            case DUPLICATE -> figures.duplicates.increment();
            case REFUSED -> {
                // told below, one by one
            }
        }
        say(definition, taken.emissions());
        if (!taken.refused().isEmpty()) {
            taken.refused().forEach(refused -> refuse(definition, refused));
        }
    }

    /** Up to when everything is read. With too much to hold nobody is waited for. */
    private long reach() {
        return held < MOST_HELD ? plant.reach().upTo(engine().taskId().partition()) : Long.MAX_VALUE;
    }

    private int share(int most) {
        return held < MOST_HELD ? most : Math.max(LEAST_SHARE, MOST_HELD / instances.size());
    }

    private void refuse(Definition definition, Taken.Refused refused) {
        Instant instant = plant.clock().instant();
        plant.figures(definition).refused(refused.problem(), instant);
        engine().forward(
                        plant.sayings()
                                .refused(definition, refused.input(), refused.problem(), Sayings.micros(instant)),
                        QUARANTINE);
    }

    private void say(Definition definition, List<Emission> emissions) {
        if (emissions.isEmpty()) {
            return;
        }
        Figures figures = plant.figures(definition);
        Instant instant = plant.clock().instant();
        Sayings.Moment moment = plant.sayings().moment(definition, Sayings.micros(instant));
        for (Emission emission : emissions) {
            Record<String, byte[]> record = moment.record(emission);
            Ways.Way way = ways.of(emission.output().topic());
            Problem wrong = ways.judge(way, record.value());
            if (wrong != null && !way.marks()) {
                figures.unfit(wrong, instant);
                engine().forward(moment.unfit(record, wrong), QUARANTINE);
                continue;
            }
            figures.outputs.increment();
            if (emission.revision() > 0) {
                figures.corrections.increment();
            }
            if (way.judge() != null) {
                figures.fits();
            }
            engine().forward(
                            wrong == null ? record : moment.marked(record, wrong),
                            way.route() == LogTopic.EVENTS ? EVENTS : SAMPLES);
        }
    }

    private void remember(Instance<?> instance) {
        if (instance.begins()) {
            changed.add(instance);
        }
    }

    private void write() {
        changed.forEach(Instance::write);
        changed.clear();
    }

    private void beat() {
        long passed = plant.reach().upTo(engine().taskId().partition());
        if (passed == Long.MIN_VALUE) {
            return;
        }
        for (Instance<?> instance : instances.values()) {
            Definition definition = instance.definition();
            long to =
                    passed - TimeUnit.NANOSECONDS.toMicros(definition.patience().toNanos());
            if (!instance.isDue(to)) {
                continue;
            }
            try {
                remember(instance);
                say(definition, instance.advance(to));
                instance.refusedInTime().forEach(refused -> refuse(definition, refused));
            } catch (ProblemException fault) {
                plant.figures(definition).refused(fault.problem(), plant.clock().instant());
            }
        }
    }

    @Override
    public void close() {
        instances.values().forEach(instance -> plant.figures(instance.definition())
                .instances
                .decrement());
        instances.clear();
    }
}
