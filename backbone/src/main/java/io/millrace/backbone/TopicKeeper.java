package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topics of the log are there and are as planned. */
final class TopicKeeper {

    private static final Logger log = LoggerFactory.getLogger(TopicKeeper.class);

    private final Admin admin;
    private final long timeoutMillis;

    TopicKeeper(Admin admin, long timeoutMillis) {
        this.admin = admin;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Creates the topics that are absent and compares the others with their plan.
     *
     * @param ours whether topics that differ may be changed; a shared cluster has an owner who decides
     * @return one sentence for each thing that is not as planned and stays so
     */
    List<String> keep(List<TopicPlan> plans, boolean ours) {
        Map<TopicPlan, TopicDescription> present = new HashMap<>();
        List<TopicPlan> absent = new ArrayList<>();
        var described = admin.describeTopics(
                        plans.stream().map(plan -> plan.topic().topicName()).toList())
                .topicNameValues();
        for (TopicPlan plan : plans) {
            KafkaFuture<TopicDescription> answer =
                    answer(described, plan.topic().topicName());
            try {
                present.put(plan, await(answer));
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw refused("looking for the topic " + plan.topic().topicName(), failed);
                }
                absent.add(plan);
            }
        }
        create(absent);
        return compare(present, ours);
    }

    private void create(List<TopicPlan> plans) {
        // No replication factor: the cluster knows how many copies it keeps.
        List<NewTopic> topics = plans.stream()
                .map(plan -> new NewTopic(plan.topic().topicName(), Optional.of(plan.partitions()), Optional.empty())
                        .configs(plan.settings()))
                .toList();
        admin.createTopics(topics).values().forEach((name, created) -> {
            try {
                await(created);
                log.atInfo().addKeyValue("topic", name).log("made a topic of the log");
            } catch (ExecutionException failed) {
                // Several processes may start at the same time.
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw refused("making the topic " + name, failed);
                }
            }
        });
    }

    private List<String> compare(Map<TopicPlan, TopicDescription> present, boolean ours) {
        List<String> differences = new ArrayList<>();
        Map<String, ConfigResource> resources = new HashMap<>();
        present.keySet()
                .forEach(plan -> resources.put(
                        plan.topic().topicName(),
                        new ConfigResource(
                                ConfigResource.Type.TOPIC, plan.topic().topicName())));
        var configs = admin.describeConfigs(resources.values()).values();
        present.forEach((plan, description) -> {
            String name = plan.topic().topicName();
            int partitions = description.partitions().size();
            if (partitions != plan.partitions()) {
                differences.add("The topic " + name + " has " + partitions + " partitions, not " + plan.partitions()
                        + "; they stay, because another number would tear apart the order of its records.");
            }
            ConfigResource resource = answer(resources, name);
            try {
                Map<String, String> other = differing(plan, await(answer(configs, resource)));
                if (!other.isEmpty() && ours) {
                    alter(resource, plan, other);
                } else {
                    other.forEach((setting, value) -> differences.add("The topic " + name + " has " + setting + "="
                            + value + ", not " + plan.settings().get(setting) + "."));
                }
            } catch (ExecutionException failed) {
                differences.add(
                        "The settings of the topic " + name + " cannot be read (" + Causes.sentence(failed) + ").");
            }
        });
        differences.forEach(difference -> log.atWarn().log(difference));
        return differences;
    }

    /** Brings a topic of ours in line with another plan. */
    void change(TopicPlan plan) {
        String name = plan.topic().topicName();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            Map<String, String> other = differing(
                    plan, await(answer(admin.describeConfigs(List.of(resource)).values(), resource)));
            if (!other.isEmpty()) {
                alter(resource, plan, other);
            }
        } catch (ExecutionException failed) {
            throw refused("reading the settings of the topic " + name, failed);
        }
    }

    private void alter(ConfigResource resource, TopicPlan plan, Map<String, String> other) {
        List<AlterConfigOp> changes = other.keySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting, plan.settings().get(setting)), AlterConfigOp.OpType.SET))
                .toList();
        try {
            await(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
            log.atInfo()
                    .addKeyValue("topic", resource.name())
                    .addKeyValue("were", other)
                    .log("changed the settings of a topic of the log");
        } catch (ExecutionException failed) {
            throw refused("changing the settings of the topic " + resource.name(), failed);
        }
    }

    /** What is set otherwise than planned, with the values found. */
    static Map<String, String> differing(TopicPlan plan, Config found) {
        Map<String, String> other = new TreeMap<>();
        plan.settings().forEach((setting, wanted) -> {
            ConfigEntry entry = found.get(setting);
            if (entry != null && !wanted.equals(entry.value())) {
                other.put(setting, String.valueOf(entry.value()));
            }
        });
        return other;
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BackboneException(Kind.CLOSED, "Interrupted while looking at the log's topics.", interrupted);
        } catch (TimeoutException late) {
            throw new BackboneException(
                    Kind.UNREACHABLE,
                    "The log did not answer within " + timeoutMillis
                            + " ms while the settings of its topics were looked at.",
                    late);
        }
    }

    private static <K, V> V answer(Map<K, V> answers, K key) {
        V answer = answers.get(key);
        if (answer == null) {
            throw new IllegalStateException("no answer for " + key);
        }
        return answer;
    }

    private static BackboneException refused(String what, ExecutionException failed) {
        return new BackboneException(
                Kind.UNREACHABLE,
                "The log refused " + what + " (" + Causes.sentence(failed)
                        + "). Check that this user may create, describe and change topics.",
                failed.getCause());
    }
}
