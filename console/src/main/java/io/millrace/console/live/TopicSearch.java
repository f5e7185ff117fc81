package io.millrace.console.live;

import io.millrace.model.TagInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds tags as somebody types: every word must occur in the topic, the unit or the description. Best first: a word
 * that begins the tag's own name, then one inside it, then elsewhere; among equals in natural order.
 */
public final class TopicSearch {

    private final String[] words;
    private final Map<String, TagInfo> configured;

    public TopicSearch(String text, Map<String, TagInfo> configured) {
        this.words = text.toLowerCase(Locale.ROOT).trim().split("\\s+");
        this.configured = configured;
    }

    /**
     * What was found.
     *
     * @param found the page asked for
     * @param total how many match in all
     */
    public record Result(List<LiveTag> found, int total) {}

    private record Hit(LiveTag tag, int rank) {}

    public Result in(Iterable<LiveTag> tags, int offset, int limit) {
        List<Hit> hits = new ArrayList<>();
        for (LiveTag tag : tags) {
            int rank = rank(tag);
            if (rank >= 0) {
                hits.add(new Hit(tag, rank));
            }
        }
        hits.sort(Comparator.comparingInt(Hit::rank)
                .thenComparing(hit -> hit.tag().path(), NaturalOrder.INSTANCE));
        List<LiveTag> page =
                hits.stream().skip(offset).limit(limit).map(Hit::tag).toList();
        return new Result(page, hits.size());
    }

    /** The lower the better; negative when it does not match. */
    private int rank(LiveTag tag) {
        TagInfo info = configured.get(tag.path());
        String path = tag.searchable();
        int nameStart = path.lastIndexOf('/') + 1;
        int rank = words.length * 3;
        for (String word : words) {
            int place = path.indexOf(word);
            if (place < 0 && !contains(info, word)) {
                return -1;
            }
            int inName = path.indexOf(word, nameStart);
            if (inName == nameStart) {
                rank -= 3;
            } else if (inName > 0) {
                rank -= 2;
            } else if (place >= 0) {
                rank -= 1;
            }
        }
        return rank;
    }

    private static boolean contains(@Nullable TagInfo info, String word) {
        return info != null
                && (lower(info.unit()).contains(word)
                        || lower(info.description()).contains(word));
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
