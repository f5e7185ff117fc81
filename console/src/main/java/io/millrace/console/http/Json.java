package io.millrace.console.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.millrace.model.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers. What is null is left out. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    static byte[] bytes(Object view) {
        try {
            return MAPPER.writeValueAsBytes(view);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a view that cannot be written: " + view.getClass(), impossible);
        }
    }

    static void send(Context ctx, Object view) {
        ctx.contentType("application/json").result(bytes(view));
    }

    /**
     * The object a request carries; an empty one where it carries nothing.
     *
     * @throws HttpProblem 400 when it is no JSON object
     */
    static JsonNode read(Context ctx) {
        byte[] body = ctx.bodyAsBytes();
        try {
            JsonNode read = body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (IOException noJson) {
            // said below
        }
        throw new HttpProblem(
                400, Problem.of("body-invalid", "The body is no JSON object.", "Send one, as the API describes it."));
    }

    /** RFC 9457. The type is a name within this API, not an address to visit. */
    static void problem(Context ctx, int status, Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:millrace:problem:" + problem.code());
        body.put("title", problem.code());
        body.put("status", status);
        body.put("detail", problem.message());
        if (!problem.remedy().isEmpty()) {
            body.put("remedy", problem.remedy());
        }
        body.put("instance", ctx.path());
        ctx.status(status).contentType("application/problem+json").result(bytes(body));
    }

    static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
