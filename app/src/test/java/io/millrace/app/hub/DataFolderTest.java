package io.millrace.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void belongsToOneHubAtATime() {
        try (DataFolder first = DataFolder.open(folder, "liege")) {
            assertThatThrownBy(() -> DataFolder.open(folder, "liege"))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("Another hub")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(first.path().toString());
        }
        DataFolder.open(folder, "liege").close();
    }

    @Test
    void belongsToOneSite() {
        DataFolder.open(folder, "liege").close();

        assertThatThrownBy(() -> DataFolder.open(folder, "gent"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("belongs to the site 'liege'");
        DataFolder.open(folder, "liege").close();
    }

    @Test
    void keepsTheNameOfItsHub() {
        String first;
        try (DataFolder data = DataFolder.open(folder, "liege")) {
            first = data.hubId();
        }
        try (DataFolder data = DataFolder.open(folder, "liege")) {
            assertThat(data.hubId()).isEqualTo(first).hasSize(8);
        }
    }

    @Test
    void saysWhenItCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data"), "liege"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("cannot be made")
                .hasMessageContaining("--data DIR");
    }

    @Test
    void forgetsTheAddressesOfAHubThatIsGone() throws Exception {
        try (DataFolder data = DataFolder.open(folder, "liege")) {
            data.announce(addresses(ProcessHandle.current().pid()));
            assertThat(DataFolder.runningHub(folder)).isPresent();
            assertThat(Files.getPosixFilePermissions(folder.resolve("hub.json")))
                    .hasSize(2);
        }
        assertThat(DataFolder.runningHub(folder)).isEmpty();
        Files.writeString(
                folder.resolve("hub.json"),
                addresses(ProcessHandle.current().pid()).toJson());
        assertThat(DataFolder.runningHub(folder))
                .as("nobody holds the folder, whatever the process number says")
                .isEmpty();
    }

    private static HubAddresses addresses(long pid) {
        return new HubAddresses(
                pid, "1", "liege", "now", null, "local", "token", java.util.List.of(), null, null, null, null);
    }
}
