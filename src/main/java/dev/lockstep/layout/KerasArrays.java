package dev.lockstep.layout;

import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Variables of Keras' layers: matrices [inputs × outputs], one bias, of a GRU that resets after the product two in two rows. */
final class KerasArrays implements Dialect {
    private static final Pattern COUNTER = Pattern.compile(":\\d+$");
    private static final Pattern CELL = Pattern.compile("(lstm|gru|simple_rnn)_cell(_\\d+)?");
    private static final Set<String> STEMS = Set.of("kernel", "recurrent_kernel", "bias");
    private static final String FORWARD = "forward_";
    private static final String BACKWARD = "backward_";

    @Override
    public List<ForeignArray> arrays(LayerSpec layer, String where) {
        List<ForeignArray> arrays = new ArrayList<>();
        List<String> directions = layer.parts().size() == 1 ? List.of("") : List.of(FORWARD, BACKWARD);
        for (int i = 0; i < directions.size(); i++) {
            LayerSpec owner = layer.parts().get(i);
            if (owner.parameters().isEmpty()) {
                continue;
            }
            Part part = new Part(owner);
            boolean twoRows = owner instanceof GruSpec gru && gru.reset() == GruSpec.Reset.AFTER_PRODUCT;
            part.requireOnly(where, twoRows ? Set.of(Parameter.RB) : Set.of());
            arrays.add(matrix(part, directions.get(i) + "kernel", Parameter.W, part.inputs()));
            if (part.isRecurrent()) {
                arrays.add(matrix(part, directions.get(i) + "recurrent_kernel", Parameter.RW, part.units()));
            }
            arrays.add(bias(part, directions.get(i) + "bias", twoRows));
        }
        return arrays;
    }

    private static String order(Part part) {
        return part.layer() instanceof GruSpec ? "zrn" : "ifgo";
    }

    private static ForeignArray matrix(Part part, String stem, Parameter parameter, int inputs) {
        return new ForeignArray(
                stem, List.of(inputs, part.width()), part.blocks(parameter, order(part), 0, part.width(), 1), true);
    }

    private static ForeignArray bias(Part part, String stem, boolean twoRows) {
        List<Block> blocks = new ArrayList<>(part.blocks(Parameter.B, order(part), 0, 0, 1));
        if (twoRows) {
            blocks.addAll(part.blocks(Parameter.RB, order(part), part.width(), 0, 1));
        }
        List<Integer> shape = twoRows ? List.of(2, part.width()) : List.of(part.width());
        return new ForeignArray(stem, shape, blocks, part.has(Parameter.B));
    }

    @Override
    public Function<String, Optional<ArrayName>> names(Collection<String> all) {
        Set<List<String>> layers = all.stream().map(name -> layer(path(name))).collect(Collectors.toSet());
        return name -> parsed(name, layers);
    }

    private static Optional<ArrayName> parsed(String name, Set<List<String>> layers) {
        List<String> path = path(name);
        String stem = path.get(path.size() - 1);
        if (!STEMS.contains(stem)) {
            return Optional.empty();
        }
        List<String> layer = layer(path);
        String last = layer.isEmpty() ? "" : layer.get(layer.size() - 1);
        String direction = last.startsWith(FORWARD) ? FORWARD : BACKWARD;
        if (!last.startsWith(direction) || !layers.contains(opposite(layer, direction))) {
            return Optional.of(new ArrayName(String.join("/", layer), stem));
        }
        List<String> above = layer.subList(0, layer.size() - 1);
        String group = above.isEmpty() ? last.substring(direction.length()) : String.join("/", above);
        return Optional.of(new ArrayName(group, direction + stem));
    }

    private static List<String> path(String name) {
        return Arrays.asList(COUNTER.matcher(name).replaceAll("").split("/", -1));
    }

    /** The path without variable and cell. */
    private static List<String> layer(List<String> path) {
        List<String> layer = path.subList(0, path.size() - 1);
        boolean cell =
                layer.size() > 1 && CELL.matcher(layer.get(layer.size() - 1)).matches();
        return cell ? layer.subList(0, layer.size() - 1) : layer;
    }

    /** The same layer in the other direction: where there is none, its name only looks like one. */
    private static List<String> opposite(List<String> layer, String direction) {
        int at = layer.size() - 1;
        List<String> opposite = new ArrayList<>(layer);
        String other = direction.equals(FORWARD) ? BACKWARD : FORWARD;
        opposite.set(at, other + layer.get(at).substring(direction.length()));
        return opposite;
    }

    @Override
    public String name(NetworkSpec network, LayerSpec layer, String stem) {
        LayerSpec part = layer.parts().get(0);
        String variable = stem.replaceFirst("^(" + FORWARD + "|" + BACKWARD + ")", "");
        String direction = stem.substring(0, stem.length() - variable.length());
        String cell = "";
        if (new Part(part).isRecurrent()) {
            cell = part instanceof LstmSpec ? "lstm_cell/" : part instanceof GruSpec ? "gru_cell/" : "simple_rnn_cell/";
        }
        return layer.name() + "/" + (direction.isEmpty() ? "" : direction + layer.name() + "/") + cell + variable;
    }

    @Override
    public String examples() {
        return "a path that ends in kernel, recurrent_kernel or bias, or arr_0, arr_1 … throughout,";
    }

    @Override
    public boolean positional() {
        return true;
    }
}
