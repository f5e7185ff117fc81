package io.millrace.demo.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.demo.process.LineState;
import io.millrace.demo.process.PackingEvent.BagEntered;
import io.millrace.demo.process.PackingEvent.BagLeft;
import io.millrace.demo.process.PackingEvent.BagWeighed;
import io.millrace.demo.process.PackingEvent.OperatorWrote;
import io.millrace.demo.process.PackingEvent.OrderStarted;
import io.millrace.demo.process.PackingEvent.OrderStopped;
import io.millrace.demo.process.PackingEvent.PalletFilled;
import io.millrace.demo.process.PackingEvent.SpeedMeasured;
import io.millrace.demo.process.PackingEvent.StateChanged;
import org.junit.jupiter.api.Test;

final class PackingMessagesTest {

    private static final String LINE = "umh/v1/limeworks/liege/packing/line-1";
    private static final long AT = 1_790_000_000_123L;

    private final PackingMessages messages = new PackingMessages(LINE);

    @Test
    void aBagAtALightBarrierIsACount() {
        assertThat(messages.of(new BagEntered(AT, 42)))
                .containsExactly(new DeviceMessage(
                        LINE + "/_historian/infeed/count", "{\"timestamp_ms\":1790000000123,\"value\":42}"));
        assertThat(messages.of(new BagLeft(AT, 41)))
                .containsExactly(new DeviceMessage(
                        LINE + "/_historian/outfeed/count", "{\"timestamp_ms\":1790000000123,\"value\":41}"));
    }

    @Test
    void aGoodBagIsWeighedAndCounted() {
        assertThat(messages.of(new BagWeighed(AT, 42, 25.1, false, 7)))
                .containsExactly(
                        new DeviceMessage(
                                LINE + "/_historian/checkweigher/weight",
                                "{\"timestamp_ms\":1790000000123,\"value\":25.10}"),
                        new DeviceMessage(
                                LINE + "/_analytics/count",
                                "{\"timestamp_ms\":1790000000123,\"id\":\"bag-42\",\"count\":1,\"scrap\":0}"));
    }

    @Test
    void aRejectedBagIsScrap() {
        assertThat(messages.of(new BagWeighed(AT, 42, 24.3, true, 8)))
                .extracting(DeviceMessage::payload)
                .containsExactly(
                        "{\"timestamp_ms\":1790000000123,\"value\":24.30}",
                        "{\"timestamp_ms\":1790000000123,\"value\":8}",
                        "{\"timestamp_ms\":1790000000123,\"id\":\"bag-42\",\"count\":1,\"scrap\":1}");
    }

    @Test
    void aStateIsTextForPeopleAndANumberForAnalytics() {
        assertThat(messages.of(new StateChanged(AT, LineState.MICROSTOP)))
                .containsExactly(
                        new DeviceMessage(
                                LINE + "/_historian/machine/state",
                                "{\"timestamp_ms\":1790000000123,\"value\":\"microstop\"}"),
                        new DeviceMessage(
                                LINE + "/_historian/machine/running",
                                "{\"timestamp_ms\":1790000000123,\"value\":false}"),
                        new DeviceMessage(
                                LINE + "/_analytics/state/add",
                                "{\"timestamp_ms\":1790000000123,\"id\":\"state-1790000000123\",\"state\":50000,"
                                        + "\"start_time_unix_ms\":1790000000123}"));
    }

    @Test
    void aPalletIsAProduct() {
        assertThat(messages.of(new PalletFilled(AT, 9, AT - 120_000, 40, 1)))
                .last()
                .isEqualTo(new DeviceMessage(
                        LINE + "/_analytics/product/add",
                        "{\"timestamp_ms\":1790000000123,\"id\":\"pallet-9\","
                                + "\"external_product_type_id\":\"quicklime-25kg\",\"product_batch_id\":\"pallet-9\","
                                + "\"start_time_unix_ms\":1789999880123,\"end_time_unix_ms\":1790000000123,"
                                + "\"quantity\":41,\"bad_quantity\":1}"));
    }

    @Test
    void anOrderIsCreatedStartedAndStopped() {
        assertThat(messages.of(new OrderStarted(AT, "LW-3", 200)))
                .extracting(DeviceMessage::topic)
                .containsExactly(LINE + "/_analytics/work-order/create", LINE + "/_analytics/work-order/start");
        assertThat(messages.of(new OrderStopped(AT, "LW-3")))
                .containsExactly(new DeviceMessage(
                        LINE + "/_analytics/work-order/stop",
                        "{\"timestamp_ms\":1790000000123,\"id\":\"LW-3\",\"external_work_order_id\":\"LW-3\","
                                + "\"end_time_unix_ms\":1790000000123}"));
    }

    @Test
    void numbersAreWrittenTheSameInEveryCountry() {
        assertThat(messages.of(new SpeedMeasured(AT, 19.67)))
                .extracting(DeviceMessage::payload)
                .containsExactly("{\"timestamp_ms\":1790000000123,\"value\":19.7}");
    }

    @Test
    void whatAnOperatorTypesIsStillJson() {
        assertThat(messages.of(new OperatorWrote(AT, "say \"stop\"\\\n")))
                .extracting(DeviceMessage::payload)
                .containsExactly("{\"timestamp_ms\":1790000000123,\"value\":\"say \\\"stop\\\"\\\\\\u000a\"}");
    }
}
