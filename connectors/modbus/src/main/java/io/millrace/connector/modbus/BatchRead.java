package io.millrace.connector.modbus;

import io.millrace.connector.ConnectorException;
import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: plans its requests, asks, splits what the device refuses, and puts the readings in order. Lives
 * on the event loop of its session.
 *
 * <p>After the first request of a unit that is not answered, the unit's other requests are not sent: a batch waits for
 * one time-out, not for many.
 */
final class BatchRead {

    private final ModbusSession session;
    private final ModbusSettings settings;
    private final List<ModbusAddress> batch;
    private final CompletableFuture<List<Reading>> result;
    private final @Nullable Reading[] readings;
    private int unitsLeft;
    private boolean anyAnswer;
    private Answer.@Nullable None failure;

    BatchRead(
            ModbusSession session,
            ModbusSettings settings,
            List<ModbusAddress> batch,
            CompletableFuture<List<Reading>> result) {
        this.session = session;
        this.settings = settings;
        this.batch = batch;
        this.result = result;
        this.readings = new @Nullable Reading[batch.size()];
    }

    void start() {
        TreeMap<Integer, List<Span>> byUnit = new TreeMap<>();
        for (int item = 0; item < batch.size(); item++) {
            ModbusAddress address = batch.get(item);
            if (address.count() > settings.maxCount(address.table())) {
                readings[item] = Reading.bad(
                        Quality.BAD_CONFIGURATION_ERROR,
                        "takes " + address.count() + " registers, and maxRegisters is " + settings.maxRegisters());
            } else {
                byUnit.computeIfAbsent(session.unit(address), any -> new ArrayList<>())
                        .add(new Span(item, address.table(), address.address(), address.count()));
            }
        }
        unitsLeft = byUnit.size();
        if (unitsLeft == 0) {
            finish();
        }
        byUnit.forEach((unit, spans) -> new UnitRead(unit, spans).start());
    }

    private void unitDone() {
        if (--unitsLeft == 0) {
            finish();
        }
    }

    private void finish() {
        Answer.None none = failure;
        if (none != null && !anyAnswer) {
            result.completeExceptionally(
                    none.timedOut()
                            ? new ConnectorException(none.reason(), new TimeoutException(none.reason()))
                            : new ConnectorException(none.reason()));
        } else {
            result.complete(Arrays.asList(readings));
        }
    }

    /** Two halves of a refused request. When both are answered, it was their meeting that the device refused. */
    private static final class Halves {

        private final ModbusTable table;
        private final int meetAt;
        private int answered;

        Halves(ModbusTable table, int meetAt) {
            this.table = table;
            this.meetAt = meetAt;
        }
    }

    private record Step(ReadRequest request, @Nullable Halves of) {}

    /** The part of the batch that belongs to one unit. */
    private final class UnitRead {

        private final int unit;
        private final List<Span> spans;
        private final Refusals refusals;
        private final Deque<Step> waiting = new ArrayDeque<>();
        private int asked;
        private boolean broken;
        private boolean done;

        UnitRead(int unit, List<Span> spans) {
            this.unit = unit;
            this.spans = spans;
            this.refusals = session.refusals(unit);
        }

        void start() {
            List<Span> good = new ArrayList<>();
            Set<Span> retried = new HashSet<>();
            for (Span span : spans) {
                Reading lastWord = refusals.lastWord(span);
                if (lastWord == null) {
                    good.add(span);
                } else {
                    readings[span.item()] = lastWord;
                    if (refusals.isDue(span) && retried.size() < Refusals.RETRIES_PER_BATCH) {
                        retried.add(span);
                    }
                }
            }
            ReadPlan.plan(good, settings, refusals).forEach(request -> waiting.add(new Step(request, null)));
            retried.forEach(span -> waiting.add(
                    new Step(new ReadRequest(span.table(), span.first(), span.count(), List.of(span)), null)));
            goOn();
        }

