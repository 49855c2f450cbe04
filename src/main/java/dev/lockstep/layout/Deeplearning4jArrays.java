package dev.lockstep.layout;

import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
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

/** What {@code paramTable()} of Deeplearning4j has: matrices [inputs × outputs], one bias, which recurrent layers always have. */
final class Deeplearning4jArrays implements Dialect {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern NAME = Pattern.compile("(.+)_([fb]?(?:RW|W|b|g)|(?:RW|W|b)[FB])");

    /** Its blocks I F O G: tanh goes through the first, which is our candidate g, and the last is our input gate. */
    private static final String GATES = "gfoi";

    private static final String PEEPHOLES = "foi";

    @Override
    public List<ForeignArray> arrays(LayerSpec layer, String where) {
        List<ForeignArray> arrays = new ArrayList<>();
        boolean graves = layer instanceof BidirectionalSpec two && two.form() == Form.GRAVES;
        for (int d = 0; d < layer.parts().size(); d++) {
            LayerSpec owner = layer.parts().get(d);
            if (owner.parameters().isEmpty()) {
                continue;
            }
            if (owner instanceof GruSpec) {
                throw new InvalidInput(where + ": SimpleRnn, LSTM or Dense expected, GRU found");
            }
            boolean one = layer.parts().size() == 1;
            String prefix = one || graves ? "" : d == 0 ? "f" : "b";
            String suffix = graves ? d == 0 ? "F" : "B" : "";
            for (ForeignArray array : arrays(new Part(owner), where)) {
                arrays.add(new ForeignArray(
                        prefix + array.stem() + suffix, array.shape(), array.blocks(), array.written()));
            }
        }
        return arrays;
    }

    private static List<ForeignArray> arrays(Part part, String where) {
        part.requireOnly(where, Set.of(Parameter.P, Parameter.G));
        int width = part.width();
        List<ForeignArray> arrays = new ArrayList<>();
        arrays.add(new ForeignArray(
                "W", List.of(part.inputs(), width), part.blocks(Parameter.W, GATES, 0, width, 1), true));
        if (part.isRecurrent()) {
            boolean peepholes = part.has(Parameter.P);
            int columns = width + (peepholes ? 3 : 0);
            List<Block> blocks = new ArrayList<>(part.blocks(Parameter.RW, GATES, 0, columns, 1));
            if (peepholes) {
                blocks.addAll(part.peepholes(PEEPHOLES, width, 1, columns));
            }
            arrays.add(new ForeignArray("RW", List.of(part.units(), columns), blocks, true));
        }
        arrays.add(new ForeignArray(
                "b",
                List.of(width),
                part.blocks(Parameter.B, GATES, 0, 0, 1),
                part.isRecurrent() || part.has(Parameter.B)));
        if (part.has(Parameter.G)) {
            Block gains = new Block(part.key(Parameter.G), "", 0, 0, 2, part.units(), 0, part.units(), 1);
            arrays.add(new ForeignArray("g", List.of(2 * part.units()), List.of(gains), true));
        }
        return arrays;
    }

    @Override
    public Function<String, Optional<ArrayName>> names(Collection<String> all) {
        return Deeplearning4jArrays::parsed;
    }

    private static Optional<ArrayName> parsed(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(new ArrayName(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Its last step is a wrapper around the layer below, and has no number of its own. */
    @Override
    public String name(NetworkSpec network, LayerSpec layer, String stem) {
        long number = network.layers().stream()
                .takeWhile(below -> below != layer)
                .filter(below -> !(below instanceof LastStepSpec))
                .count();
        return number + "_" + stem;
    }

    @Override
    public String examples() {
        return "a name such as 0_W, 0_RW, 0_b, 0_g, 0_fW, 0_bW, 0_WF or 0_WB";
    }

    @Override
    public boolean countsLayers(Collection<String> groups) {
        return groups.stream().allMatch(group -> NUMBER.matcher(group).matches());
    }

    @Override
    public boolean rowsForVectors() {
        return true;
    }
}
