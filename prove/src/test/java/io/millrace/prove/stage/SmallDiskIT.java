package io.millrace.prove.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskIT {

    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void isFilledAndEmptiedAndGone() throws IOException {
        Path mount = folder.resolve("disk");
        AtomicReference<SmallDisk> mounted = new AtomicReference<>();
        assumeThatCode(() -> mounted.set(SmallDisk.mount(mount, 8 * MIB))).doesNotThrowAnyException();
        try (SmallDisk disk = mounted.get()) {
            assertThat(disk.fill(2 * MIB)).isEqualTo(8 * MIB);
            assertThat(disk.freeBytes()).isEqualTo(2 * MIB);
            disk.fill(0);
            assertThat(disk.freeBytes()).isZero();
            assertThatThrownBy(() -> Files.write(mount.resolve("more"), new byte[4096]))
                    .isInstanceOf(IOException.class);
            disk.empty();
            assertThat(disk.freeBytes()).isGreaterThan(7 * MIB);
        }
        assertThat(mount).isEmptyDirectory();
    }

    @Test
    void saysWhyItCannotBeHad() {
        assertThatThrownBy(() -> SmallDisk.mount(folder.resolve("disk"), -5))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("cannot be mounted here (");
    }
}
