package io.millrace.prove.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.TopicFilter;
import org.junit.jupiter.api.Test;

class PlantTest {

    @Test
    void hasTopicsThatAreLegalAndFitTheirFilter() {
        Namespace namespace = new Namespace(Namespace.DEFAULT_ROOT);
        for (Flow flow : Flow.values()) {
            String topic = Plant.topic(flow, 12);

            assertThat(namespace.parse(topic).path()).endsWith("/line-12/" + flow.below());
            assertThat(TopicFilter.parse(Plant.filter(flow)).matches(topic)).isTrue();
        }
        assertThat(TopicFilter.parse(Plant.filter(Flow.COUNT)).matches(Plant.topic(Flow.VALUE, 1)))
                .isFalse();
    }

    @Test
    void tellsTheNumberOfAMessageFromItsValue() {
        assertThat(Plant.number(Flow.COUNT, 17.0)).isEqualTo(17);
        assertThat(Plant.number(Flow.VALUE, 17.5)).isEqualTo(17);
    }

    @Test
    void tellsNoNumberWhereTheValueIsNotOfItsMaking() {
        assertThat(Plant.number(Flow.COUNT, 17.5)).isZero();
        assertThat(Plant.number(Flow.VALUE, 17.0)).isZero();
        assertThat(Plant.number(Flow.COUNT, -1.0)).isZero();
        assertThat(Plant.number(Flow.COUNT, 1e300)).isZero();
        assertThat(Plant.number(Flow.COUNT, Double.NaN)).isZero();
        assertThat(Plant.number(Flow.COUNT, null)).isZero();
    }
}
