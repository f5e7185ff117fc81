package io.millrace.prove.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The strikes of a run in their order. The same seed and the same wishes give the same schedule. Every kind comes once
 * before any comes again, as far as the number of kills allows. Immutable.
 *
 * @param strikes numbered from 1
 */
public record Schedule(List<Strike> strikes) {

    /** Of all strikes, how many in a hundred are no kills, once every kind has been. */
    private static final int OTHERS_PERCENT = 25;

    public Schedule {
        strikes = List.copyOf(strikes);
    }

    /**
     * A schedule that ends when so many kills have been.
     *
     * @param without kinds that are impossible here
     */
    public static Schedule ofKills(long seed, int kills, Set<StrikeKind> without) {
        return new Maker(seed, without).make(kills, Integer.MAX_VALUE);
    }

    /** A schedule of so many strikes of any kind. */
    public static Schedule ofStrikes(long seed, int strikes, Set<StrikeKind> without) {
        return new Maker(seed, without).make(Integer.MAX_VALUE, strikes);
    }

    public int kills() {
        return (int) strikes.stream().filter(strike -> strike.kind().isKill()).count();
    }

    private static final class Maker {
        private final SplittableRandom random;
        private final Set<StrikeKind> kinds;
        private final List<Strike> made = new ArrayList<>();
        private int kills;

        Maker(long seed, Set<StrikeKind> without) {
            random = new SplittableRandom(seed);
            kinds = EnumSet.allOf(StrikeKind.class);
            kinds.removeAll(without);
        }

        Schedule make(int mostKills, int mostStrikes) {
            for (StrikeKind kind : shuffled(mostKills)) {
                if (made.size() < mostStrikes && (!kind.isKill() || kills < mostKills)) {
                    add(kind);
                }
            }
            while (kills < mostKills && made.size() < mostStrikes) {
                add(draw(random.nextInt(100) >= OTHERS_PERCENT));
            }
            return new Schedule(made);
        }

        /** Where there are fewer kills than kinds of them, the first kinds go before: the hub is what matters. */
        private List<StrikeKind> shuffled(int mostKills) {
            List<StrikeKind> round = new ArrayList<>(
                    kinds.stream().filter(StrikeKind::isKill).limit(mostKills).toList());
            kinds.stream().filter(kind -> !kind.isKill()).forEach(round::add);
            for (int i = round.size() - 1; i > 0; i--) {
                Collections.swap(round, i, random.nextInt(i + 1));
            }
            return round;
        }

        private StrikeKind draw(boolean kill) {
            List<StrikeKind> among =
                    kinds.stream().filter(kind -> kind.isKill() == kill).toList();
            int all = among.stream().mapToInt(StrikeKind::weight).sum();
            int drawn = random.nextInt(all);
            for (StrikeKind kind : among) {
                drawn -= kind.weight();
                if (drawn < 0) {
                    return kind;
                }
            }
            throw new IllegalStateException("drawn beyond the last");
        }

        private void add(StrikeKind kind) {
            kills += kind.isKill() ? 1 : 0;
            made.add(new Strike(made.size() + 1, kind, millis(1_500, 5_500), length(kind)));
        }

        private Duration length(StrikeKind kind) {
            return switch (kind) {
                case KILL_HUB, KILL_DATABASE, KILL_ALL, CUT_CONNECTIONS, REPEAT_DELIVERIES -> Duration.ZERO;
                case KILL_PUBLISHER -> millis(0, 1_000);
                case KILL_STARTING -> millis(200, 4_000);
                case FREEZE_HUB -> millis(500, 6_000);
                case FREEZE_DATABASE -> millis(1_000, 8_000);
                case SWALLOW_ANSWERS -> millis(300, 2_500);
                case FILL_DISK -> millis(3_000, 8_000);
            };
        }

        private Duration millis(int from, int to) {
            return Duration.ofMillis(random.nextInt(from, to + 1));
        }
    }
}
