package io.millrace.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.contract.Models.Unknown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {

    private static final String PLACE = "umh/v1/acme/works/pump-1/";

    @Test
    void withoutModelsNothingIsChecked() {
        for (String name : List.of("_historian/x", "_analytics/count", "_raw/x", "_pump_v1/flow", "_pump/flow")) {
            assertThat(Models.NONE.check(Pumps.NAMESPACE.parse(PLACE + name))).isNull();
        }
    }

    @Test
    void aVersionThatDoesNotExistOfAModelThatDoesIsASlip() {
        Models models = Pumps.models(Unknown.BY_NAME);

        assertThat(models.refusal("_pump_v1")).isNull();
        assertThat(models.refusal("_pump_v7")).isNotNull().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("model-unknown");
            assertThat(problem.sentence())
                    .isEqualTo(
                            "There is no model _pump_v7. There is _pump_v1. Publish under a version that is there, or"
                                    + " add _pump_v7.yaml to the models.");
        });
        assertThat(models.refusal("_Pump_v1")).as("case matters").isNotNull();
        assertThat(models.refusal("_pump_v01")).isNotNull();
        for (String others : List.of("_fan_v1", "_pump", "_historian", "_pump_version")) {
            assertThat(models.refusal(others)).as(others).isNull();
        }
        TopicCheck check = models.check(Pumps.NAMESPACE.parse(PLACE + "_pump_v7/flow"));
        assertThat(check).isNotNull();
        assertThat(check.marks()).isFalse();
        assertThat(check.of(Pumps.message(Pumps.NAMESPACE.parse(PLACE + "_pump_v7/flow"), "{\"value\":1}")))
                .isEqualTo(models.refusal("_pump_v7"));
    }

    @Test
    void howStrictItIsCanBeChosen() {
        assertThat(Pumps.models(Unknown.QUARANTINE).refusal("_fan_v1")).isNotNull();
        assertThat(Pumps.models(Unknown.QUARANTINE).refusal("_historian")).isNull();
        assertThat(Pumps.models(Unknown.PASS).refusal("_pump_v7")).isNull();
    }

    @Test
    void namesAreReadAndOrderedByVersion() {
        assertThat(ModelName.parse("_feed-pump_2_v12")).isEqualTo(new ModelName("_feed-pump_2", 12));
        assertThat(ModelName.parse("_pump_v9").compareTo(ModelName.parse("_pump_v10")))
                .isNegative();
        assertThat(ModelName.parse("_pump_v9").next()).hasToString("_pump_v10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pump_v1",
                "_pump",
                "_pump_v",
                "_pump_v0",
                "_pump_v01",
                "_Pump_v1",
                "__v1",
                "_v1",
                "_pump_v1.1",
                "_pümp_v1",
                "_pump_v123456",
                ""
            })
    void namesThatAreNoneAreRefused(String name) {
        assertThatThrownBy(() -> ModelName.parse(name))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("_pump_v1");
    }

    @Test
    void descriptionsAndOrderMeanNothingToPrograms() {
        Model model = Pumps.model(Model.OnMismatch.QUARANTINE, false);
        Map<String, Field> turned = new LinkedHashMap<>();
        List<String> names = List.copyOf(model.root().fields().keySet());
        for (int i = names.size() - 1; i >= 0; i--) {
            turned.put(names.get(i), model.root().fields().get(names.get(i)));
        }
        turned.put(
                "flow",
                new Field.Leaf(
                        io.millrace.model.Value.DataType.NUMBER,
                        "m3/h",
                        0.0,
                        250.0,
                        java.util.Set.of(),
                        true,
                        "What it delivers."));
        Model other = new Model(
                model.name(), "Other words.", Model.OnMismatch.MARK, false, new Field.Group(turned, false, null));

        assertThat(other.meaning()).isEqualTo(model.meaning());
        turned.put("flow", Pumps.number("l/s", 0.0, 250.0, true));
        assertThat(new Model(model.name(), null, Model.OnMismatch.MARK, false, new Field.Group(turned, false, null))
                        .meaning())
                .isNotEqualTo(model.meaning());
        assertThat(model.meaning().keySet())
                .containsExactly(
                        "flow",
                        "starts",
                        "running",
                        "state",
                        "mode",
                        "motor",
                        "motor/current",
                        "motor/winding",
                        "motor/winding/temperature");
        assertThat(model.meaning().get("motor/winding")).hasToString("a group, required");
        assertThat(model.meaning().get("state")).hasToString("text, one of 'stopped', 'running', 'fault'");
        assertThat(model.meaning().get("flow")).hasToString("a number from 0 to 250 m3/h, required");
    }
}
