package io.millrace.process.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Taken;
import io.millrace.process.core.Told;
import io.millrace.process.enrich.EnrichOptions.AfterWait;
import io.millrace.process.enrich.EnrichOptions.Missing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final Setting LINES = new Setting("orders", NAMESPACE, "works/+", ZoneId.of("UTC"));
    private static final String STREAM = "umh/v1/works/line-1/_analytics/product/add";
    private static final String TABLE = "umh/v1/works/_analytics/work-order/create";
    private static final String OUTPUT = "umh/v1/works/line-1/_analytics/product/enriched";

    private final Told told = new Told();

    private static EnrichOptions options(Missing missing, AfterWait afterWait, @Nullable Duration forgetAfter) {
        Map<String, String> add = new LinkedHashMap<>();
        add.put("customer", "customer");
        add.put("product", "article.name");
        return new EnrichOptions(
                "_analytics/product/add",
                "/works/_analytics/work-order/create",
                "field order",
                "field id",
                add,
                "product/enriched",
                missing,
                Duration.ofMinutes(10),
                afterWait,
                forgetAfter);
    }

    private static EnrichOptions options(
            String stream,
            String table,
            String key,
            @Nullable String tableKey,
            Map<String, String> add,
            String output) {
        return new EnrichOptions(
                stream, table, key, tableKey, add, output, Missing.PASS, Duration.ofMinutes(1), AfterWait.PASS, null);
    }

    @SuppressWarnings("unchecked")
    private static Processor<EnrichState> processor(Plan plan) {
        return (Processor<EnrichState>) plan.rule().apply(new Place(NAMESPACE, ""));
    }

    private static Horizon<EnrichState> horizon(EnrichOptions options) {
        Processor<EnrichState> processor = processor(new EnrichKind().plan(options, LINES));
        return new Horizon<>(processor, 3_600_000_000L, 10_000, Head.begin(processor), List.of());
    }

    private static Input event(double seconds, String more) {
        String json = "{\"timestamp_ms\":" + (long) (seconds * 1000) + ",\"order\":\"A7\",\"parts\":[1,2]" + more + "}";
        return Input.of("stream", NAMESPACE.parse(STREAM), (long) (seconds * 1e6), new Content.Happened(json));
    }

    private static Input row(double seconds, String customer) {
        String json = "{\"timestamp_ms\":" + (long) (seconds * 1000) + ",\"id\":\"A7\",\"customer\":\"" + customer
                + "\",\"article\":{\"name\":\"lime\"},\"secret\":1}";
        return Input.of("table", NAMESPACE.parse(TABLE), (long) (seconds * 1e6), new Content.Happened(json));
    }

    private Taken take(Horizon<EnrichState> horizon, Input input) {
        Taken taken = horizon.take(input, input.timestampMicros());
        told.hear(taken.emissions());
        return taken;
    }

    private @Nullable String at(double seconds) {
        Content content = told.truth().get(new Identity(OUTPUT, (long) (seconds * 1e6), ""));
        return content instanceof Content.Happened happened ? happened.json() : null;
    }

    @Test
    void anEventKeepsItsBytesAndGetsTheFieldsOfItsRow() {
        var horizon = horizon(options(Missing.PASS, AfterWait.PASS, null));
        take(horizon, row(1, "Huber"));
        Taken taken = take(horizon, event(2, " "));

        assertThat(at(2))
                .isEqualTo("{\"timestamp_ms\":2000,\"order\":\"A7\",\"parts\":[1,2],\"customer\":\"Huber\","
                        + "\"product\":\"lime\"}");
        assertThat(taken.emissions().get(0).from())
                .containsExactly(new Identity(STREAM, 2_000_000, ""), new Identity(TABLE, 1_000_000, ""));
    }

    @Test
    void theRowOfTheTimeOfTheEventCountsAndALaterOneChangesNothingOfThePast() {
        var horizon = horizon(options(Missing.PASS, AfterWait.PASS, null));
        take(horizon, row(1, "Huber"));
        take(horizon, event(2, ""));
        take(horizon, row(3, "Maier"));
        take(horizon, event(4, ""));

        assertThat(at(2)).contains("Huber");
        assertThat(at(4)).contains("Maier");
    }

    @Test
    void aRowThatArrivesLateIsPutWhereItBelongs() {
        var horizon = horizon(options(Missing.PASS, AfterWait.PASS, null));
        take(horizon, row(1, "Huber"));
        take(horizon, event(4, ""));
        Taken late = take(horizon, row(3, "Maier"));

        assertThat(late.emissions().get(0).revision()).isPositive();
        assertThat(at(4)).contains("Maier");
    }

    @Test
    void aRowOfTheSameMomentCounts() {
        var horizon = horizon(options(Missing.PASS, AfterWait.PASS, null));
        // the topic of the table sorts before that of the stream here, and behind it with the roles changed
        take(horizon, event(2, ""));
        take(horizon, row(2, "Huber"));
        assertThat(at(2)).contains("Huber");

        Processor<EnrichState> processor =
                processor(new EnrichKind().plan(options(Missing.DROP, AfterWait.PASS, null), LINES));
        var came = processor.apply(processor.begin(), event(2, ""));
        var followed = processor.apply(came.state(), row(2, "Huber"));
        assertThat(came.outputs()).isEmpty();
        assertThat(followed.outputs()).hasSize(1);
    }

    @Test
    void withoutARowItPassesOrNot() {
        var passing = horizon(options(Missing.PASS, AfterWait.PASS, null));
        take(passing, event(2, ""));
        assertThat(at(2)).isEqualTo("{\"timestamp_ms\":2000,\"order\":\"A7\",\"parts\":[1,2]}");

        var dropping = horizon(options(Missing.DROP, AfterWait.PASS, null));
        assertThat(take(dropping, event(3, "")).emissions()).isEmpty();
    }

    @Test
    void itWaitsForARowAndNotForEver() {
        var horizon = horizon(options(Missing.WAIT, AfterWait.PASS, null));
        take(horizon, event(1, ""));
        take(horizon, event(100, ""));
        assertThat(horizon.nextTime()).isEqualTo(601_000_001);
        told.hear(horizon.advance(601_000_000)); // ten minutes after the first, not more
        assertThat(told.truth()).isEmpty();
        told.hear(horizon.advance(601_000_001));
        assertThat(at(1)).isEqualTo("{\"timestamp_ms\":1000,\"order\":\"A7\",\"parts\":[1,2]}");
        assertThat(at(100)).isNull();

        take(horizon, row(650, "Huber"));
        assertThat(at(100)).contains("Huber");
        assertThat(at(1)).doesNotContain("Huber");
        assertThat(horizon.nextTime()).isEqualTo(Processor.NEVER);
    }

    @Test
    void whatWaitedInVainMayBeDropped() {
        var horizon = horizon(options(Missing.WAIT, AfterWait.DROP, null));
        take(horizon, event(1, ""));
        told.hear(horizon.advance(3_000_000_000L));

        assertThat(told.truth()).isEmpty();
    }

    @Test
    void whatWaitedInVainMayGoToQuarantine() {
        var horizon = horizon(options(Missing.WAIT, AfterWait.QUARANTINE, null));
        take(horizon, event(1, ""));
        take(horizon, event(2, ""));
        assertThat(horizon.advance(601_000_001)).isEmpty();
        assertThat(horizon.refusedInTime()).singleElement().satisfies(refused -> {
            assertThat(refused.input()).isEqualTo(event(1, ""));
            assertThat(refused.problem().code()).isEqualTo("row-missing");
        });
        assertThat(horizon.refusedInTime()).as("it is said once").isEmpty();
        assertThat(horizon.headChanged()).as("and once over restarts").isTrue();

        // the second is found out by an input that comes later, and then the first row is too late for both
        Taken row = take(horizon, row(700, "Huber"));
        assertThat(row.refused()).extracting(refused -> refused.input()).containsExactly(event(2, ""));
        assertThat(told.truth()).isEmpty();
    }

    @Test
    void anInputThatComesLateDoesNotPutTheSameAsideOnceMore() {
        var horizon = horizon(options(Missing.WAIT, AfterWait.QUARANTINE, null));
        take(horizon, event(1, ""));
        horizon.advance(800_000_000);
        assertThat(horizon.refusedInTime()).hasSize(1);

        Taken late = take(horizon, event(3, ""));
        assertThat(late.refused()).extracting(refused -> refused.input()).containsExactly(event(3, ""));
        assertThat(take(horizon, row(790, "Huber")).refused()).isEmpty();
    }

    @Test
    void withoutARowItMayGoToQuarantineAtOnceAndIsFoundByARowThatComesLate() {
        var horizon = horizon(options(Missing.QUARANTINE, AfterWait.PASS, null));
        Taken refused = take(horizon, event(5, ""));
        assertThat(refused.emissions()).isEmpty();
        assertThat(refused.refused())
                .singleElement()
                .satisfies(one -> assertThat(one.problem().code()).isEqualTo("row-missing"));

        Taken row = take(horizon, row(4, "Huber"));
        assertThat(row.refused()).isEmpty();
        assertThat(at(5)).contains("Huber");
    }

    @Test
    void noMoreThanAThousandWait() {
        Processor<EnrichState> processor =
                processor(new EnrichKind().plan(options(Missing.WAIT, AfterWait.PASS, null), LINES));
        EnrichState state = processor.begin();
        int told = 0;
        for (int i = 0; i < 1003; i++) {
            var step = processor.apply(state, event(1 + i / 1000.0, ""));
            told += step.outputs().size();
            state = step.state();
        }
        assertThat(state.waiting().size()).isEqualTo(1000);
        assertThat(told).isEqualTo(3);
    }

    @Test
    void aRowIsForgottenWhenItIsOld() {
        var horizon = horizon(options(Missing.DROP, AfterWait.PASS, Duration.ofSeconds(10)));
        take(horizon, row(1, "Huber"));
        take(horizon, event(11, ""));
        take(horizon, event(11.5, ""));

        assertThat(at(11)).contains("Huber");
        assertThat(at(11.5)).isNull();
    }

    @Test
    void theTimeOfARowCanBeAddedAndSurvivesAsBytes() throws IOException {
        Map<String, String> add = Map.of("ordered", "timestamp_ms", "orderId", "id");
        Processor<EnrichState> processor = processor(new EnrichKind()
                .plan(
                        options(
                                "_analytics/product/add",
                                "/works/_analytics/work-order/create",
                                "field order",
                                "field id",
                                add,
                                "product/enriched"),
                        LINES));
        EnrichState state = processor.apply(processor.begin(), row(1, "Huber")).state();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        processor.codec().write(state, new DataOutputStream(bytes));
        EnrichState read = processor.codec().read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(read).isEqualTo(state);
        assertThat(processor
                        .apply(read, event(2, ""))
                        .outputs()
                        .get(0)
                        .content()
                        .toString())
                .contains("\"ordered\":1000", "\"orderId\":\"A7\"");
    }

    @Test
    void anEventThatIsNoJsonIsRefusedAtOnce() {
        var horizon = horizon(options(Missing.WAIT, AfterWait.PASS, null));
        Taken taken = take(horizon, Input.of("stream", NAMESPACE.parse(STREAM), 1, new Content.Happened("{")));

        assertThat(taken.refused().get(0).problem().code()).isEqualTo("payload-unparsable");
    }

    @Test
    void aFieldOfTheEventItselfIsNotReplaced() {
        var horizon = horizon(options(Missing.PASS, AfterWait.PASS, null));
        take(horizon, row(1, "Huber"));
        take(horizon, event(2, ",\"customer\":\"own\""));

        assertThat(at(2))
                .contains("\"customer\":\"own\"")
                .doesNotContain("Huber")
                .contains("lime");
    }

    @Test
    void aSampleIsEnrichedByTags() {
        Plan plan = new EnrichKind()
                .plan(
                        options(
                                "_historian/order",
                                "/works/_analytics/work-order/create",
                                "value",
                                "field id",
                                Map.of("customer", "customer"),
                                "current"),
                        LINES);
        assertThat(plan.writes()).containsExactly("umh/v1/works/+/_historian/current/customer");
        Processor<EnrichState> processor = processor(plan);
        Input sample = Input.of(
                "stream",
                NAMESPACE.parse("umh/v1/works/line-1/_historian/order"),
                5_000_000,
                Content.of(Value.of("A7")));
        var none = processor.apply(processor.begin(), sample);
        var known = processor.apply(
                processor.apply(processor.begin(), row(1, "Huber")).state(), sample);

        assertThat(none.outputs().get(0).content()).isEqualTo(new Content.Measured(null, Quality.BAD_NO_DATA));
        assertThat(known.outputs().get(0).content()).isEqualTo(Content.of(Value.of("Huber")));
        assertThat(known.outputs().get(0).topic().path()).isEqualTo("umh/v1/works/line-1/_historian/current/customer");
    }

    @Test
    void aTableMayBeATagOfEachPlace() {
        Plan plan = new EnrichKind()
                .plan(
                        options(
                                "_analytics/product/add",
                                "_historian/recipe",
                                "segment 2",
                                null,
                                Map.of("recipe", "value"),
                                "product/enriched"),
                        LINES);
        Processor<EnrichState> processor = processor(plan);
        Input recipe = Input.of(
                "table", NAMESPACE.parse("umh/v1/works/line-1/_historian/recipe"), 1, Content.of(Value.of(12L)));
        var bad = processor.apply(
                processor.apply(processor.begin(), recipe).state(),
                Input.of("table", recipe.topic(), 2, new Content.Measured(null, Quality.BAD_TIMEOUT)));

        var keys = ((Keying.ByKey) plan.keying()).sources();
        assertThat(keys.get("table").keyOf(recipe)).contains("line-1");
        assertThat(keys.get("stream").keyOf(event(1, ""))).contains("line-1");
        assertThat(processor
                        .apply(bad.state(), event(3, ""))
                        .outputs()
                        .get(0)
                        .content()
                        .toString())
                .contains("\\\"recipe\\\":12".replace("\\", ""));
    }

    @Test
    void keysAreFoundWhereverTheyStand() {
        Input event = event(1, ",\"number\":42.0,\"nested\":{\"key\":true},\"empty\":\"\",\"none\":null");
        assertThat(KeyPlace.parse("field order").keyOf(event)).contains("A7");
        assertThat(KeyPlace.parse("field number").keyOf(event)).contains("42");
        assertThat(KeyPlace.parse("field nested.key").keyOf(event)).contains("true");
        assertThat(KeyPlace.parse("field empty").keyOf(event)).isEmpty();
        assertThat(KeyPlace.parse("field none").keyOf(event)).isEmpty();
        assertThat(KeyPlace.parse("segment 1").keyOf(event)).contains("works");
        assertThat(KeyPlace.parse("segment -1").keyOf(event)).contains("add");
        assertThat(KeyPlace.parse("segment 9").keyOf(event)).isEmpty();
        assertThat(KeyPlace.parse("segment -9").keyOf(event)).isEmpty();
        assertThat(KeyPlace.parse("value").keyOf(event)).isEmpty();
    }

    private static void refused(EnrichOptions options, String key, String words) {
        MistakeException mistake =
                catchThrowableOfType(MistakeException.class, () -> new EnrichKind().plan(options, LINES));
        assertThat(mistake).isNotNull();
        assertThat(mistake.key()).isEqualTo(key);
        assertThat(mistake.problem().sentence()).contains(words);
        assertThat(mistake.problem().remedy()).isNotBlank();
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        String stream = "_analytics/product/add";
        String table = "/works/_analytics/work-order/create";
        Map<String, String> add = Map.of("customer", "customer");
        refused(options(stream, stream, "field a", null, add, "x"), "table", "one topic");
        refused(options(stream, table, "order", null, add, "x"), "key", "names no place");
        refused(options(stream, table, "segment 0", null, add, "x"), "key", "names no place");
        refused(options(stream, table, "field a", "value", add, "x"), "tableKey", "for samples");
        refused(options("_historian/a", table, "field a", null, add, "x"), "key", "for events");
        refused(options(stream, table, "field a", null, Map.of(), "x"), "add", "Nothing is added");
        refused(options(stream, table, "field a", null, Map.of("a.b", "c"), "x"), "add.a.b", "name of a field");
        refused(options(stream, "_historian/recipe", "segment 2", null, add, "x"), "add.customer", "customer: value");
        refused(options(stream, table, "field a", null, add, "x y"), "output", "x y");
        refused(options(stream, "nothing", "field a", null, add, "x"), "table", "contract");
    }

    private static List<Input> inputs(Random random) {
        List<Input> inputs = new ArrayList<>();
        for (int second = 1; second <= 60; second++) {
            if (random.nextInt(3) > 0) {
                inputs.add(event(second, ",\"n\":" + second));
            }
            if (random.nextInt(8) == 0) {
                inputs.add(row(second, "c" + second));
            }
        }
        return inputs;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrderOfArrivalDoesNotMatter(long seed) {
        for (Missing missing : Missing.values()) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random);
            EnrichOptions options = options(missing, AfterWait.PASS, Duration.ofSeconds(9));
            Map<Identity, Content> inOrder = truth(options, inputs);
            Collections.shuffle(inputs, random);

            assertThat(truth(options, inputs)).isEqualTo(inOrder).isNotEmpty();
        }
    }

    private static Map<Identity, Content> truth(EnrichOptions options, List<Input> inputs) {
        Told heard = new Told();
        Horizon<EnrichState> horizon = horizon(options);
        inputs.forEach(
                input -> heard.hear(horizon.take(input, input.timestampMicros()).emissions()));
        heard.hear(horizon.advance(5_000_000_000L));
        return heard.truth();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void aStateSurvivesAsBytes(long seed) throws IOException {
        Processor<EnrichState> processor =
                processor(new EnrichKind().plan(options(Missing.WAIT, AfterWait.PASS, null), LINES));
        EnrichState state = processor.begin();
        for (Input input : inputs(new Random(seed))) {
            state = processor
                    .apply(processor.advance(state, input.timestampMicros()).state(), input)
                    .state();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            processor.codec().write(state, new DataOutputStream(bytes));
            assertThat(processor.codec().read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                    .isEqualTo(state);
        }
    }
}
