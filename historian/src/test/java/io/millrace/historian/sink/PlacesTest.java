package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.sink.Places.Move;
import io.millrace.historian.sink.Places.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places();

    private void move(long first, long next) {
        places.moved(places.moves(Map.of(SAMPLES_0, first), Map.of(SAMPLES_0, next)), Map.of(SAMPLES_0, next));
    }

    @Test
    void whatLiesBetweenCountedAndStoredIsCountedOnly() {
        places.learn(Set.of(SAMPLES_0), Map.of(SAMPLES_0, new Place(100, 90)));

        assertThat(places.storedBefore(SAMPLES_0, 90)).isEqualTo(100);
        assertThat(places.moves(Map.of(SAMPLES_0, 90L), Map.of(SAMPLES_0, 95L)))
                .containsExactly(new Move(SAMPLES_0, new Place(100, 90), new Place(100, 90), false));

        move(90, 95);
        assertThat(places.counted(any -> true))
                .containsExactly(new Move(SAMPLES_0, new Place(100, 90), new Place(100, 95), false));
        move(95, 110);
        assertThat(places.counted(any -> true))
                .containsExactly(new Move(SAMPLES_0, new Place(110, 90), new Place(110, 110), false));
        places.moved(places.counted(any -> true), Map.of());
        assertThat(places.counted(any -> true)).isEmpty();
    }

    @Test
    void aLogThatBeginsAgainIsStoredAgain() {
        places.learn(Set.of(SAMPLES_0), Map.of(SAMPLES_0, new Place(100, 90)));

        assertThat(places.storedBefore(SAMPLES_0, 0)).isZero();
        assertThat(places.moves(Map.of(SAMPLES_0, 0L), Map.of(SAMPLES_0, 5L)))
                .containsExactly(new Move(SAMPLES_0, new Place(100, 90), new Place(5, 0), true));
    }

    @Test
    void whoTurnedTheOffsetBackByHandStoresAndCountsFromThere() {
        places.learn(Set.of(SAMPLES_0), Map.of(SAMPLES_0, new Place(0, 90)));

        assertThat(places.storedBefore(SAMPLES_0, 0)).isZero();
        assertThat(places.moves(Map.of(SAMPLES_0, 0L), Map.of(SAMPLES_0, 5L)))
                .containsExactly(new Move(SAMPLES_0, new Place(0, 90), new Place(5, 0), false));
    }

    @Test
    void aPartitionWithoutARowBeginsWhereItsFirstRecordIs() {
        places.learn(Set.of(SAMPLES_0), Map.of());

        move(40, 50);

        assertThat(places.place(SAMPLES_0)).isEqualTo(new Place(50, 40));
        assertThat(places.counted(any -> true))
                .containsExactly(new Move(SAMPLES_0, new Place(50, 40), new Place(50, 50), false));
    }

    @Test
    void afterAFailureEachIsAskedForAgain() {
        places.learn(Set.of(SAMPLES_0, EVENTS_0), Map.of(SAMPLES_0, new Place(1, 1)));
        assertThat(places.unknown(Set.of(SAMPLES_0, EVENTS_0))).isEmpty();

        places.forget();
        places.learn(Set.of(SAMPLES_0), Map.of());

        assertThat(places.unknown(Set.of(SAMPLES_0))).isEmpty();
        assertThat(places.unknown(Set.of(SAMPLES_0, EVENTS_0))).contains(EVENTS_0);
    }

    @Test
    void movesComeInOneOrder() {
        places.learn(Set.of(SAMPLES_0, SAMPLES_1, EVENTS_0), Map.of());

        List<Move> moves = places.moves(Map.of(), Map.of(EVENTS_0, 1L, SAMPLES_1, 1L, SAMPLES_0, 1L));

        assertThat(moves).extracting(Move::partition).containsExactly(SAMPLES_0, SAMPLES_1, EVENTS_0);
    }
}
