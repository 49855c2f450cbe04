package dev.lockstep.layout;

import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Inputs of ONNX' recurrent operators: matrices [directions × outputs × inputs], both biases in one row; of Gemm, B and C. */
final class OnnxArrays implements Dialect {
    private static final Pattern NAME = Pattern.compile("((?:.*[./_:])?)([WRBPC])");

    @Override
    public List<ForeignArray> arrays(LayerSpec layer, String where) {
        List<Part> parts = layer.parts().stream()
                .filter(owner -> !owner.parameters().isEmpty())
                .map(Part::new)
                .toList();
        if (parts.isEmpty()) {
            return List.of();
        }
        parts.forEach(part -> part.requireOnly(where, Set.of(Parameter.RB, Parameter.P)));
        Part first = parts.get(0);
        if (!first.isRecurrent()) {
            int width = first.width();
            return List.of(
                    new ForeignArray(
                            "B", List.of(first.inputs(), width), first.blocks(Parameter.W, "", 0, width, 1), true),
                    new ForeignArray(
                            "C", List.of(width), first.blocks(Parameter.B, "", 0, 0, 1), first.has(Parameter.B)));
        }
        List<ForeignArray> arrays = new ArrayList<>();
        arrays.add(matrices(parts, "W", Parameter.W, first.inputs()));
        arrays.add(matrices(parts, "R", Parameter.RW, first.units()));
        arrays.add(biases(parts));
        if (first.layer() instanceof LstmSpec) {
            arrays.add(peepholes(parts));
        }
        return arrays;
    }

    private static String order(Part part) {
        return part.layer() instanceof GruSpec ? "zrn" : "iofg";
    }

    private static ForeignArray matrices(List<Part> directions, String stem, Parameter parameter, int inputs) {
        int width = directions.get(0).width();
        List<Block> blocks = new ArrayList<>();
        for (int d = 0; d < directions.size(); d++) {
            Part part = directions.get(d);
            blocks.addAll(part.blocks(parameter, order(part), d * width * inputs, 1, inputs));
        }
        return new ForeignArray(stem, List.of(directions.size(), width, inputs), blocks, true);
    }

    private static ForeignArray biases(List<Part> directions) {
        int width = directions.get(0).width();
        List<Block> blocks = new ArrayList<>();
        for (int d = 0; d < directions.size(); d++) {
            Part part = directions.get(d);
            blocks.addAll(part.blocks(Parameter.B, order(part), 2 * d * width, 0, 1));
            blocks.addAll(part.blocks(Parameter.RB, order(part), (2 * d + 1) * width, 0, 1));
        }
        return new ForeignArray(
                "B",
                List.of(directions.size(), 2 * width),
                blocks,
                directions.get(0).has(Parameter.B));
    }

    private static ForeignArray peepholes(List<Part> directions) {
        int units = directions.get(0).units();
        List<Block> blocks = new ArrayList<>();
        for (int d = 0; d < directions.size(); d++) {
            blocks.addAll(directions.get(d).peepholes("iof", 3 * d * units, units, 1));
        }
        return new ForeignArray(
                "P",
                List.of(directions.size(), 3 * units),
                blocks,
                directions.get(0).has(Parameter.P));
    }

    @Override
    public Function<String, Optional<ArrayName>> names(Collection<String> all) {
        return OnnxArrays::parsed;
    }

    private static Optional<ArrayName> parsed(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new ArrayName(PyTorchArrays.withoutSeparator(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    @Override
    public String name(NetworkSpec network, LayerSpec layer, String stem) {
        return layer.name() + "." + stem;
    }

    @Override
    public String examples() {
        return "a name that ends in W, R, B, P or C";
    }
}
