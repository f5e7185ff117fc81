package io.millrace.app.recompute;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.recompute.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule says, sorted on disk. */
class SpoolTest {

    @TempDir
    Path folder;

    private static Told told(long time, Content content, boolean open) {
        return new Told(new Identity("umh/v1/a/_historian/t", time, ""), content, open);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 10_000})
    void itIsSortedAndTheLastWordCountsWhereverItIs(int inMemory) throws Exception {
        Random random = new Random(inMemory);
        Map<Identity, Told> expected = new TreeMap<>();
        List<Told> read = new ArrayList<>();
        try (Spool spool = new Spool(folder, inMemory)) {
            for (int i = 0; i < 300; i++) {
                Told told = told(random.nextInt(100), content(random, i), random.nextInt(10) == 0);
                spool.add(told);
                expected.merge(
                        told.identity(),
                        told,
                        (before, now) -> new Told(now.identity(), now.content(), before.open() || now.open()));
            }
            spool.read().forEachRemaining(read::add);
        }

        assertThat(read).containsExactlyElementsOf(expected.values());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static Content content(Random random, int number) {
        return switch (random.nextInt(4)) {
            case 0 -> Content.RETRACTED;
            case 1 -> new Content.Happened("{\"number\":" + number + "}");
            case 2 -> new Content.Measured(null, Quality.BAD_NO_DATA);
            default -> Content.of(Value.of(number));
        };
    }

    @Test
    void nothingIsNothing() {
        try (Spool spool = new Spool(folder, 10)) {
            assertThat(spool.read().hasNext()).isFalse();
        }
    }
}
