package io.millrace.prove.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("journal");
    }

    private static Entry attempted(long number) {
        return new Entry(Entry.Kind.ATTEMPTED, 1, 7, number, 1_000_000 + number);
    }

    private List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        JournalReader.read(file, entries::add);
        return entries;
    }

    @Test
    void givesBackWhatWasCommittedInItsOrder() {
        List<Entry> entries = List.of(
                attempted(1),
                new Entry(Entry.Kind.ACKNOWLEDGED, 1, 7, 1, 0),
                new Entry(Entry.Kind.SHOWN, 0, 60, 0, 0xFFFF_FFFFL));
        try (JournalWriter writer = JournalWriter.open(file)) {
            entries.forEach(writer::add);
            writer.commit();

            assertThat(read()).isEqualTo(entries);
        }
    }

    @Test
    void keepsMoreThanOneBufferOfEntries() {
        try (JournalWriter writer = JournalWriter.open(file)) {
            for (int number = 1; number <= 20_000; number++) {
                writer.add(attempted(number));
            }
        }

        assertThat(read()).hasSize(20_000).last().isEqualTo(attempted(20_000));
    }

    @Test
    void isEmptyWhenThereIsNone() {
        assertThat(read()).isEmpty();
    }

    @Test
    void forgetsAnEntryThatAKilledWriterLeftHalfWritten() throws IOException {
        try (JournalWriter writer = JournalWriter.open(file)) {
            writer.add(attempted(1));
        }
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

        assertThat(read()).containsExactly(attempted(1));
        try (JournalWriter writer = JournalWriter.open(file)) {
            writer.add(attempted(2));
        }
        assertThat(read()).containsExactly(attempted(1), attempted(2));
    }

    @Test
    void refusesToBeAWitnessWhenItIsDamaged() throws IOException {
        try (JournalWriter writer = JournalWriter.open(file)) {
            writer.add(attempted(1));
            writer.add(attempted(2));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[12]++;
        Files.write(file, bytes);

        assertThatThrownBy(this::read).isInstanceOf(JournalException.class).hasMessageContaining("no entry");
    }
}
