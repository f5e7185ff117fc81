package io.millrace.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Bed;
import io.millrace.stage.HubProcess;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Asks a hub for trends, as its console does. Used by one thread. */
final class HistorianTrends {

    static final int POINTS = 1_000;

    private static final int YEARS = 2;
    private static final int OTHERS = 10;
    private static final int MONTH = 30;
    private static final int WEEK = 7;
    private static final int WARM_UP = 5;
    /** Another one would tell nothing new, and takes as long. */
    private static final int MOST_REFUSED = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Questions of one length.
     *
     * @param days that each asks for
     * @param millis of those that were answered
     * @param refused how many were not
     * @param refusal why, in the hub's words; empty when all were answered
     * @param unlimitedSeconds of the same question in SQL without a limit of time, where one was refused
     */
    record Answers(int days, List<Double> millis, int refused, String refusal, double unlimitedSeconds) {

        Answers {
            millis = List.copyOf(millis);
        }

        /** The least that is not exceeded by so many percent of the answers. */
        double percentile(double percent) {
            List<Double> sorted = millis.stream().sorted().toList();
            int rank = (int) Math.ceil(percent / 100 * sorted.size());
            return sorted.get(Math.max(1, rank) - 1);
        }
    }

    private final Bed bed;
    private final HubProcess hub;
    private final HistorianYear year;
    private final SplittableRandom random = new SplittableRandom(42);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    HistorianTrends(Bed bed, HubProcess hub, HistorianYear year) {
        this.bed = bed;
        this.hub = hub;
        this.year = year;
    }

    /** The longest first. */
    List<Answers> ask() {
        for (int i = 0; i < WARM_UP; i++) {
            ask(1, 1);
        }
        List<Answers> all = new ArrayList<>();
        all.add(ask(year.days(), YEARS * Math.max(1, bed.settings().runs())));
        for (int days : List.of(MONTH, WEEK, 1)) {
            if (days < year.days()) {
                all.add(ask(days, OTHERS * Math.max(1, bed.settings().runs())));
            }
        }
        return all;
    }

    private Answers ask(int days, int times) {
        List<Double> millis = new ArrayList<>();
        int refused = 0;
        String refusal = "";
        double unlimited = Double.NaN;
        for (int time = 1; time <= times && refused < MOST_REFUSED; time++) {
            bed.step("trends of %d days: %d of %d".formatted(days, time, times));
            long length = (long) days * HistorianYear.SECONDS_PER_DAY;
            long room = (long) year.days() * HistorianYear.SECONDS_PER_DAY - length;
            Instant from = year.from().plusSeconds(room == 0 ? 0 : random.nextLong(room + 1));
            long begin = System.nanoTime();
            HttpResponse<byte[]> response = get(from, from.plusSeconds(length));
            double took = (System.nanoTime() - begin) / 1e6;
            if (response.statusCode() == 200) {
                check(response.body(), length);
                millis.add(took);
            } else {
                refused++;
                refusal = words(response.body());
                unlimited = secondsInSql(from, from.plusSeconds(length));
            }
        }
        return new Answers(days, millis, refused, refusal, unlimited);
    }

    /** Every sample of the span must be in one of the buckets. */
    private static void check(byte[] body, long samples) {
        long good = 0;
        try {
            for (JsonNode bucket : JSON.readTree(body).path("buckets")) {
                good += bucket.path("good").asLong();
            }
        } catch (IOException unreadable) {
            throw new StageException("The hub's answer to a trend cannot be read.", unreadable);
        }
        if (good != samples) {
            throw new StageException(
                    "A trend of %,d samples tells of %,d, and so no figure is worth anything.".formatted(samples, good),
                    null);
        }
    }

    /** The hub's own, see RFC 9457. */
    private static String words(byte[] problem) {
        try {
            return JSON.readTree(problem).path("detail").asText("");
        } catch (IOException noJson) {
            return new String(problem, StandardCharsets.UTF_8);
        }
    }

    private double secondsInSql(Instant from, Instant to) {
        bed.step("the same in SQL, without a limit of time");
        try (HistorianDatabase database = HistorianDatabase.open(hub)) {
            long begin = System.nanoTime();
            database.number("select count(*) from millrace.trend('" + year.topic() + "', '" + from + "', '" + to + "', "
                    + POINTS + ")");
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private HttpResponse<byte[]> get(Instant from, Instant to) {
        String console = hub.addresses().console();
        if (console == null) {
            throw new StageException("The hub under measurement has no console.", null);
        }
        URI uri = URI.create((console.endsWith("/") ? console.substring(0, console.length() - 1) : console)
                + "/api/trend?topic=" + URLEncoder.encode(year.topic(), StandardCharsets.UTF_8) + "&from=" + from
                + "&to=" + to + "&points=" + POINTS);
        try {
            return client.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new StageException("The console of the hub under measurement does not answer: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while a trend was asked for.", interrupted);
        }
    }
}
