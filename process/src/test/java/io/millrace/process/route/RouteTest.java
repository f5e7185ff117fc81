package io.millrace.process.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Source;
import io.millrace.process.core.Content;
import io.millrace.process.core.Output;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    private static final Content FIVE = Content.of(Value.of(5));

    private static Plan plan(String at, List<String> from, String to, Map<String, String> names, String... fields) {
        return new RouteKind().plan(new RouteOptions(from, to, names, List.of(fields)), Passing.setting(at));
    }

    private static Passing<Route.Nothing> route(String at, String from, String to) {
        return new Passing<>(plan(at, List.of(from), to, Map.of()));
    }

    private static String path(List<Output> outputs) {
        return outputs.get(0).topic().path();
    }

    @Test
    void valueQualityTimeAndIdStayAsTheyAre() {
        Content content = new Content.Measured(Value.of(3.5), Quality.UNCERTAIN_LAST_USABLE_VALUE);

        List<Output> outputs = route("works/liege", "press/_raw/+", "press/_historian/{tag}")
                .give("works/liege/press/_raw/force", 17, "x", content);

        assertThat(outputs).singleElement().satisfies(output -> {
            assertThat(output.topic().path()).isEqualTo("umh/v1/works/liege/press/_historian/force");
            assertThat(output.timestampMicros()).isEqualTo(17);
            assertThat(output.id()).isEqualTo("x");
            assertThat(output.content()).isEqualTo(content);
            assertThat(output.corrects()).isFalse();
            assertThat(output.from()).isEmpty();
        });
    }

    @Test
    void badWithoutValuePassesToo() {
        Content bad = new Content.Measured(null, Quality.BAD_NO_COMMUNICATION);

        assertThat(route("works", "_raw/#", "_historian/{name}").give("works/_raw/a/b", 1, bad))
                .singleElement()
                .satisfies(output -> assertThat(output.content()).isEqualTo(bad));
    }

    @Test
    void placeholdersAreThePartsOfTheTopic() {
        Passing<?> route =
                route("works/+", "+/_raw/burner/#", "/mirror/{location}/x-{1}/_historian/{contract}/{name}/{2}/{tag}");

        assertThat(path(route.give("works/liege/kiln-1/_raw/burner/a/b", 1, FIVE)))
                .isEqualTo("umh/v1/mirror/works/liege/kiln-1/x-kiln-1/_historian/_raw/burner/a/b/a/b/b");
    }

    @Test
    void whatIsBelowTheLocationStaysAtTheInstanceTheMessageIsOf() {
        Passing<?> route = route("works/+/+", "cell-1/_historian/t", "_historian/cell-1-{tag}");

        assertThat(path(route.give("works/liege/kilns/cell-1/_historian/t", 1, FIVE)))
                .isEqualTo("umh/v1/works/liege/kilns/_historian/cell-1-t");
    }

    @Test
    void severalTopicsBecomeOne() {
        Passing<?> route = new Passing<>(plan(
                "works/line",
                List.of("cell-1/_analytics/count", "cell-2/_analytics/count"),
                "_analytics/count",
                Map.of()));
        Content event = new Content.Happened("{\"timestamp_ms\":1,\"id\":\"a\",\"count\":1}");

        assertThat(path(route.give("works/line/cell-1/_analytics/count", 1000, "a", event)))
                .isEqualTo("umh/v1/works/line/_analytics/count");
        List<Output> second = route.give("works/line/cell-2/_analytics/count", 1000, "b", event);
        assertThat(path(second)).isEqualTo("umh/v1/works/line/_analytics/count");
        assertThat(second.get(0).id()).isEqualTo("b");
        assertThat(second.get(0).content()).isEqualTo(event);
    }

    @Test
    void tagsGetOtherNames() {
        Plan plan = plan(
                "works",
                List.of("_raw/+", "_raw/burner/TempIst"),
                "_historian/{tag}",
                Map.of("TempIst", "temperature", "DrkIst", "pressure"));
        Passing<?> route = new Passing<>(plan);

        assertThat(path(route.give("works/_raw/DrkIst", 1, FIVE))).isEqualTo("umh/v1/works/_historian/pressure");
        assertThat(path(route.give("works/_raw/speed", 1, FIVE))).isEqualTo("umh/v1/works/_historian/speed");
        assertThat(path(route.give("works/_raw/burner/TempIst", 1, FIVE)))
                .isEqualTo("umh/v1/works/_historian/temperature");
        assertThat(plan.writes()).containsExactly("umh/v1/works/_historian/+", "umh/v1/works/_historian/temperature");
    }

    @Test
    void theFieldsOfAnEventBecomeTags() {
        Plan plan = plan(
                "works",
                List.of("_analytics/count"),
                "_historian/pieces/{field}",
                Map.of(),
                "count",
                "scrap",
                "by.shift");
        Passing<?> route = new Passing<>(plan);
        Content event = new Content.Happened(
                "{\"timestamp_ms\":1,\"id\":\"a\",\"count\":7,\"other\":1,\"by\":{\"shift\":\"early\"}}");

        List<Output> outputs = route.give("works/_analytics/count", 1000, "a", event);

        assertThat(outputs)
                .extracting(output -> output.topic().name())
                .containsExactly("pieces/count", "pieces/by.shift");
        assertThat(outputs)
                .extracting(Output::content)
                .containsExactly(Content.of(Value.of(7)), Content.of(Value.of("early")));
        assertThat(plan.writes())
                .containsExactly(
                        "umh/v1/works/_historian/pieces/count",
                        "umh/v1/works/_historian/pieces/scrap",
                        "umh/v1/works/_historian/pieces/by.shift");
        assertThatThrownBy(() -> route.give("works/_analytics/count", 2000, new Content.Happened("{\"a\":1}")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("none of the fields count, scrap, by.shift");
        assertThatThrownBy(() -> route.give("works/_analytics/count", 2000, new Content.Happened("[1]")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no JSON object");
        assertThatThrownBy(() -> route.give("works/_analytics/count", 2000, FIVE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no fields");
    }

    @Test
    void aPlanSaysWhatIsReadAndWritten() {
        Plan plan = plan("works/+", List.of("+/_raw/a/#", "_raw/b"), "_historian/all/{name}/x", Map.of());

        assertThat(plan.keying()).isEqualTo(new Keying.ByTopic());
        assertThat(plan.sources())
                .containsExactly(
                        new Source("from[0]", "umh/v1/works/+/+/_raw/a/#"),
                        new Source("from[1]", "umh/v1/works/+/_raw/b"));
        assertThat(plan.writes())
                .containsExactly("umh/v1/works/+/_historian/all/a/#", "umh/v1/works/+/_historian/all/b/x");
    }

    @Test
    void aMessageOfWhichNoLegalTopicComesIsRefused() {
        String longest = "a".repeat(64);
        Passing<?> route = route("works", "+/_raw/x", "{1}-copy/_historian/x");

        assertThat(route.give("works/press/_raw/x", 1, FIVE)).hasSize(1);
        assertThatThrownBy(() -> route.give("works/" + longest + "/_raw/x", 1, FIVE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("longer than 64")
                .hasMessageContaining("Correct 'to' of tidy");
    }

    @Test
    void aRouteThatWouldReadWhatItWritesIsRefused() {
        assertLoop("works", "_historian/#", "_historian/all/{tag}");
        assertLoop("works", "_historian/+", "_historian/{tag}-copy");
        assertLoop("works/+", "_historian/t", "/works/other/_historian/t");
        assertThat(plan("works", List.of("_historian/+"), "_historian/copy/{tag}", Map.of())
                        .writes())
                .containsExactly("umh/v1/works/_historian/copy/+");
    }

    private static void assertLoop(String at, String from, String to) {
        assertThatThrownBy(() -> plan(at, List.of(from), to, Map.of()))
                .isInstanceOf(MistakeException.class)
                .hasMessageStartingWith("to: ")
                .hasMessageContaining("would be read again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "_raw/x | _historian/{tga} | to | '{tga}' stands for nothing",
                "_raw/+ | _historian/{2} | to | as many + and #",
                "_raw/+ | _historian/{0} | to | as many + and #",
                "_raw/x | _historian/{field} | to | '{field}' stands for nothing",
                "_raw/x | _historian/{tag | to | A brace stands alone",
                "_raw/x | _historian/+ | to | holds + or #",
                "_raw/x | other/{tag} | to | no contract",
                "_raw/x | _historian/a b | to | Segment 'a b'",
                "_analytics/count | _historian/count | to | carries events",
                "_raw/x | _analytics/x | to | carries samples",
                "# | _historian/x | from[0] | names no contract",
                "+/_raw | _historian/x | from[0] | names no tag",
                "_raw/+x | _historian/x | from[0] | no topic filter",
            })
    void whatDoesNotFitIsRefusedWithItsKey(String from, String to, String key, String message) {
        assertThatThrownBy(() -> plan("works", List.of(from), to, Map.of()))
                .isInstanceOf(MistakeException.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void fieldsGoFromEventsToTagsOfTheirOwn() {
        assertThatThrownBy(() -> plan("works", List.of("_analytics/count"), "_historian/x", Map.of(), "count"))
                .hasMessageContaining("All fields would go to one topic");
        assertThatThrownBy(() -> plan("works", List.of("_raw/x"), "_historian/{field}", Map.of(), "count"))
                .hasMessageContaining("Fields are taken from events");
        assertThatThrownBy(
                        () -> plan("works", List.of("_analytics/count"), "_historian/{field}", Map.of(), "bad field"))
                .hasMessageContaining("bad field");
        assertThatThrownBy(() -> plan("works", List.of("_analytics/x"), "_historian/{field}", Map.of(), "a", "a"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> plan("works", List.of("_raw/x"), "_historian/{tag}", Map.of("a", "b/c")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> plan("works", List.of(), "_historian/{tag}", Map.of()))
                .hasMessageContaining("names no topic");
    }

    @Test
    void anEventDoesNotBecomeASample() {
        Passing<?> route = route("works", "_raw/x", "_historian/x");

        assertThatThrownBy(() -> route.give("works/_raw/x", 1, new Content.Happened("{}")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Events stay on _analytics");
    }

    @Test
    void aLocationThatBeginsWithAnUnderscoreIsNoWayOutOfWhatThePlanSays() {
        Passing<?> route = route("works", "+/_raw/x", "/mirror/{location}/_historian/x");

        assertThatThrownBy(() -> route.give("works/_historian/_raw/x", 1, FIVE)).isInstanceOf(ProblemException.class);
    }
}
