package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Value.DataType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownTopicsTest {

    private final KnownTopics topics = new KnownTopics(NAMESPACE);

    @Test
    void equalTextsAreOneTopic() {
        KnownTopic known = topics.get(topic("a"));

        assertThat(topics.get(topic("a"))).isSameAs(known);
        assertThat(topics.get(NAMESPACE.parse(topic("a")))).isSameAs(known);
        assertThat(topics.get(topic("b"))).isNotSameAs(known);
        assertThat(known.path()).isEqualTo(topic("a"));
        assertThat(topics.size()).isEqualTo(2);
    }

    @Test
    void textsWithOneHashCodeAreTwoTopics() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

        assertThat(topics.get(topic("Aa"))).isNotSameAs(topics.get(topic("BB")));
        assertThat(topics.get(topic("Aa")).path()).isEqualTo(topic("Aa"));
        assertThat(topics.get(topic("BB")).path()).isEqualTo(topic("BB"));
    }

    @Test
    void eachIsFoundHoweverManyThereAre() {
        List<KnownTopic> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(topics.get(topic("tag-" + i)));
        }

        for (int i = 0; i < all.size(); i++) {
            assertThat(topics.get(topic("tag-" + i))).isSameAs(all.get(i));
        }
    }

    @Test
    void whenItIsFullAllComeAgain() {
        for (int i = 0; i < KnownTopics.MAX; i++) {
            topics.get(topic("tag-" + i));
        }
        KnownTopic last = topics.get(topic("tag-" + (KnownTopics.MAX - 1)));
        assertThat(topics.size()).isEqualTo(KnownTopics.MAX);

        KnownTopic further = topics.get(topic("further"));

        assertThat(topics.size()).isEqualTo(1);
        assertThat(topics.get(topic("further"))).isSameAs(further);
        assertThat(topics.get(last.path())).isNotSameAs(last);
    }

    @Test
    void anIllegalOneIsNotRemembered() {
        assertThatThrownBy(() -> topics.get("somewhere/else")).isInstanceOf(ProblemException.class);
        assertThat(topics.size()).isZero();
    }

    @Test
    void aTagIsLearnedUpToItsType() {
        KnownTopic known = topics.get(topic("a"));
        assertThat(known.isLearned(null)).isFalse();
        assertThatThrownBy(known::tag).hasMessageContaining(topic("a"));

        known.learn(17, DataType.NUMBER);

        assertThat(known.tag()).isEqualTo(17);
        assertThat(known.isLearned(null)).isTrue();
        assertThat(known.isLearned(DataType.INTEGER)).isTrue();
        assertThat(known.isLearned(DataType.NUMBER)).isTrue();
        assertThat(known.isLearned(DataType.TEXT)).isFalse();
    }

    @Test
    void aTagThatNeverHadAValueIsLearnedForNoneOnly() {
        KnownTopic known = topics.get(topic("a"));

        known.learn(17, null);

        assertThat(known.isLearned(null)).isTrue();
        assertThat(known.isLearned(DataType.BOOLEAN)).isFalse();
    }
}
