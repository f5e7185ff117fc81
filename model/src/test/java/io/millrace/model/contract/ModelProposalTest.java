package io.millrace.model.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Message;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelProposalTest {

    private static final String TOPIC = "umh/v1/acme/works/pump-%d/_historian";

    @Test
    void oneTopicForEachFieldGivesTypesAndRangesAndTheUnitsThatAreKnown() {
        ModelProposal proposal = new ModelProposal("umh/v1/acme/works/+/_historian/#");
        for (int pump = 1; pump <= 2; pump++) {
            add(proposal, TOPIC.formatted(pump) + "/flow", "{\"timestamp_ms\":1732280023000,\"value\":12}");
            add(proposal, TOPIC.formatted(pump) + "/flow", "{\"timestamp_ms\":1732280024000,\"value\":" + pump + ".5}");
            add(proposal, TOPIC.formatted(pump) + "/state", "{\"value\":\"running: \\\"fast\\\"\"}");
            add(proposal, TOPIC.formatted(pump) + "/motor/current", "{\"value\":" + pump + "}");
        }
        add(proposal, TOPIC.formatted(1) + "/motor/current", "{\"value\":null,\"quality\":\"Bad\"}");
        add(proposal, TOPIC.formatted(1) + "/running", "{\"value\":true}");

        String yaml = proposal.yaml(topics -> Map.of(
                        "umh/v1/acme/works/pump-1/_historian/flow", "m3/h",
                        "umh/v1/acme/works/pump-2/_historian/state", "%")
                .get(topics.get(topics.get(0).endsWith("state") ? 1 : 0)));

        assertThat(proposal.messages()).isEqualTo(10);
        assertThat(yaml.lines().skip(2))
                .containsExactly(
                        "description: ...",
                        "",
                        "fields:",
                        "  flow: {type: number, unit: m3/h, required: true}  # range: [1.5, 12] in 4 samples",
                        "  motor:",
                        "    fields:",
                        "      current: {type: integer, required: true}  # range: [1, 2] in 3 samples, 1 of them not Good; if it"
                                + " may have decimals, type: number",
                        "  running: {type: boolean}  # true, false in 1 samples",
                        "  state: {type: text, unit: \"%\", required: true}  # oneOf: [\"running: \\\"fast\\\"\"] in 2 samples");
        assertThat(yaml).startsWith("# A proposal from 10 messages at 2 places, with times from 2024-11-22T12:53:43Z");
    }

    @Test
    void inMessagesWithSeveralKeysRequiredIsWhatIsAlwaysThere() {
        ModelProposal proposal = new ModelProposal(TOPIC.formatted(1) + "/pump");
        add(proposal, TOPIC.formatted(1) + "/pump", "{\"flow\":1,\"head\":2,\"motor\":{\"current\":1,\"speed\":1}}");
        add(proposal, TOPIC.formatted(1) + "/pump", "{\"flow\":1,\"motor\":{\"current\":1}}");
        add(proposal, TOPIC.formatted(1) + "/pump/motor", "{\"current\":1}");

        assertThat(proposal.yaml(topics -> null).lines().map(line -> line.replaceFirst(" +#.*", "")))
                .containsSequence(
                        "  flow: {type: integer, required: true}",
                        "  head: {type: integer}",
                        "  motor:",
                        "    fields:",
                        "      current: {type: integer, required: true}",
                        "      speed: {type: integer}");
    }

    @Test
    void whatContradictsItselfIsSaid() {
        ModelProposal proposal = new ModelProposal(TOPIC.formatted(1));
        add(proposal, TOPIC.formatted(1) + "/a", "{\"value\":1}");
        add(proposal, TOPIC.formatted(1) + "/a", "{\"value\":2}");
        add(proposal, TOPIC.formatted(1) + "/a", "{\"value\":\"off\"}");
        add(proposal, TOPIC.formatted(1) + "/b", "{\"value\":1}");
        add(proposal, TOPIC.formatted(1) + "/b/c", "{\"value\":1}");

        assertThat(proposal.yaml(topics -> null))
                .contains("; 1 of ANOTHER TYPE do not fit", "b:  # was seen as a value too");
    }

    @Test
    void aTagAloneIsOneField() {
        ModelProposal proposal = new ModelProposal(TOPIC.formatted(1) + "/motor/current");
        add(proposal, TOPIC.formatted(1) + "/motor/current", "{\"value\":1.5}");

        assertThat(proposal.yaml(topics -> null))
                .contains("fields:\n  current: {type: number}  # range: [1.5, 1.5] in 1 samples\n");
    }

    @Test
    void aLocationGivesWhatFollowsTheContracts() {
        ModelProposal proposal = new ModelProposal("umh/v1/acme/#");
        add(proposal, TOPIC.formatted(1) + "/motor/current", "{\"value\":1.5}");

        assertThat(proposal.yaml(topics -> null)).contains("  motor:\n    fields:\n      current: {type: number}");
    }

    @Test
    void itIsBounded() {
        ModelProposal proposal = new ModelProposal(TOPIC.formatted(1));
        for (int i = 0; i < ModelProposal.MAX_FIELDS + 5; i++) {
            add(proposal, TOPIC.formatted(1) + "/f" + i, "{\"value\":1.5}");
        }

        assertThat(proposal.yaml(topics -> null)
                        .lines()
                        .filter(line -> line.contains("type:"))
                        .count())
                .isEqualTo(ModelProposal.MAX_FIELDS);
        assertThat(proposal.yaml(topics -> null)).contains("this is not all");
    }

    private static void add(ModelProposal proposal, String topic, String json) {
        proposal.add((Message.Samples) Pumps.message(Pumps.NAMESPACE.parse(topic), json));
    }
}
