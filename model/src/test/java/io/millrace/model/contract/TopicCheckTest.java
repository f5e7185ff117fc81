package io.millrace.model.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Problem;
import io.millrace.model.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCheckTest {

    private static final String CURRENT =
            "_pump_v1, field 'motor/current': expected is a number from 0 on A, found is ";

    private final Models models = Pumps.models(Models.Unknown.BY_NAME);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flow|12.5",
                "flow|0",
                "flow|250",
                "flow|-0.0",
                "starts|9223372036854775807",
                "starts|-1",
                "starts|3.0",
                "running|false",
                "state|\"fault\"",
                "mode|2",
                "motor/current|1e300",
                "motor/winding/temperature|-40.5",
            })
    void whatFitsPasses(String field, String value) {
        assertThat(wrong(field, "{\"value\":" + value + "}")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flow|250.00001|expected is a number from 0 to 250 m3/h, found is 250.00001.",
                "flow|-1|found is -1.",
                "flow|\"12.5\"|expected is a number from 0 to 250 m3/h, found is the text '12.5'.",
                "flow|true|found is true.",
                "starts|3.5|expected is a whole number, found is 3.5.",
                "starts|9223372036854775808|expected is a whole number, found is 9223372036854776000.",
                "starts|1e300|expected is a whole number, found is 1.0E300.",
                "running|1|expected is true or false, found is 1.",
                "running|\"true\"|found is the text 'true'.",
                "state|\"Fault\"|expected is one of 'stopped', 'running', 'fault', found is the text 'Fault'.",
                "state|2|found is 2.",
                "mode|3|expected is one of 0, 1, 2, found is 3.",
                "mode|\"1\"|found is the text '1'.",
                "motor|1|field 'motor': expected is a group of current, winding, found is the value 1.",
                "motor/winding/temperature|155.5|field 'motor/winding/temperature': expected is a number up to 155 degC",
                "flwo|1|field 'flwo': there is no such field.",
                "flow/x|1|field 'flow': expected is a number from 0 to 250 m3/h, found is a group with 'x'.",
            })
    void aMismatchNamesTheFieldWhatIsExpectedAndWhatIsFound(String field, String value, String sentence) {
        assertThat(wrong(field, "{\"value\":" + value + "}")).isNotNull().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("contract-mismatch");
            assertThat(problem.message()).startsWith("_pump_v1, field '").contains(sentence);
            assertThat(problem.remedy()).contains("_pump_v2");
        });
    }

    @Test
    void aNearNameIsAskedFor() {
        assertThat(sentence(wrong("flwo", "{\"value\":1}"))).contains("Did you mean 'flow'? If not: have the sender");
        assertThat(sentence(wrong("current", "{\"value\":1}"))).contains("Did you mean 'motor/current'?");
        assertThat(sentence(wrong("something", "{\"value\":1}"))).doesNotContain("Did you mean");
        assertThat(sentence(wrong("", "{\"flow\":1,\"Motor\":{\"Current\":2}}")))
                .contains("field 'Motor/Current': there is no such field. Did you mean 'motor/current'?");
    }

    @Test
    void severalKeysAreCheckedOneByOne() {
        assertThat(wrong("motor", "{\"current\":12,\"winding\":{\"temperature\":80}}"))
                .isNull();
        assertThat(sentence(wrong("motor", "{\"winding\":{\"temperature\":80},\"current\":\"12\"}")))
                .startsWith(CURRENT + "the text '12'.");
        assertThat(sentence(wrong("", "{\"flow\":1,\"motor\":{\"current\":-1,\"winding\":{\"temperature\":8}}}")))
                .startsWith(CURRENT + "-1.");
        assertThat(sentence(wrong("motor", "{\"value\":1,\"current\":1}")))
                .contains("field 'motor': expected is a group");
    }

    @Test
    void requiredIsWhatSpeaksOfTheWholeGroup() {
        String missing = "required in a message about the whole group, and is missing";
        assertThat(wrong("motor/winding", "{\"value\":1}")).as("a group").isNotNull();
        assertThat(wrong("motor/winding/temperature", "{\"value\":1}"))
                .as("alone it cannot miss others")
                .isNull();
        assertThat(wrong("", "{\"flow\":1}")).as("the motor is not required").isNull();
        assertThat(sentence(wrong("", "{\"starts\":1}"))).contains("field 'flow'", missing);
        assertThat(sentence(wrong("motor", "{\"current\":1}"))).contains("field 'motor/winding'", missing);
        assertThat(sentence(wrong("", "{\"flow\":1,\"motor\":{\"winding\":{\"temperature\":8}}}")))
                .as("a group that is there has to be whole")
                .contains("field 'motor/current'", missing);
        assertThat(wrong("motor", "{\"quality\":\"Uncertain\",\"current\":null,\"winding\":{\"temperature\":null}}"))
                .as("there, though without a value")
                .isNull();
        assertThat(wrong("motor", "{\"quality\":\"Bad\",\"current\":null}"))
                .as("who is ill need not know all")
                .isNull();
    }

    @Test
    void whatIsBadHasNoValueToBeCheckedButItsFieldHasToExist() {
        assertThat(wrong("flow", "{\"value\":9999,\"quality\":\"Bad_SensorFailure\"}"))
                .isNull();
        assertThat(wrong("flow", "{\"value\":null,\"quality\":\"Bad_NoCommunication\"}"))
                .isNull();
        assertThat(wrong("flow", "{\"value\":null,\"quality\":\"Uncertain\"}")).isNull();
        assertThat(wrong("flow", "{\"value\":9999,\"quality\":\"Uncertain\"}")).isNotNull();
        assertThat(wrong("flwo", "{\"value\":null,\"quality\":\"Bad\"}")).isNotNull();
    }

    @Test
    void anOpenModelLetsFieldsPassThatItDoesNotKnow() {
        Model open = Pumps.model(Model.OnMismatch.MARK, true);

        assertThat(wrong(open, "new", "{\"value\":1}")).isNull();
        assertThat(wrong(open, "new/deep", "{\"a\":1}")).isNull();
        assertThat(wrong(open, "", "{\"flow\":1,\"new\":2}")).isNull();
        assertThat(wrong(open, "flow", "{\"value\":-1}")).isNotNull();
        assertThat(wrong(open, "flow/x", "{\"value\":1}"))
                .as("flow is no group")
                .isNotNull();
        assertThat(wrong(open, "motor", "{\"value\":1}"))
                .as("motor is no value")
                .isNotNull();
        assertThat(TopicCheck.by(open, Pumps.topic("flow")).marks()).isTrue();
    }

    private @Nullable Problem wrong(String name, String json) {
        Topic topic = Pumps.topic(name);
        TopicCheck check = models.check(topic);
        assertThat(check).isNotNull();
        return check.of(Pumps.message(topic, json));
    }

    private static @Nullable Problem wrong(Model model, String name, String json) {
        Topic topic = Pumps.topic(name);
        return TopicCheck.by(model, topic).of(Pumps.message(topic, json));
    }

    private static String sentence(@Nullable Problem problem) {
        assertThat(problem).isNotNull();
        return problem.sentence();
    }
}
