package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.TagInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSearchTest {

    private final LiveNamespace live = new LiveNamespace(new Namespace("umh/v1"), 1_000);
    private final Map<String, TagInfo> configured = new HashMap<>();

    TopicSearchTest() {
        tag("works/kiln-10/_historian/temperature", "degC", null);
        tag("works/kiln-2/_historian/temperature", "degC", null);
        tag("works/kiln-2/_historian/exhaust/oxygen", "%", "Lambda probe in the waste gas");
        tag("works/temperature-lab/_historian/humidity", "%", null);
        tag("works/main/_historian/energy", "kWh", "Main feed");
    }

    @Test
    void everyWordMustOccurSomewhere() {
        assertThat(find("kiln temp"))
                .containsExactly("works/kiln-2/_historian/temperature", "works/kiln-10/_historian/temperature");
        assertThat(find("kiln humidity")).isEmpty();
    }

    @Test
    void theTagsOwnNameComesFirst() {
        assertThat(find("temp"))
                .containsExactly(
                        "works/kiln-2/_historian/temperature",
                        "works/kiln-10/_historian/temperature",
                        "works/temperature-lab/_historian/humidity");
    }

    @Test
    void unitAndDescriptionCountAndCaseDoesNot() {
        assertThat(find("KWH")).containsExactly("works/main/_historian/energy");
        assertThat(find("LAMBDA gas")).containsExactly("works/kiln-2/_historian/exhaust/oxygen");
    }

    @Test
    void givesAPageAndSaysHowManyThereAre() {
        TopicSearch.Result result = new TopicSearch("historian", configured).in(live.tags(), 1, 2);
        assertThat(result.total()).isEqualTo(5);
        assertThat(result.found()).hasSize(2);
    }

    private List<String> find(String text) {
        return new TopicSearch(text, configured)
                .in(live.tags(), 0, 100).found().stream()
                        .map(tag -> tag.topic().path().substring("umh/v1/".length()))
                        .toList();
    }

    private void tag(String path, String unit, String description) {
        LiveTag tag = live.declare(live.namespace().parse("umh/v1/" + path));
        configured.put(tag.topic().path(), new TagInfo(tag.topic(), "plc", "x", unit, description));
    }
}
