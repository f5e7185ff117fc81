package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.TopicFilter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicMatchesTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");

    private final LiveNamespace live = new LiveNamespace(NAMESPACE, 100_000);

    private void declare(String... topics) {
        for (String topic : topics) {
            live.declare(NAMESPACE.parse("umh/v1/" + topic));
        }
    }

    @Test
    void findsWhatFitsInTheOrderOfTheTree() {
        declare(
                "p/line-10/_historian/a",
                "p/line-2/_historian/a",
                "p/line-2/_historian/b",
                "p/line-2/cell/_historian/a");
        assertThat(found("umh/v1/p/+/_historian/a", 10))
                .containsExactly("umh/v1/p/line-2/_historian/a", "umh/v1/p/line-10/_historian/a");
        assertThat(found("umh/v1/p/line-2/#", 10)).hasSize(3);
        assertThat(found("umh/v1/p/line-2/_historian/b/#", 10))
                .as("# stands for the level before it as well")
                .containsExactly("umh/v1/p/line-2/_historian/b");
        assertThat(found("umh/v1/p/line-2/_historian/b", 10)).containsExactly("umh/v1/p/line-2/_historian/b");
        assertThat(found("umh/v1/q/+/_historian/a", 10)).isEmpty();
        assertThat(found("other/p/#", 10)).isEmpty();
    }

    @Test
    void saysWhenThereAreMoreThanWereAskedFor() {
        for (int i = 0; i < 25_000; i++) {
            declare("p/line-" + i + "/_historian/a");
        }
        TopicMatches few = TopicMatches.of(live, "umh/v1/p/#", tag -> true, 3);
        assertThat(few.tags()).hasSize(3);
        assertThat(few.more()).isTrue();
        TopicMatches none = TopicMatches.of(live, "umh/v1/p/+/_historian/a", tag -> false, 3);
        assertThat(none.more()).as("nobody knows: it did not look at all").isTrue();
    }

    @Test
    void agreesWithTheFilterItself() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            declare(word(random) + "/" + word(random) + "/_historian/" + word(random)
                    + (random.nextBoolean() ? "/" + word(random) : ""));
        }
        for (int i = 0; i < 200; i++) {
            String filter = "umh/v1/" + wild(random) + "/" + wild(random) + "/_historian/"
                    + (random.nextBoolean() ? "#" : wild(random));
            TopicFilter expected = TopicFilter.parse(filter);
            assertThat(found(filter, 1_000))
                    .as(filter)
                    .containsExactlyInAnyOrderElementsOf(live.tags().stream()
                            .map(LiveTag::path)
                            .filter(expected::matches)
                            .toList());
        }
    }

    private static String word(Random random) {
        return List.of("a", "b", "c", "d").get(random.nextInt(4));
    }

    private static String wild(Random random) {
        return random.nextInt(3) == 0 ? "+" : word(random);
    }

    private List<String> found(String filter, int limit) {
        return TopicMatches.of(live, filter, tag -> true, limit).tags().stream()
                .map(LiveTag::path)
                .toList();
    }
}
