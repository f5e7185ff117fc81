package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.ServedConsole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ConsoleIT {

    @Test
    void servesTheNamespaceAndThePage() throws Exception {
        try (ServedConsole served = ServedConsole.start(new LimeWorks(System.currentTimeMillis() / 1000.0))) {
            assertThat(get(served, "/").headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            HttpResponse<String> topics = get(served, "/api/topics?compact=true");
            assertThat(topics.statusCode()).as(topics.body()).isEqualTo(200);
            assertThat(topics.body()).contains("limeworks/liege");
        }
    }

    private static HttpResponse<String> get(ServedConsole served, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(served.console().url()).resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