        private void goOn() {
            while (!broken && asked < settings.maxInFlight() && !waiting.isEmpty()) {
                Step step = waiting.removeFirst();
                asked++;
                ReadRequest request = step.request();
                session.ask(
                        unit,
                        Frames.read(request.table(), request.first(), request.count()),
                        false,
                        answer -> answered(step, answer));
            }
            if (asked == 0 && !done) {
                done = true;
                unitDone();
            }
        }

        private void answered(Step step, Answer answer) {
            asked--;
            if (answer instanceof Answer.Data data) {
                take(step, data.bytes());
            } else if (answer instanceof Answer.Refused refused) {
                anyAnswer = true;
                refused(step.request(), refused.code());
            } else if (answer instanceof Answer.None none) {
                breakOff(step, none);
            }
            goOn();
        }

        private void take(Step step, byte[] bytes) {
            anyAnswer = true;
            ReadRequest request = step.request();
            int expected = request.table().isBits() ? (request.count() + 7) / 8 : request.count() * 2;
            if (bytes.length < expected) {
                request.spans()
                        .forEach(span -> readings[span.item()] = Reading.bad(
                                Quality.BAD_DEVICE_FAILURE,
                                "answered " + bytes.length + " bytes instead of " + expected));
                return;
            }
            for (Span span : request.spans()) {
                refusals.readable(span);
                readings[span.item()] = reading(span, span.first() - request.first(), bytes);
            }
            Halves halves = step.of();
            if (halves != null && ++halves.answered == 2) {
                refusals.blocksMeetAt(halves.table, halves.meetAt);
            }
        }

        private Reading reading(Span span, int offset, byte[] bytes) {
            if (span.table().isBits()) {
                return Reading.good(Value.of((bytes[offset / 8] >> (offset % 8) & 1) == 1));
            }
            byte[] own = Arrays.copyOfRange(bytes, offset * 2, (offset + span.count()) * 2);
            return Registers.decode(batch.get(span.item()), settings.wordOrder(), own);
        }

        private void refused(ReadRequest request, int code) {
            Reading reading = NativeCodes.reading(code);
            if (!NativeCodes.isAboutTheRange(code)) {
                request.spans().forEach(span -> readings[span.item()] = reading);
            } else if (request.isOfOnePlace()) {
                request.spans().forEach(span -> {
                    readings[span.item()] = reading;
                    refusals.refused(span, reading);
                });
            } else {
                split(request);
            }
        }

        private void split(ReadRequest request) {
            List<List<Span>> runs = ReadPlan.runs(request);
            if (runs.size() > 1) {
                refusals.gapsRefused(runs);
                runs.forEach(run ->
                        ReadPlan.plan(run, settings, refusals).forEach(part -> waiting.addFirst(new Step(part, null))));
                return;
            }
            List<Span> all = request.spans();
            int middle = middle(all);
            Halves halves = new Halves(request.table(), all.get(middle).first());
            for (List<Span> half : List.of(all.subList(0, middle), all.subList(middle, all.size()))) {
                int first = half.get(0).first();
                int end = half.stream().mapToInt(Span::end).max().orElseThrow();
                waiting.addFirst(new Step(new ReadRequest(request.table(), first, end - first, half), halves));
            }
        }

        /** A place near the middle where two different spans meet; there is one, since they are not all the same. */
        private int middle(List<Span> all) {
            int half = all.size() / 2;
            for (int distance = 0; distance < all.size(); distance++) {
                for (int at : new int[] {half - distance, half + distance}) {
                    if (at > 0 && at < all.size() && !all.get(at).isSameAs(all.get(at - 1))) {
                        return at;
                    }
                }
            }
            throw new IllegalStateException("a request of one place cannot be split");
        }

        private void breakOff(Step step, Answer.None none) {
            broken = true;
            failure = none;
            Quality quality = none.timedOut() ? Quality.BAD_TIMEOUT : Quality.BAD_NO_COMMUNICATION;
            Reading reading = Reading.bad(quality, none.reason());
            waiting.addFirst(step);
            waiting.forEach(left -> left.request().spans().forEach(span -> readings[span.item()] = reading));
            waiting.clear();
        }
    }
}
