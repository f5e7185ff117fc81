package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagTableTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");

    private final TagTable table = new TagTable();

    @Test
    void everyTagIsFoundHoweverManyThereAreAndWhateverTheirHash() {
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            // Aa and BB have the same hash.
            paths.add("umh/v1/works/_historian/Aa-" + i);
            paths.add("umh/v1/works/_historian/BB-" + i);
        }
        for (String path : paths) {
            assertThat(table.get(path)).isNull();
            table.add(new LiveTag(NAMESPACE, NAMESPACE.parse(path), new TreeNode(path, null)));
        }
        assertThat(table.size()).isEqualTo(4_000);
        for (String path : paths) {
            LiveTag tag = table.get(path);
            assertThat(tag).isNotNull();
            assertThat(tag.path()).isEqualTo(path);
        }
        assertThat(table.get("umh/v1/works/_historian/Aa-2000")).isNull();
        assertThat(table.all()).hasSize(4_000).extracting(LiveTag::path).containsAll(paths);
    }
}
