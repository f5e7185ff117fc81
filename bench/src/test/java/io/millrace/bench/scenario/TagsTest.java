package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.Table;
import io.millrace.bench.device.Ticks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagsTest {

    private static final TagsLoad LOAD = TagsLoad.opcUa(10_000, 10_000, Duration.ofMillis(100));

    @Test
    void whatIsTriedNextIsTheGreatestShareThatCanBeHopedFor() {
        assertThat(TagsLadder.next(1, 0.7)).hasValue(0.8);
        assertThat(TagsLadder.next(1, 0.42)).hasValue(0.5);
        assertThat(TagsLadder.next(0.5, 0.45)).hasValue(0.4);
    }

    @Test
    void aHubThatStoresNextToNothingIsTriedWithTheLeast() {
        assertThat(TagsLadder.next(1, 0.01)).hasValue(0.1);
        assertThat(TagsLadder.next(0.1, 0.01)).isEmpty();
    }

    @Test
    void aRateHoldsWhenNothingIsMissingAndNothingPilesUp() {
        assertThat(result(1_000_000, 1_000_000, 0, 20_000, 25_000).held()).isTrue();
        assertThat(result(1_000_000, 1_000_000, 1, 20_000, 20_000).held()).isFalse();
        assertThat(result(1_000_000, 900_000, 0, 20_000, 120_000).held()).isFalse();
        assertThat(result(980_000, 980_000, 0, 20_000, 20_000).held()).isFalse();
    }

    @Test
    void costIsPerMillionValuesStored() {
        TagsResult result = result(1_000_000, 500_000, 0, 0, 500_000);
        assertThat(result.perMillion(result.processor().hub())).isEqualTo(24);
        assertThat(result.processor().others()).isEqualTo(3, within(1e-9));
        assertThat(result.processor().share(result.processor().hub())).isEqualTo(60);
    }

    @Test
    void theMachineIsTheLimitOnlyWhenItsCoresWereFull() {
        TagsResult tooMuch = result(1_000_000, 500_000, 7, 0, 500_000);
        assertThat(TagsTables.verdict(List.of(tooMuch)))
                .isEqualTo(
                        "OPC UA, subscribed, 10,000 tags every 100 ms: It does not hold, and the machine is the limit;"
                                + " the cores of the machine were busy for 100 % of the time.");
        TagsResult fine = result(1_000_000, 1_000_000, 0, 0, 0);
        assertThat(TagsTables.verdict(List.of(fine))).contains("It holds; ");
    }

    @Test
    void whereTheSystemDoesNotTellThatIsSaid() {
        double[] unknown = TagsProcessor.machine("");
        TagsProcessor processor = new TagsProcessor(1, 1, 1, unknown[0], unknown[1]);
        TagsResult result = new TagsResult(LOAD, 10, 1_000_000, 500_000, 1, 0, 0, 0, List.of(), processor, 0);
        assertThat(TagsTables.verdict(List.of(result))).endsWith("how busy the machine was is unknown.");
        List<Table> tables = TagsTables.tables(List.of(List.of(result)));
        assertThat(tables.get(1).rows().get(0).get(9).text()).isEqualTo("unknown");
        assertThat(tables.get(0).rows().get(0).get(9).text()).isEqualTo("none stored in time");
    }

    @Test
    void waitingForTheDiskIsNoUseOfTheProcessor() {
        assertThat(TagsProcessor.machine("cpu  100 20 300 4000 500 6 70 8 900 10"))
                .containsExactly(5.04, 50.04);
    }

    @Test
    void aSiteFileNamesEveryTagOfItsDevice() {
        assertThat(TagsLoad.opcUa(102, 102, Duration.ofMillis(100)).site(4840))
                .contains("scan: 100ms\n", "opc.tcp://127.0.0.1:4840", "unit-1/value-1: {node: \"ns=2;i=101\"}\n");
        assertThat(TagsLoad.modbus(102, Duration.ofMillis(100)).site(502))
                .contains("modbus: {host: 127.0.0.1, port: 502", "unit-1/value-1: {address: 101}\n");
    }

    @Test
    void valuesAreCountedFromOneTickToAnother() {
        TagsLoad some = TagsLoad.opcUa(10_000, 5_000, Duration.ofMillis(100));
        Ticks from = new Ticks(10, 1_000);
        Ticks to = new Ticks(30, 3_000);
        assertThat(some.made(from, to)).isEqualTo(100_000);
        assertThat(some.rate()).isEqualTo(50_000);
        assertThat(some.countOfRows(from, to))
                .contains("ts > to_timestamp(1000 / 1000.0) and ts <= to_timestamp(3000 / 1000.0)")
                .endsWith("::bigint % 100000 = 0");
        assertThat(some.words()).isEqualTo("OPC UA, subscribed, 5,000 of 10,000 tags every 100 ms");
    }

    private static TagsResult result(long made, long stored, long missing, long before, long after) {
        return new TagsResult(
                LOAD,
                10,
                made,
                stored,
                missing,
                before,
                after,
                after,
                List.of(1.0, 2.0, 3.0),
                new TagsProcessor(12, 4, 1, 20, 20),
                500L << 20);
    }
}
