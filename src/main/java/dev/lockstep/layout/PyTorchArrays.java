package dev.lockstep.layout;

import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code state_dict()} of torch.nn has: matrices [outputs × inputs], two biases or none. */
final class PyTorchArrays implements Dialect {
    private static final Pattern RECURRENT =
            Pattern.compile("((?:.*[./_])?)((?:weight|bias)_(?:ih|hh))(?:_(l\\d+)(_reverse)?)?");
    private static final Pattern LINEAR = Pattern.compile("((?:.*[./_])?)(weight|bias)");

    @Override
    public List<ForeignArray> arrays(LayerSpec layer, String where) {
        List<ForeignArray> arrays = new ArrayList<>();
        String direction = "";
        for (LayerSpec owner : layer.parts()) {
            if (owner.parameters().isEmpty()) {
                continue;
            }
            Part part = new Part(owner);
            part.requireOnly(where, Set.of(Parameter.RB));
            if (part.isRecurrent()) {
                arrays.add(matrix(part, "weight_ih" + direction, Parameter.W, part.inputs()));
                arrays.add(matrix(part, "weight_hh" + direction, Parameter.RW, part.units()));
                arrays.add(bias(part, "bias_ih" + direction, Parameter.B));
                arrays.add(bias(part, "bias_hh" + direction, Parameter.RB));
            } else {
                arrays.add(matrix(part, "weight", Parameter.W, part.inputs()));
                arrays.add(bias(part, "bias", Parameter.B));
            }
            direction = "_reverse";
        }
        return arrays;
    }

    private static String order(Part part) {
        return part.layer() instanceof GruSpec ? "rzn" : "ifgo";
    }

    private static ForeignArray matrix(Part part, String stem, Parameter parameter, int inputs) {
        return new ForeignArray(
                stem, List.of(part.width(), inputs), part.blocks(parameter, order(part), 0, 1, inputs), true);
    }

    private static ForeignArray bias(Part part, String stem, Parameter parameter) {
        return new ForeignArray(
                stem, List.of(part.width()), part.blocks(parameter, order(part), 0, 0, 1), part.has(Parameter.B));
    }

    @Override
    public Function<String, Optional<ArrayName>> names(Collection<String> all) {
        return PyTorchArrays::parsed;
    }

    private static Optional<ArrayName> parsed(String name) {
        Matcher recurrent = RECURRENT.matcher(name);
        if (recurrent.matches()) {
            String module = withoutSeparator(recurrent.group(1));
            String number = Optional.ofNullable(recurrent.group(3)).orElse("");
            String group = module + (module.isEmpty() || number.isEmpty() ? "" : ".") + number;
            return Optional.of(new ArrayName(
                    group,
                    recurrent.group(2) + Optional.ofNullable(recurrent.group(4)).orElse("")));
        }
        Matcher linear = LINEAR.matcher(name);
        return linear.matches()
                ? Optional.of(new ArrayName(withoutSeparator(linear.group(1)), linear.group(2)))
                : Optional.empty();
    }

    @Override
    public Optional<Stacked> stacked(String name) {
        Matcher recurrent = RECURRENT.matcher(name);
        return recurrent.matches() && recurrent.group(3) != null
                ? Optional.of(new Stacked(
                        withoutSeparator(recurrent.group(1)),
                        new BigInteger(recurrent.group(3).substring(1))))
                : Optional.empty();
    }

    static String withoutSeparator(String prefix) {
        return prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1);
    }

    @Override
    public String name(NetworkSpec network, LayerSpec layer, String stem) {
        boolean recurrent = layer.parts().stream().anyMatch(part -> new Part(part).isRecurrent());
        return layer.name() + "." + (recurrent ? stem.replaceFirst("_(ih|hh)", "_$1_l0") : stem);
    }

    @Override
    public String examples() {
        return "a name that ends in weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, one of these and _reverse, weight or bias";
    }
}
