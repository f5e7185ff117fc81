package io.millrace.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.process.Addresses.Address;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AddressesTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");

    private static Definition definition(String at, String... inputs) {
        Setting setting = new Setting("made", NAMESPACE, at, ZoneId.of("UTC"));
        List<Source> sources = List.of(inputs).stream()
                .map(input -> setting.source(input, "input", input))
                .toList();
        Function<Place, Processor<?>> none = place -> {
            throw new IllegalStateException("nothing runs here");
        };
        Plan plan = new Plan(sources, new Keying.ByPlace(setting.levels()), List.of(), none);
        return new Definition("made", "test", "1", setting, plan, Duration.ZERO, Duration.ZERO);
    }

    private static Address of(Definition definition, String topic) {
        return Addresses.of(definition, NAMESPACE.parse(topic)).orElseThrow();
    }

    @Test
    void eachLocationThatFitsHasItsInstance() {
        Definition made = definition("works/packing/+", "_historian/made");

        Address one = of(made, "umh/v1/works/packing/line-1/_historian/made");

        assertThat(one.key()).isEqualTo("made works/packing/line-1");
        assertThat(one.place().location()).isEqualTo("works/packing/line-1");
        assertThat(of(made, "umh/v1/works/packing/line-2/_historian/made").key())
                .isNotEqualTo(one.key());
    }

    @Test
    void whatHasOneTopicIsAtHomeWhereItArrives() {
        String topic = "umh/v1/works/packing/line-1/_historian/made";

        Address one = of(definition("works/packing/+", "_historian/made"), topic);

        assertThat(one.home()).isEqualTo(topic);
        assertThat(one.gathers()).isFalse();
    }

    @Test
    void whatHasSeveralIsAtHomeWhereTheFirstArrives() {
        String above = "umh/v1/works/packing/line-1/_historian/";
        Definition both = definition("works/packing/+", "+/_historian/any", "_historian/made", "_historian/bad");

        Address one = of(both, above + "bad");

        assertThat(one.home()).isEqualTo(above + "made");
        assertThat(one.gathers()).isTrue();
        assertThat(of(both, above + "made")).isEqualTo(one);
    }

    @Test
    void deeperTopicsBelongToTheInstanceAboveThem() {
        Definition made = definition("works/+", "+/_historian/made");

        Address one = of(made, "umh/v1/works/packing/line-1/_historian/made");

        assertThat(one.place().location()).isEqualTo("works/packing");
        assertThat(one.home()).isEqualTo(one.key());
        assertThat(one.gathers()).isTrue();
    }

    @Test
    void anInputFromElsewhereBelongsToTheOnlyInstance() {
        Definition made = definition("works/kilns", "_historian/temperature", "/works/_historian/outdoor");

        assertThat(of(made, "umh/v1/works/_historian/outdoor"))
                .isEqualTo(of(made, "umh/v1/works/kilns/_historian/temperature"));
    }
}
