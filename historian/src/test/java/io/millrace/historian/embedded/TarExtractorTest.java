package io.millrace.historian.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarExtractorTest {

    @TempDir
    Path root;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    private void add(char type, String name, String mode, String link, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, mode);
        put(header, 124, String.format("%011o", content.length));
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar");
        tar.writeBytes(header);
        tar.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private void extract() throws IOException {
        TarExtractor.extract(new ByteArrayInputStream(tar.toByteArray()), root);
    }

    @Test
    void filesFoldersAndLinksAreUnpacked() throws IOException {
        // given
        String longName = "share/" + "d".repeat(90) + "/" + "f".repeat(90);
        add('5', "bin/", "0000755", "", new byte[0]);
        add('0', "bin/postgres", "0000755", "", "program".getBytes(StandardCharsets.UTF_8));
        add('0', "share/notes", "0000644", "", new byte[1024]);
        add('2', "lib/libpq.so", "0000777", "../bin/postgres", new byte[0]);
        add('L', "././@LongLink", "0000644", "", (longName + "\0").getBytes(StandardCharsets.UTF_8));
        add('0', "shortened", "0000644", "", new byte[] {1});
        tar.writeBytes(new byte[1024]);

        // when
        extract();

        // then
        assertThat(root.resolve("bin/postgres")).isExecutable().hasContent("program");
        assertThat(root.resolve("share/notes")).hasSize(1024);
        assertThat(Files.readSymbolicLink(root.resolve("lib/libpq.so"))).isEqualTo(Path.of("../bin/postgres"));
        assertThat(root.resolve(longName)).hasBinaryContent(new byte[] {1});
    }

    @Test
    void nothingLeavesTheFolder() {
        add('0', "../outside", "0000644", "", new byte[] {1});
        assertThatThrownBy(this::extract).isInstanceOf(IOException.class).hasMessageContaining("../outside");

        tar.reset();
        add('2', "link", "0000777", "../../outside", new byte[0]);
        assertThatThrownBy(this::extract).isInstanceOf(IOException.class).hasMessageContaining("leaves its folder");

        tar.reset();
        add('0', "/etc/outside", "0000644", "", new byte[] {1});
        assertThatThrownBy(this::extract).isInstanceOf(IOException.class).hasMessageContaining("leaves its folder");
    }

    @Test
    void aTornArchiveIsNoticed() {
        add('0', "file", "0000644", "", new byte[600]);
        byte[] whole = tar.toByteArray();
        for (int length : new int[] {100, 600, 1000}) {
            assertThatThrownBy(() -> TarExtractor.extract(new ByteArrayInputStream(whole, 0, length), root))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void unknownEntriesAndBadNumbersAreErrors() {
        add('3', "device", "0000644", "", new byte[0]);
        assertThatThrownBy(this::extract).hasMessageContaining("unknown type '3'");

        byte[] header = new byte[512];
        put(header, 0, "file");
        put(header, 124, "not octal");
        assertThatThrownBy(() -> TarExtractor.extract(new ByteArrayInputStream(header), root))
                .hasMessageContaining("damaged");
    }
}
