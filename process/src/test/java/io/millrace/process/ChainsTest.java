package io.millrace.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.TopicFilter;
import io.millrace.process.window.WindowKind;
import io.millrace.process.window.WindowOptions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainsTest {

    @ParameterizedTest
    @CsvSource({
        "a/b,a/b,true",
        "a/b,a/c,false",
        "a/+,a/c,true",
        "a/+,+/c,true",
        "a/+,b/+,false",
        "a/#,a/b/c,true",
        "a/#,a,true",
        "a/+/#,a,false",
        "a/b,a/b/c,false",
        "#,x/y,true",
        "a/#,b/#,false",
        "+/_raw/#,x/_historian/y,false",
    })
    void filtersOverlapWhenATopicCanMatchBoth(String one, String other, boolean overlap) {
        assertThat(Chains.overlap(one, other)).isEqualTo(overlap);
        assertThat(Chains.overlap(other, one)).isEqualTo(overlap);
    }

    @Test
    void whereATopicMatchesBothTheyOverlap() {
        Random random = new Random(3);
        int both = 0;
        for (int i = 0; i < 20_000; i++) {
            String topic = topic(random);
            String one = filter(random);
            String other = filter(random);
            if (TopicFilter.parse(one).matches(topic)
                    && TopicFilter.parse(other).matches(topic)) {
                both++;
                assertThat(Chains.overlap(one, other))
                        .as("%s %s by %s", one, other, topic)
                        .isTrue();
            }
        }
        assertThat(both).isGreaterThan(500);
    }

    @Test
    void theIndexFindsWhatOverlapsAndNothingElse() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            FilterIndex index = new FilterIndex();
            List<String> filters = Stream.generate(() -> filter(random))
                    .limit(1 + random.nextInt(30))
                    .toList();
            for (int i = 0; i < filters.size(); i++) {
                index.put(filters.get(i), i);
            }
            for (String wanted : List.of(filter(random), topic(random), filter(random))) {
                assertThat(index.overlapping(wanted))
                        .as("%s in %s", wanted, filters)
                        .containsExactlyElementsOf(IntStream.range(0, filters.size())
                                .filter(i -> Chains.overlap(wanted, filters.get(i)))
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void theLongestWayCounts() {
        Definition first = window("first", "raw", "one");
        Definition second = window("second", "one/count", "two");
        Definition third = window("third", "two/count", "three");
        Definition aside = window("aside", "raw", "other");

        assertThat(Chains.longest(List.of())).isEqualTo(1);
        assertThat(Chains.longest(List.of(first, aside))).isEqualTo(1);
        assertThat(Chains.longest(List.of(third, aside, first, second))).isEqualTo(3);
    }

    private static Definition window(String name, String input, String output) {
        Setting setting = new Setting(name, new Namespace("umh/v1"), "works/+", ZoneId.of("UTC"));
        WindowOptions options = new WindowOptions(
                "_historian/" + input,
                null,
                Duration.ofSeconds(10),
                null,
                null,
                null,
                Duration.ZERO,
                List.of("count"),
                WindowOptions.Per.SECOND,
                null,
                output);
        return new Definition(
                name,
                "window",
                "rev-1",
                setting,
                new WindowKind().plan(options, setting),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    private static String topic(Random random) {
        StringBuilder topic = new StringBuilder("a");
        for (int i = random.nextInt(3); i > 0; i--) {
            topic.append('/').append((char) ('a' + random.nextInt(2)));
        }
        return topic.toString();
    }

    private static String filter(Random random) {
        StringBuilder filter = new StringBuilder(random.nextInt(4) == 0 ? "+" : "a");
        for (int i = random.nextInt(3); i > 0; i--) {
            filter.append('/').append(new String[] {"a", "b", "+"}[random.nextInt(3)]);
        }
        return random.nextInt(4) == 0 ? filter.append("/#").toString() : filter.toString();
    }
}
