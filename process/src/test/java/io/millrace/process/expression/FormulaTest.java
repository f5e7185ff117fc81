package io.millrace.process.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.process.MistakeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    private static final Map<String, CelType> TYPES = Map.of(
            "a", SimpleType.DOUBLE,
            "zero", SimpleType.DOUBLE,
            "n", SimpleType.INT,
            "s", SimpleType.STRING,
            "on", SimpleType.BOOL,
            "any", SimpleType.DYN,
            "timestamp", SimpleType.DOUBLE);

    // 1732280023.697 s is Friday 2024-11-22 13:53:43.697 in Brussels (12:53:43.697 UTC)
    private static final Map<String, Object> VALUES = Map.of(
            "a", 7.5, "zero", 0.0, "n", 5L, "s", "B:12.5 kg", "on", true, "any", 3L, "timestamp", 1732280023.697);

    private final FormulaReader reader = new FormulaReader(
            "expression",
            new Tables(Map.of(
                    "products", Map.of("A", "1.5", "B", "2"),
                    "names", Map.of("3", "shell", "4", "core"),
                    "counts", Map.of("A", "12", "B", "6"))),
            ZoneId.of("Europe/Brussels"));

    private @Nullable Value compute(String expression) {
        return reader.read(expression, TYPES).compute(name -> Optional.ofNullable(VALUES.get(name)));
    }

    private MistakeException mistake(String expression) {
        return catchThrowableOfType(MistakeException.class, () -> reader.read(expression, TYPES));
    }

    private void fails(String expression, String code) {
        assertThatThrownBy(() -> compute(expression))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a * 2 | 15",
                "2 * a | 15",
                "a + n | 12.5",
                "n - a | -2.5",
                "5 / 9 | 0.5555555555555556",
                "n / 2 | 2.5",
                "5/9 * (212 - 32) | 100",
                "a % 2 | 1.5",
                "-a | -7.5",
                "min(a, 3) | 3",
                "max(1, 2, a) | 7.5",
                "clamp(a, 0, 5) | 5",
                "abs(n - a) | 2.5",
                "sqrt(n * 5) | 5",
                "pow(2, 0.5) * pow(2, 0.5) | 2.0000000000000004",
                "ln(exp(1)) | 1",
                "log10(1000) | 3",
                "round(7.55, 1) | 7.6",
                "round(-2.345, 2) | -2.35",
                "convert(212, 'degF', 'degC') | 100",
                "convert(-40, 'degC', 'degF') | -40",
                "convert(0, 'degC', 'K') | 273.15",
                "convert(90, 'km/h', 'm/s') | 25",
                "convert(1, 'bar', 'kPa') | 100",
                "convert(36, 'MJ', 'kWh') | 10",
                "convert(a, 'kW', 'W') | 7500",
                "convert(1500, 'rpm', 'Hz') | 25",
                "convert(50, '%', '1') | 0.5",
                "convert(18, 'deltaF', 'deltaC') | 10",
                "lookup('products', 'A') * a | 11.25",
                "double('12.5') + 1 | 13.5",
                "on ? 1 : 0.5 | 1",
                "(on ? 1 : a) * 2 | 2",
                "any + a | 10.5",
                "double(s.split(':')[1].extract('[0-9.]+')) | 12.5",
            })
    void numbersOfWhateverKindGiveAReal(String expression, double expected) {
        assertThat(compute(expression)).isEqualTo(Value.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "n * 2 | 10",
                "n % 2 | 1",
                "-7 % 3 | -1",
                "div(7, 2) | 3",
                "div(-7, 2) | -3",
                "round(2.5) | 3",
                "round(-2.5) | -3",
                "round(0.49999999999999994) | 0",
                "floor(-0.5) | -1",
                "ceil(a) | 8",
                "int(-7.9) | -7",
                "int('12') | 12",
                "int(on) + 1 | 2",
                "a > 5 ? 1 : 0 | 1",
                "size(s) | 9",
                "hour(timestamp) | 13",
                "minute(timestamp) | 53",
                "weekday(timestamp) | 5",
                "day(timestamp) | 22",
                "month(timestamp) | 11",
                "lookup('counts', 'B') | 6",
                "lookup('counts', 'C', 0) | 0",
                "any * 2 | 6",
                "9007199254740993 + 0 | 9007199254740993",
                "-9223372036854775808 | -9223372036854775808",
            })
    void wholeNumbersStayWholeAndExact(String expression, long expected) {
        assertThat(compute(expression)).isEqualTo(Value.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a == 7.5 && n == 5.0 | true",
                "a in [1, 7.5, 9] | true",
                "n in [1, 2.5] | false",
                "'b' in ['a', 'b'] | true",
                "on && !(a > 3 && 2 > 3) && a != zero | true",
                "bit(n, 0) && !bit(n, 1) && bit(-1, 63) | true",
                "9007199254740993 > 9007199254740992.0 | true",
                "s.startsWith('B') && s.contains('12') && s.endsWith('kg') | true",
                "matches(s, '^B:[0-9.]+ kg$') | true",
                "isNumber('1e3') && !isNumber('12,5') && !isNumber('NaN') | true",
                "s != 'x' && 'a' < 'b' | true",
                "on == true | true",
            })
    void conditionsCompareNumbersOfBothKinds(String expression, boolean expected) {
        assertThat(compute(expression)).isEqualTo(Value.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'line ' + string(5.0) + '/' + string(0.25) | line 5/0.25",
                "extract(s, '([0-9.]+) kg') | 12.5",
                "extract(s, '([0-9]+) lb', 'none') | none",
                "s.substring(2, 6).trim().upper() | 12.5",
                "replace('12,5', ',', '.') | 12.5",
                "lookup('names', any) | shell",
                "lookup('names', 4.0) | core",
                "a > 5 ? 'high' : 'low' | high",
            })
    void textsAreReadAndMade(String expression, String expected) {
        assertThat(compute(expression)).isEqualTo(Value.of(expected));
    }

    @Test
    void aConditionThatHoldsNeedsNoOther() {
        assertThat(compute("on || 1 / zero > 2")).isEqualTo(Value.of(true));
        assertThat(compute("a > 5 ? 1 : 1 / zero")).isEqualTo(Value.of(1.0));
    }

    @Test
    void nullSaysNothing() {
        assertThat(compute("a > 5 ? null : a")).isNull();
        assertThat(compute("a < 5 ? null : a")).isEqualTo(Value.of(7.5));
    }

    @Test
    void whatCannotBeComputedSaysWhy() {
        fails("a / zero", "division-by-zero");
        fails("n % 0", "division-by-zero");
        fails("div(n, 0)", "division-by-zero");
        fails("n + 9223372036854775807", "number-overflow");
        fails("-(-9223372036854775807 - 1)", "number-overflow");
        fails("1e308 * 10", "number-overflow");
        fails("1e308 * 10 > 5", "number-overflow");
        fails("int(1e19)", "number-overflow");
        fails("sqrt(-a)", "number-illegal");
        fails("pow(-8, 0.5)", "number-illegal");
        fails("ln(zero)", "number-illegal");
        fails("clamp(a, 5, 1)", "number-illegal");
        fails("bit(n, 64)", "number-illegal");
        fails("double(s)", "value-unreadable");
        fails("double('NaN')", "value-unreadable");
        fails("extract(s, 'lb')", "extract-missing");
        fails("lookup('products', s)", "lookup-missing");
        fails("s.split(':')[2]", "index-outside");
        fails("s.substring(3, 99)", "index-outside");
        fails("matches(s, s + '(')", "pattern-illegal");
        fails("any.trim()", "value-wrong-type");
    }

    @Test
    void noTextGrowsWithoutEnd() {
        // 300 characters, each replaced by 300: 90,000
        String many = "x".repeat(300);
        fails("replace(replace(s, 'B', '" + many + "'), 'x', '" + many + "')", "text-too-long");
    }

    @Test
    void aMistakeIsShownWhereItIs() {
        assertThat(mistake("a +\n 2 * foo").getMessage()).contains("Line 2, column 6", "'foo'", "There are a, any");
        assertThat(mistake("a + sqr(n)").getMessage()).contains("Line 1, column 5", "'sqr'", "'sqrt'");
        assertThat(mistake("timstamp").getMessage()).contains("Did you mean 'timestamp'?");
        assertThat(mistake("s + 1").getMessage()).contains("column 3", "a text and a whole number", "double(text)");
        assertThat(mistake("on + 1").getMessage()).contains("a boolean and a whole number");
        assertThat(mistake("a ? 1 : 2").getMessage()).contains("Before '?' stands a number");
        assertThat(mistake("on ? 1 : 'x'").getMessage()).contains("a whole number and a text");
        assertThat(mistake("clamp(a, 1)").getMessage()).contains("clamp(number, lowest, highest)");
        assertThat(mistake("a.b").getMessage()).contains("A point follows on a number");
        assertThat(mistake("a +").getMessage()).contains("ends too early");
        assertThat(mistake("[a]").getMessage()).contains("a list");
        assertThat(mistake("null").getMessage()).contains("nothing");
        assertThat(mistake("  ").getMessage()).contains("empty");
    }

    @Test
    void habitsFromOtherLanguagesAreKnown() {
        assertThat(mistake("a = 3").getMessage()).contains("== to compare");
        assertThat(mistake("on and on").getMessage()).contains("&& for and");
        assertThat(mistake("a <> 3").getMessage()).contains("!=");
        assertThat(mistake("1,5 * a").getMessage()).contains("decimal point");
        assertThat(mistake("a ^ 2").getMessage()).contains("pow(a, b)");
        assertThat(mistake("IF a > 3 THEN 1").getMessage()).contains("condition ? value : other");
    }

    @Test
    void unitsTablesAndPatternsAreCheckedBeforeTheFirstMessage() {
        assertThat(mistake("convert(a, 'degf', 'degC')").getMessage()).contains("column 12", "Did you mean 'degF'?");
        assertThat(mistake("convert(a, 'degF', 'kW')").getMessage()).contains("temperature", "power");
        assertThat(mistake("lookup('product', s)").getMessage()).contains("Did you mean 'products'?");
        assertThat(mistake("lookup(s, s)").getMessage()).contains("in quotes");
        assertThat(mistake("s.matches('(')").getMessage()).contains("column 11", "no pattern");
        assertThat(mistake("matches(s, '(x{1000}){1000}')").getMessage()).contains("pattern");
    }

    @Test
    void nothingCanLoopOrGrowLarge() {
        assertThat(mistake("[1, 2].all(x, x > 1)").getMessage()).contains("no loops", "'all'");
        assertThat(mistake("[1, 2].map(x, x * 2)[0]").getMessage()).contains("no loops");
        assertThat(mistake("{'a': 1}['a']").getMessage()).contains("lookup");
        assertThat(mistake("google.protobuf.Timestamp{seconds: 1}").getMessage())
                .contains("Braces");
        assertThat(mistake("a" + " + a".repeat(600)).getMessage()).contains("2401 characters");
        assertThat(mistake("a" + "+a".repeat(600)).getMessage()).contains("Line 1");
        assertThat(mistake("(".repeat(200) + "a" + ")".repeat(200)).getMessage())
                .contains("too deeply");
    }
}
