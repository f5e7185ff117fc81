package io.millrace.bench.stream;

import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hosts the rule on the engine: reads a sample, keeps its count, and passes the count on. Used by one thread of it. */
final class Counting implements Processor<String, byte[], String, byte[]> {

    private static final Logger log = LoggerFactory.getLogger(Counting.class);
    static final String STORE = "pieces";

    private final PieceRule rule;
    private final Namespace namespace;
    private final Payloads payloads = new Payloads(Clock.systemUTC());
    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable KeyValueStore<String, PieceCount> counts;

    Counting(PieceRule rule, Namespace namespace) {
        this.rule = rule;
        this.namespace = namespace;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> engine) {
        context = engine;
        counts = engine.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> sample) {
        KeyValueStore<String, PieceCount> store = Objects.requireNonNull(counts, "not begun");
        PieceCount kept = store.get(sample.key());
        PieceCount before = kept == null ? PieceCount.NONE : kept;
        long micros = TimeUnit.MILLISECONDS.toMicros(sample.timestamp());
        OptionalLong value = OptionalLong.empty();
        try {
            Message message = payloads.read(namespace.parse(sample.key()), sample.value(), micros);
            if (message instanceof Message.Samples samples && samples.samples().size() == 1) {
                Sample one = samples.samples().get(0);
                micros = one.timestampMicros();
                value = position(one);
            }
        } catch (ProblemException unreadable) {
            log.atDebug().addKeyValue("topic", sample.key()).log("a sample that says nothing of its counter");
        }
        PieceCount after = rule.next(before, value);
        store.put(sample.key(), after);
        Objects.requireNonNull(context).forward(sample.withValue(PiecePayload.derived(micros, after)));
    }

    private static OptionalLong position(Sample sample) {
        return sample.value() instanceof Value.Whole whole && sample.quality().isGood()
                ? OptionalLong.of(whole.value())
                : OptionalLong.empty();
    }
}
