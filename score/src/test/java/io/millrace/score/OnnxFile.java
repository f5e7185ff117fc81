package io.millrace.score;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes small models as ONNX, field by field after onnx.proto (IR version 8, operators of version 13): a tool that
 * trains models is not needed to test what asks them. Field numbers are those of that file.
 */
final class OnnxFile {

    private static final int FLOAT = 1;
    private static final int STRING = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OnnxFile() {}

    /**
     * y = x W + b and p = sigmoid(y), of one row.
     *
     * @param weights for each feature one for each of y
     */
    static byte[] linear(float[][] weights, float... bias) {
        return linear(weights.length, weights, bias);
    }

    /** @param declared how many features the model says it takes; -1 for any */
    static byte[] linear(int declared, float[][] weights, float... bias) {
        return model(graph(declared, weights, bias, "Sigmoid"));
    }

    /** y = x W + b and p = log(y), which is no number where y is negative. */
    static byte[] logarithm(float[][] weights, float... bias) {
        return model(graph(weights.length, weights, bias, "Log"));
    }

    /** A model whose input is text. */
    static byte[] ofText() {
        OnnxFile graph = new OnnxFile()
                .text(2, "text")
                .part(1, node("Identity", "y", "x"))
                .part(11, value("x", STRING, 1, 1))
                .part(12, value("y", STRING, 1, 1));
        return model(graph);
    }

    private static OnnxFile graph(int declared, float[][] weights, float[] bias, String last) {
        int outputs = bias.length;
        float[] flat = new float[weights.length * outputs];
        for (int i = 0; i < weights.length; i++) {
            System.arraycopy(weights[i], 0, flat, i * outputs, outputs);
        }
        return new OnnxFile()
                .part(1, node("MatMul", "product", "x", "W"))
                .part(1, node("Add", "y", "product", "b"))
                .part(1, node(last, "p", "y"))
                .text(2, "linear")
                .part(5, tensor("W", flat, weights.length, outputs))
                .part(5, tensor("b", bias, outputs))
                .part(11, value("x", FLOAT, 1, declared))
                .part(12, value("y", FLOAT, 1, outputs))
                .part(12, value("p", FLOAT, 1, outputs));
    }

    private static byte[] model(OnnxFile graph) {
        OnnxFile operators = new OnnxFile().text(1, "").number(2, 13);
        return new OnnxFile()
                .number(1, 8)
                .text(2, "millrace-test")
                .part(7, graph)
                .part(8, operators)
                .bytes
                .toByteArray();
    }

    private static OnnxFile node(String operator, String output, String... inputs) {
        OnnxFile node = new OnnxFile();
        Arrays.stream(inputs).forEach(input -> node.text(1, input));
        return node.text(2, output).text(3, output).text(4, operator);
    }

    private static OnnxFile tensor(String name, float[] numbers, int... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            raw.putFloat(number);
        }
        OnnxFile tensor = new OnnxFile();
        Arrays.stream(dimensions).forEach(dimension -> tensor.number(1, dimension));
        return tensor.number(2, FLOAT).text(8, name).block(9, raw.array());
    }

    private static OnnxFile value(String name, int type, int... dimensions) {
        OnnxFile shape = new OnnxFile();
        for (int dimension : dimensions) {
            OnnxFile one = new OnnxFile();
            shape.part(1, dimension < 0 ? one.text(2, "n") : one.number(1, dimension));
        }
        OnnxFile tensor = new OnnxFile().number(1, type).part(2, shape);
        return new OnnxFile().text(1, name).part(2, new OnnxFile().part(1, tensor));
    }

    private OnnxFile number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private OnnxFile text(int field, String text) {
        return block(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxFile part(int field, OnnxFile part) {
        return block(field, part.bytes.toByteArray());
    }

    private OnnxFile block(int field, byte[] block) {
        varint((long) field << 3 | 2);
        varint(block.length);
        bytes.writeBytes(block);
        return this;
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
    }
}
