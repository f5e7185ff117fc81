package io.millrace.process.trial;

import static io.millrace.process.trial.Alarms.SECOND;
import static io.millrace.process.trial.Alarms.SIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Keying;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples as people write them down. */
class SampleSheetTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    /** At plant/line-1 in Brussels, which in November is an hour ahead of UTC; reads everything. */
    private static Definition definition() {
        Setting setting = new Setting("any", Alarms.NAMESPACE, "plant/line-1", ZoneId.of("Europe/Brussels"));
        Plan plan = new Plan(
                List.of(
                        setting.source("tag", "input", "_historian/#"),
                        setting.source("event", "input", "_analytics/#")),
                new Keying.ByPlace(2),
                List.of(),
                place -> {
                    throw new IllegalStateException("is not run");
                });
        return new Definition("any", "any", "1", setting, plan, Duration.ofMinutes(1), Duration.ZERO);
    }

    private static List<Said> read(String... lines) throws IOException, SheetException {
        return new SampleSheet(definition(), Area.EVERYWHERE, DAY)
                .read(new BufferedReader(new StringReader(String.join("\r\n", lines))));
    }

    private static Content content(String value) throws IOException, SheetException {
        return read("06:00," + "_historian/t," + value).get(0).content();
    }

    private static String mistake(String line) {
        try {
            read(line);
            return "none";
        } catch (SheetException wrong) {
            return wrong.mistakes().get(0).sentence();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void timesAreOfThePlantUnlessTheySayOtherwise() throws Exception {
        assertThat(read(
                        "2026-11-21T07:00,_historian/t,1",
                        "2026-11-21 07:00:00.000,_historian/t,1",
                        "2026-11-21T06:00:00Z,_historian/t,1",
                        "2026-11-21T16:00:00+10:00,_historian/t,1",
                        "07:00,_historian/t,1",
                        SIX / 1000 + ",_historian/t,1"))
                .extracting(said -> said.identity().timestampMicros())
                .containsOnly(SIX);
        assertThat(read("07:00:00.000250,_historian/t,1").get(0).identity().timestampMicros())
                .isEqualTo(SIX + 250);
        assertThat(mistake("25:00,_historian/t,1")).startsWith("'25:00' is no time. Write it as 2026-");
        assertThat(mistake(",_historian/t,1")).startsWith("'' is no time");
        assertThat(mistake("99999999999999999999,_historian/t,1")).contains("is no time");
    }

    @Test
    void aTimeAgoIsReckonedFromNow() {
        Instant now = Instant.parse("2026-11-21T08:30:00Z");
        ZoneId zone = ZoneId.of("Europe/Brussels");
        assertThat(Moment.micros("2h", zone, now)).isEqualTo(SIX + 30 * 60 * SECOND);
        assertThat(Moment.micros("90min", zone, now)).isEqualTo(SIX + 60 * 60 * SECOND);
        assertThat(Moment.micros("1d", zone, now)).isEqualTo(SIX + (2 * 60 + 30) * 60 * SECOND - 86_400 * SECOND);
        assertThat(Moment.micros("2026-11-21", zone, now)).isEqualTo(SIX - 7 * 3600 * SECOND);
        assertThatThrownBy(() -> Moment.micros("2 weeks", zone, now))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("in the time zone Europe/Brussels");
    }

    @Test
    void topicsAreBelowTheLocationOrComplete() throws Exception {
        assertThat(read(
                        "06:00,_historian/t,1",
                        "06:00,umh/v1/plant/line-1/_historian/t,1",
                        "06:00,/plant/line-1/_historian/t,1"))
                .extracting(said -> said.topic().path())
                .containsOnly("umh/v1/plant/line-1/_historian/t");
        assertThat(mistake("06:00,/plant/line-2/_historian/t,1"))
                .isEqualTo("'umh/v1/plant/line-2/_historian/t' is no input of 'any'. It reads"
                        + " umh/v1/plant/line-1/_historian/#, umh/v1/plant/line-1/_analytics/#.");
        assertThat(mistake("06:00,t,1")).contains("no contract");
    }

    @Test
    void ofManyLocationsOneMustBeNamed() throws Exception {
        String line = "06:00,_historian/made,1";
        BufferedReader lines = new BufferedReader(new StringReader(line));
        assertThatThrownBy(() -> new SampleSheet(Alarms.definition(), Area.EVERYWHERE, DAY).read(lines))
                .isInstanceOfSatisfying(SheetException.class, wrong -> assertThat(
                                wrong.mistakes().get(0).sentence())
                        .contains("does not say where")
                        .contains("--location"));
        assertThat(new SampleSheet(Alarms.definition(), new Area("plant/cells/a"), DAY)
                        .read(new BufferedReader(new StringReader(line))))
                .hasSize(1);
        assertThat(new SampleSheet(Alarms.definition(), Area.EVERYWHERE, DAY)
                        .read(new BufferedReader(new StringReader("06:00,a/_historian/made,1"))))
                .extracting(said -> said.topic().path())
                .containsExactly("umh/v1/plant/cells/a/_historian/made");
        assertThat(SampleSheet.common("+/line")).isEmpty();
        assertThat(SampleSheet.common("a/b")).isEqualTo("a/b");
    }

    @Test
    void valuesAreWhatTheyLookLikeAndInQuotationMarksText() throws Exception {
        assertThat(content("42")).isEqualTo(Content.of(Value.of(42)));
        assertThat(content("-9223372036854775808")).isEqualTo(Content.of(Value.of(Long.MIN_VALUE)));
        assertThat(content("9223372036854775808")).isEqualTo(Content.of(Value.of(9.223372036854775808e18)));
        assertThat(content("2.50")).isEqualTo(Content.of(Value.of(2.5)));
        assertThat(content("1e3")).isEqualTo(Content.of(Value.of(1000.0)));
        assertThat(content("true")).isEqualTo(Content.of(Value.of(true)));
        assertThat(content("running")).isEqualTo(Content.of(Value.of("running")));
        assertThat(content("\"42\"")).isEqualTo(Content.of(Value.of("42")));
        assertThat(content("\"\"")).isEqualTo(Content.of(Value.of("")));
        assertThat(content("\"a, \"\"b\"\"\"")).isEqualTo(Content.of(Value.of("a, \"b\"")));
        assertThat(mistake("06:00,_historian/t,NaN")).startsWith("'NaN' is no number.");
        assertThat(mistake("06:00,_historian/t,5 bags")).contains("quotation marks if it is text");
        assertThat(mistake("06:00,_historian/t,1e999")).contains("is no number");
    }

    @Test
    void aQualityMayStandForAValue() throws Exception {
        assertThat(content(",Bad_NoCommunication")).isEqualTo(new Content.Measured(null, Quality.BAD_NO_COMMUNICATION));
        assertThat(content("5,uncertain")).isEqualTo(new Content.Measured(Value.of(5), Quality.UNCERTAIN));
        assertThat(content("5,")).isEqualTo(Content.of(Value.of(5)));
        assertThat(mistake("06:00,_historian/t,")).startsWith("There is no value, and the quality is Good.");
        assertThat(mistake("06:00,_historian/t,1,fair")).startsWith("'fair' is no quality.");
    }

    @Test
    void eventsGetTheTimeOfTheirLine() throws Exception {
        Said said = read("2026-11-21T06:00:00Z,_analytics/count,\"{\"\"count\"\":3,\"\"id\"\":\"\"b-1\"\"}\"")
                .get(0);
        assertThat(said.identity().id()).isEqualTo("b-1");
        assertThat(said.content())
                .isEqualTo(new Content.Happened("{\"timestamp_ms\":1795240800000,\"count\":3,\"id\":\"b-1\"}"));
        assertThat(read("2026-11-21T06:00:00Z,_analytics/count,{}").get(0).content())
                .isEqualTo(new Content.Happened("{\"timestamp_ms\":1795240800000}"));
        assertThat(mistake("06:00,_analytics/count,3")).contains("no JSON object");
        assertThat(mistake("06:00,_analytics/count,{\"timestamp_ms\":1}")).contains("Take timestamp_ms out");
        assertThat(mistake("06:00,_analytics/count,{},Good")).contains("no quality");
    }

    @Test
    void whatSaysNothingIsPassedOverAndLinesAreCountedAllTheSame() throws Exception {
        assertThat(read("\uFEFFTime, Topic, Value", "", "# the first", "06:00,_historian/t,1", "   "))
                .hasSize(1);
        assertThatThrownBy(() ->
                        read("time,topic,value", "# x", "06:00,_historian/t", "06:00,_historian/t,\"1", "x,\"y\"z,1"))
                .isInstanceOfSatisfying(SheetException.class, wrong -> {
                    assertThat(wrong.mistakes())
                            .extracting(SheetException.Mistake::line)
                            .containsExactly(3, 4, 5);
                    assertThat(wrong.mistakes().get(0).sentence()).startsWith("The line has 2 values.");
                    assertThat(wrong.mistakes().get(1).sentence()).startsWith("A quotation mark is not closed.");
                    assertThat(wrong.mistakes().get(2).sentence())
                            .startsWith("Behind a closing quotation mark stands 'z'.");
                });
        assertThat(read()).isEmpty();
    }

    @Test
    void afterManyMistakesItIsEnough() {
        String[] lines = new String[50];
        java.util.Arrays.fill(lines, "?");
        assertThatThrownBy(() -> read(lines))
                .isInstanceOfSatisfying(SheetException.class, wrong -> assertThat(wrong.mistakes())
                        .hasSize(20));
    }
}
