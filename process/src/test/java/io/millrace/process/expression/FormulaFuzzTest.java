package io.millrace.process.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.millrace.model.ProblemException;
import io.millrace.process.MistakeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Garbage is refused in the words of a mistake, and neither hangs nor escapes. */
class FormulaFuzzTest {

    private static final Map<String, CelType> TYPES = Map.of(
            "a", SimpleType.DOUBLE,
            "n", SimpleType.INT,
            "s", SimpleType.STRING,
            "on", SimpleType.BOOL,
            "any", SimpleType.DYN);
    private static final Map<String, Object> VALUES =
            Map.of("a", 7.5, "n", Long.MAX_VALUE, "s", "B:12.5 kg", "on", true, "any", "x");
    private static final List<String> TOKENS = List.of(
            "a",
            "n",
            "s",
            "on",
            "any",
            "foo",
            "1",
            "2.5",
            "-3",
            "0",
            "9223372036854775807",
            "1e308",
            "'x'",
            "'('",
            "\"",
            "'",
            "null",
            "true",
            "+",
            "-",
            "*",
            "/",
            "%",
            "==",
            "!=",
            "<",
            ">=",
            "&&",
            "||",
            "!",
            "?",
            ":",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            "in",
            "min(",
            "max(",
            "round(",
            "convert(",
            "lookup(",
            "matches(",
            "extract(",
            "split(",
            "replace(",
            "substring(",
            "int(",
            "double(",
            "string(",
            "bit(",
            "hour(",
            "all(",
            "map(",
            "has(",
            "b'x'",
            "1u",
            "\n",
            "//",
            "\\",
            "é",
            "\u0000",
            "r'''",
            "type(",
            "dyn(",
            "google.protobuf.",
            "timestamp(",
            "duration('1s')",
            "for",
            "@in",
            "_+_(",
            ".a",
            "?.",
            "`a`");

    private final FormulaReader reader =
            new FormulaReader("expression", new Tables(Map.of("x", Map.of("A", "1"))), ZoneOffset.UTC);

    private void tryIt(String text) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    try {
                        reader.read(text, TYPES).compute(name -> Optional.ofNullable(VALUES.get(name)));
                    } catch (MistakeException mistake) {
                        assertThat(mistake.getMessage()).startsWith("expression: ");
                    } catch (ProblemException problem) {
                        assertThat(problem.problem().message()).isNotBlank();
                    }
                },
                () -> "of '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tokensInAnyOrder(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 250; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(14); length > 0; length--) {
                text.append(TOKENS.get(random.nextInt(TOKENS.size()))).append(random.nextBoolean() ? " " : "");
            }
            tryIt(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void anyCharacters(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(60); length > 0; length--) {
                text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x3000) : ' ' + random.nextInt('~' - ' '));
            }
            tryIt(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "[", "{", "a?", "-", "!", "a.", "a[", "min(", "'", "a+", "a||", "a?a:", "a==", "s+", "1,"})
    void repeatedToTheLimit(String piece) {
        tryIt(piece.repeat(1990 / piece.length()));
        tryIt(piece.repeat(1990 / piece.length()) + "a");
        tryIt(piece.repeat(40) + "a");
        tryIt(piece.repeat(5000));
    }
}
