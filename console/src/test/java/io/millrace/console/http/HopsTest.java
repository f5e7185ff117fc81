package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.http.Views.HopView;
import org.junit.jupiter.api.Test;

class HopsTest {

    @Test
    void readsComponentsAndTimes() {
        assertThat(NamespaceApi.hops("kilns@1795248000123456,ingest@1795248000125000"))
                .containsExactly(
                        new HopView("kilns", "2026-11-21T08:00:00.123456Z"),
                        new HopView("ingest", "2026-11-21T08:00:00.125Z"));
    }

    @Test
    void showsWhatItCannotRead() {
        assertThat(NamespaceApi.hops("somewhere, x@y;;"))
                .containsExactly(new HopView("somewhere", null), new HopView("x@y", null));
        assertThat(NamespaceApi.hops(null)).isEmpty();
    }
}
