package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Cell;
import io.millrace.bench.Table;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {

    private static final long MIB = 1 << 20;
    private static final GrowthStep FEW = new GrowthStep(1_000, 1);
    private static final GrowthStep MORE = new GrowthStep(10_000, 1);
    private static final GrowthStep MANY = new GrowthStep(100_000, 1);

    @TempDir
    Path folder;

    @Test
    void tagsGrowAtOneSiteAndThenTheSitesThatShareThem() {
        Growth.Plan plan = Growth.Plan.of(settings(1));

        assertThat(plan.tags()).extracting(GrowthStep::tags).containsExactly(1_000, 10_000, 100_000, 1_000_000);
        assertThat(plan.tags()).extracting(GrowthStep::sites).containsOnly(1);
        assertThat(plan.spread()).isEqualTo(MANY);
        assertThat(plan.sites()).extracting(GrowthStep::sites).containsExactly(10, 100);
        assertThat(plan.sites()).extracting(GrowthStep::tags).containsOnly(100_000);
    }

    @Test
    void aLittleLoadIsTwoHubs() {
        Growth.Plan plan = Growth.Plan.of(settings(0.05));

        assertThat(plan.tags()).containsExactly(new GrowthStep(100, 1));
        assertThat(plan.spread()).isEqualTo(new GrowthStep(100, 1));
        assertThat(plan.sites()).containsExactly(new GrowthStep(100, 10));
    }

    @Test
    void costsThatGrowSlowerThanTheTagsAreSaidToDoSo() {
        List<String> sentences = GrowthVerdict.sentences(
                GrowthAxis.TAGS,
                List.of(measured(FEW, 4, 400, 2), measured(MORE, 5, 420, 3), measured(MANY, 8, 600, 9)));

        assertThat(sentences)
                .contains(
                        "Processor time of the hub for a million messages, from 1,000 to 100,000 tags: 2 times, nowhere"
                                + " faster than the tags.",
                        "Resident memory of the hub, from 1,000 to 100,000 tags: 1.50 times, nowhere faster than the"
                                + " tags.")
                .noneMatch(sentence -> sentence.startsWith("Not managed"));
    }

    @Test
    void aCostThatGrowsFasterBetweenTwoStepsIsNamedWithThem() {
        List<String> sentences = GrowthVerdict.sentences(
                GrowthAxis.TAGS,
                List.of(measured(FEW, 4, 400, 2), measured(MORE, 5, 420, 2), measured(MANY, 8, 600, 30)));

        assertThat(sentences)
                .contains("Time of a restart to ready, from 1,000 to 100,000 tags: 15 times, faster than the tags from"
                        + " 10,000 to 100,000 (15 times of the cost for 10 times of the tags).");
    }

    @Test
    void aStepThatWasNotManagedHasARowThatSaysSo() {
        GrowthResult failed = GrowthResult.failed(
                MORE, 20_000, 7, OptionalLong.empty(), "The hub ended with exit code 3: it had | no\nmemory.");
        List<GrowthResult> results = List.of(measured(FEW, 4, 400, 2), failed, measured(MANY, 8, 600, 9));

        List<Table> tables = GrowthTables.of(GrowthAxis.TAGS, results);

        assertThat(texts(tables.get(0).rows().get(1)))
                .startsWith(
                        "10,000",
                        "no: The hub ended with exit code 3: it had / no memory.",
                        "not measured",
                        "not measured")
                .hasSize(4 + GrowthCost.values().length);
        assertThat(texts(tables.get(1).rows().get(2))).contains("100", "2", "1.50", "not measured");
        assertThat(GrowthVerdict.sentences(GrowthAxis.TAGS, results))
                .contains("Not managed: 10,000 tags, 1 site. The hub ended with exit code 3: it had | no\nmemory.")
                .anyMatch(sentence -> sentence.startsWith("Resident memory of the hub, from 1,000 to 100,000 tags"));
    }

    @Test
    void whatAThousandTagsCostIsTheDifferenceToTheStepBefore() {
        Table relative = GrowthTables.of(GrowthAxis.TAGS, List.of(measured(FEW, 4, 400, 2), measured(MORE, 5, 418, 3)))
                .get(1);

        assertThat(relative.columns()).endsWith("memory for 1,000 more tags", "of it, heap in use");
        assertThat(texts(relative.rows().get(0))).endsWith("", "");
        assertThat(texts(relative.rows().get(1))).endsWith("2 MiB", "2 MiB");
    }

    @Test
    void aStepIsManagedWhenAllTagsAreThereAndNothingPilesUp() {
        assertThat(result(MORE, 10_000, 600_000, 100, 200).isManaged()).isTrue();
        assertThat(result(MORE, 9_999, 600_000, 0, 0).verdict())
                .isEqualTo("Only 9,999 of the tags were stored when counting began.");
        assertThat(result(MORE, 10_000, 450_000, 0, 0).verdict())
                .isEqualTo("Only 15,000 of 20,000 messages/s went through.");
        assertThat(result(MORE, 10_000, 600_000, 100, 9_100).verdict())
                .isEqualTo("9,000 more messages waited for their row at the end than at the beginning.");
    }

    @Test
    void whatAHubHeldThatWasGivenUpIsShownButIsNoCostOfItsTags() {
        GrowthResult failed = GrowthResult.failed(MANY, 20_000, 90_000, OptionalLong.of(190 * MIB), "It stood still.");
        List<GrowthResult> results = List.of(measured(FEW, 4, 100, 2), measured(MORE, 5, 110, 3), failed);

        List<Table> tables = GrowthTables.of(GrowthAxis.TAGS, results);

        assertThat(texts(tables.get(0).rows().get(2))).contains("190 MiB");
        assertThat(texts(tables.get(1).rows().get(2)).subList(1, 9)).containsOnly("not measured");
        assertThat(GrowthVerdict.sentences(GrowthAxis.TAGS, results))
                .contains(
                        "What the hub's heap holds at rest, from 1,000 to 10,000 tags: 1.10 times, nowhere faster than"
                                + " the tags.");
    }

    @Test
    void theLineThatNamesTheErrorIsTheReason() {
        assertThat(GrowthTrouble.reason("a\nTerminating due to java.lang.OutOfMemoryError: Java heap space\nb\n"))
                .isEqualTo("Terminating due to java.lang.OutOfMemoryError: Java heap space.");
        assertThat(GrowthTrouble.reason("first\nlast.\n\n")).isEqualTo("last.");
        assertThat(GrowthTrouble.reason("")).isEqualTo("it said nothing.");
    }

    @Test
    void theHeapInUseIsTheTotalOfAHistogram() {
        assertThat(GrowthHeap.total(List.of(
                        " num     #instances         #bytes  class name (module)",
                        "   1:          5122         421688  [B (java.base@17)",
                        "Total         12345       98765432")))
                .hasValue(98_765_432);
        assertThat(GrowthHeap.total(List.of("1234: no such process"))).isEmpty();
    }

    @Test
    void aHubThatNeverStartsEndsTheScenarioWithItsReason() {
        BenchSettings settings = new BenchSettings(
                folder.resolve("bench"),
                List.of("sh", "-c", "echo no room here; exit 3"),
                Map.of(),
                folder,
                1,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                0.05,
                folder);
        try (Bed bed = Bed.make(settings, new BenchListener() {}, "growth")) {
            assertThatThrownBy(() -> new Growth().measure(bed))
                    .isInstanceOf(StageException.class)
                    .hasMessageContaining("The hub ended with exit code 3: no room here.");
        }
    }

    private BenchSettings settings(double scale) {
        return new BenchSettings(
                folder, List.of(), Map.of(), folder, 3, Duration.ofSeconds(90), Duration.ofSeconds(60), scale, folder);
    }

    private static List<String> texts(List<Cell> cells) {
        return cells.stream().map(Cell::text).toList();
    }

    private static GrowthResult measured(GrowthStep step, double hubSeconds, long mebibytes, double restart) {
        return new GrowthResult(
                step,
                20_000,
                step.tags(),
                List.of(new GrowthSlice(50, 1_000_000, 1_000_000, hubSeconds, 1)),
                10,
                10,
                10,
                mebibytes * MIB,
                OptionalLong.of(mebibytes * MIB),
                OptionalDouble.of(restart),
                "");
    }

    private static GrowthResult result(GrowthStep step, long known, long logged, long before, long after) {
        return new GrowthResult(
                step,
                20_000,
                known,
                List.of(new GrowthSlice(30, logged, logged, 10, 3)),
                before,
                after,
                Math.max(before, after),
                400 * MIB,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                "");
    }
}
