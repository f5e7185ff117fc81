package io.millrace.score;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.reflect.Array;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model in ONNX form, run by ONNX Runtime on one thread, so that the same numbers give the same answer each time on one
 * kind of processor; kinds of processors may differ in the last digits. Its native memory is given back when nothing
 * refers to it any more.
 *
 * <p>Thread-safe.
 */
final class OnnxModel {

    private static final long MOST_BYTES = 512L << 20;
    private static final Cleaner CLEANER = Cleaner.create();

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final OnnxJavaType type;
    private final long[] shape;
    private final List<Answer> answers;
    private final Set<String> asked;

    private OnnxModel(OrtEnvironment environment, OrtSession session, int features, List<Answer> answers)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.answers = List.copyOf(answers);
        this.asked = answers.stream().map(Answer::name).collect(Collectors.toUnmodifiableSet());
        Map<String, NodeInfo> inputs = session.getInputInfo();
        TensorInfo tensor =
                inputs.size() == 1 ? numbers(inputs.values().iterator().next().getInfo()) : null;
        if (tensor == null) {
            throw refused(
                    "The model takes " + words(inputs) + ".",
                    "Export it with one input, a row of real numbers (float or double).");
        }
        this.input = inputs.keySet().iterator().next();
        this.type = tensor.type;
        this.shape = row(tensor.getShape(), features);
        for (Answer answer : this.answers) {
            checkAnswer(answer, session.getOutputInfo());
        }
        CLEANER.register(this, () -> close(session));
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException ignored) {
            // there is nobody left who could do anything about it
        }
    }

    /**
     * Opens a model and tries it.
     *
     * @param features how many numbers it will be given
     * @param answers what will be asked of it, at least one
     * @throws ProblemException when it cannot be opened or does not fit: what it is and what to do
     */
    static OnnxModel open(Path file, int features, List<Answer> answers) {
        byte[] bytes = read(file);
        OrtSession session = null;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "millrace");
            environment.setTelemetry(false);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            // one small row at a time needs no arena, which would never give back what it once took
            options.setCPUArenaAllocator(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            session = environment.createSession(bytes, options);
            OnnxModel model = new OnnxModel(environment, session, features, answers);
            model.tryOut(features);
            return model;
        } catch (OrtException unreadable) {
            throw closing(
                    session,
                    refused(
                            "The file " + file + " cannot be run as a model: " + firstLine(unreadable) + ".",
                            "Export it anew as ONNX, in one file, and check it where it was made."));
        } catch (ProblemException refused) {
            throw closing(session, refused);
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError missing) {
            throw refused(
                    "ONNX Runtime cannot be loaded here (" + missing.getMessage() + ").",
                    "It runs on Linux (x86-64 and aarch64, GNU C library) and macOS (arm64), and needs a folder for"
                            + " temporary files from which programs may be run.");
        }
    }

    private static ProblemException closing(@Nullable OrtSession session, ProblemException problem) {
        if (session != null) {
            close(session);
        }
        return problem;
    }

    /** The bytes of a model. */
    static byte[] read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refused("The model " + file + " is larger than 512 MiB.", "Use a smaller one.");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw refused(
                    "The model " + file + " cannot be read.",
                    "Check that it is there and that the hub may read it; a path is relative to the site file.");
        }
    }

    private static @Nullable TensorInfo numbers(ValueInfo info) {
        return info instanceof TensorInfo tensor
                        && (tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.DOUBLE)
                ? tensor
                : null;
    }

    private static String words(Map<String, NodeInfo> nodes) {
        return nodes.isEmpty()
                ? "nothing"
                : nodes.values().stream()
                        .map(node -> node.getName() + " (" + word(node.getInfo()) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String word(ValueInfo info) {
        return info instanceof TensorInfo tensor
                ? tensor.type.name().toLowerCase(Locale.ROOT) + " " + Arrays.toString(tensor.getShape())
                : info.getClass().getSimpleName().replace("Info", "").toLowerCase(Locale.ROOT);
    }

    /** The shape of one row of features. Numbers below 1 in a shape are open. */
    private static long[] row(long[] shape, int features) {
        long[] row = shape.clone();
        boolean isRow = row.length == 1 || (row.length == 2 && row[0] <= 1);
        if (!isRow) {
            throw refused(
                    "The model takes numbers of the shape " + Arrays.toString(shape) + ".",
                    "Export it for one row of features at a time, [1, n] or [n].");
        }
        long takes = row[row.length - 1];
        if (takes > 0 && takes != features) {
            throw refused(
                    "The model takes " + takes + " features, and " + features + " are given.",
                    "Name under 'features' what it was trained with, in that order.");
        }
        row[0] = 1;
        row[row.length - 1] = features;
        return row;
    }

    private static void checkAnswer(Answer answer, Map<String, NodeInfo> outputs) {
        NodeInfo node = outputs.get(answer.name());
        if (node == null) {
            throw refused(
                    "The model has no output '" + answer.name() + "'.",
                    "It has " + new TreeSet<>(outputs.keySet()) + ".");
        }
        if (!(node.getInfo() instanceof TensorInfo)) {
            throw refused(
                    "The output '" + answer.name() + "' is a " + word(node.getInfo()) + ", not numbers.",
                    "Export it as numbers; with skl2onnx, give options={'zipmap': False}.");
        }
    }

    /** Asks it about nothing in particular: what cannot work at all shows at once. */
    private void tryOut(int features) throws OrtException {
        double[] row = new double[features];
        List<@Nullable Value> zeros = run(row);
        Arrays.fill(row, 1);
        List<@Nullable Value> ones = run(row);
        for (int i = 0; i < answers.size(); i++) {
            if (zeros.get(i) == null && ones.get(i) == null) {
                throw refused(
                        "The model's " + answers.get(i)
                                + " is no number (NaN or infinite), neither for zeros nor for ones.",
                        "Its weights are damaged, or it was trained on numbers that are none: train it anew.");
            }
        }
    }

    /**
     * The answers to a row of features.
     *
     * @return in the order in which they were named; null where an answer is no number
     * @throws OrtException when the model fails on these
     */
    List<@Nullable Value> run(double[] features) throws OrtException {
        try (OnnxTensor row = tensor(features);
                OrtSession.Result result = session.run(Map.of(input, row), asked)) {
            List<@Nullable Value> values = new ArrayList<>(answers.size());
            for (Answer answer : answers) {
                values.add(value(answer, result.get(answer.name()).orElseThrow()));
            }
            return values;
        }
    }

    private OnnxTensor tensor(double[] features) throws OrtException {
        if (type == OnnxJavaType.DOUBLE) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(features), shape);
        }
        FloatBuffer floats = FloatBuffer.allocate(features.length);
        for (double feature : features) {
            floats.put((float) feature);
        }
        return OnnxTensor.createTensor(environment, floats.flip(), shape);
    }

    private static @Nullable Value value(Answer answer, OnnxValue said) throws OrtException {
        Object all = said.getValue();
        while (all instanceof Object[] rows && !(all instanceof String[])) {
            all = rows.length == 0 ? rows : rows[0];
            if (rows.length == 0) {
                break;
            }
        }
        Object one = all;
        if (all.getClass().isArray()) {
            int length = Array.getLength(all);
            if (answer.index() >= length) {
                throw refused(
                        "The model's output '" + answer.name() + "' has " + length + " values.",
                        "Use " + answer.name() + "[0] to " + answer.name() + "[" + (length - 1) + "].");
            }
            one = Array.get(all, answer.index());
        } else if (answer.index() > 0) {
            throw refused(
                    "The model's output '" + answer.name() + "' is one value.", "Leave out the place in brackets.");
        }
        return plain(one);
    }

    private static @Nullable Value plain(@Nullable Object one) {
        if (one instanceof Float real) {
            // as it would be printed: 0.1, not the 0.10000000149 that a float is
            return Float.isFinite(real) ? Value.of(Double.parseDouble(real.toString())) : null;
        }
        if (one instanceof Double real) {
            return Double.isFinite(real) ? Value.of(real) : null;
        }
        if (one instanceof Boolean bool) {
            return Value.of(bool);
        }
        if (one instanceof Number whole) {
            return Value.of(whole.longValue());
        }
        return one instanceof String text ? Value.of(text) : null;
    }

    private static String firstLine(OrtException failed) {
        String message = String.valueOf(failed.getMessage()).strip();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("model-refused", message, remedy).asException();
    }
}
