package dev.lockstep.convention;

import dev.lockstep.convention.CaseChange.Concern;
import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What becomes of biases; those of a layer's parameters that are changed are so before training, too. */
final class BiasConventions {
    private BiasConventions() {}

    static List<Convention> all() {
        List<Convention> all = new ArrayList<>();
        all.add(scaled(
                "bias-dropped",
                "b dropped",
                "apache/tvm#19634, where parts of an LSTM were ignored",
                BiasConventions::hasBias,
                0));
        all.add(scaled(
                "bias-doubled", "b doubled, as by two biases", "pytorch/pytorch#750", BiasConventions::isRecurrent, 2));
        all.add(scaled(
                "bias-halved",
                "b halved, as by half of two biases",
                "onnx/keras-onnx#98",
                BiasConventions::isRecurrent,
                0.5));
        for (Gate gate : Gate.values()) {
            String title = "bias of " + gate.symbol() + " dropped";
            all.add(new Convention(
                    "bias-dropped-" + gate.symbol(),
                    title,
                    "onnx/keras-onnx#89",
                    Subject.BIASES,
                    scenario -> weighted(
                            scenario,
                            title,
                            BiasConventions::isBiasedLstm,
                            (layer, spec, values) -> spec.parameter() == Parameter.B
                                    ? scaled(values, blockOf(layer, gate), 0)
                                    : values)));
        }
        all.add(scaledRecurrent("recurrent-bias-dropped", "rb dropped", 0));
        all.add(halvesExchanged());
        all.add(halvesMerged());
        all.add(forgetBias(
                "forget-bias-added", "1 added to the bias of f at run time", "tensorflow/tensorflow#14223", 1));
        all.add(forgetBias(
                "forget-bias-taken", "1 taken from the bias of f, for others to add", "keras-team/keras#10179", -1));
        return all;
    }

    private static boolean hasBias(LayerSpec layer) {
        return layer.parameters().stream().anyMatch(spec -> spec.parameter() == Parameter.B);
    }

    private static boolean hasTwo(LayerSpec layer) {
        return layer.parameters().stream().anyMatch(spec -> spec.parameter() == Parameter.RB);
    }

    /** Whether z reads b + rb; otherwise merging them is {@code candidate-bias-merged}. */
    private static boolean readsTheirSum(LayerSpec layer) {
        return hasTwo(layer) && !(layer instanceof GruSpec gru && gru.reset() == GruSpec.Reset.AFTER_PRODUCT);
    }

    private static boolean isBiasedLstm(LayerSpec layer) {
        return layer instanceof LstmSpec && hasBias(layer);
    }

    private static boolean isRecurrent(LayerSpec layer) {
        return layer instanceof RecurrentSpec && hasBias(layer);
    }

    private static Convention scaled(
            String id, String title, String prevents, Predicate<LayerSpec> concerned, double factor) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.BIASES,
                scenario -> weighted(
                        scenario,
                        title,
                        concerned,
                        (layer, spec, values) -> spec.parameter() == Parameter.B
                                ? scaled(values, new int[] {0, values.length}, factor)
                                : values));
    }

    private static Convention scaledRecurrent(String id, String title, double factor) {
        return new Convention(
                id,
                title,
                "pytorch/pytorch#750",
                Subject.BIASES,
                scenario -> weighted(
                        scenario,
                        title,
                        BiasConventions::hasTwo,
                        (layer, spec, values) -> spec.parameter() == Parameter.RB
                                ? scaled(values, new int[] {0, values.length}, factor)
                                : values));
    }

    private static List<Hypothesis> weighted(
            Case scenario, String title, Predicate<LayerSpec> concerned, WeightLayout.Entries entries) {
        return new CaseChange(scenario)
                .concerning(concerned).stream()
                        .map(concern -> concern.suppose(
                                title,
                                Hypothesis.changing(given -> WeightLayout.withWeights(
                                        given,
                                        (layer, spec, values) -> concern.has(layer)
                                                ? entries.understood(layer, spec, values)
                                                : values))))
                        .toList();
    }

    private static int[] blockOf(LayerSpec layer, Gate gate) {
        int units = ((LstmSpec) layer).units();
        return new int[] {gate.ordinal() * units, (gate.ordinal() + 1) * units};
    }

    private static double[] scaled(double[] values, int[] range, double factor) {
        double[] scaled = values.clone();
        for (int i = range[0]; i < range[1]; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    private static double[] shifted(double[] values, int[] range, double by) {
        double[] shifted = values.clone();
        for (int i = range[0]; i < range[1]; i++) {
            shifted[i] += by;
        }
        return shifted;
    }

    /** Only parameters after training tell the halves apart where z reads their sum. */
    private static Convention halvesExchanged() {
        return new Convention(
                "biases-exchanged",
                "b and rb in each other's place",
                "onnx/keras-onnx#98",
                Subject.BIASES,
                scenario -> new CaseChange(scenario)
                        .concerning(BiasConventions::hasTwo).stream()
                                .map(concern -> concern.suppose(
                                        "b and rb in each other's place", new ExchangedLoading(concern)))
                                .toList());
    }

    private static Convention halvesMerged() {
        return new Convention(
                "biases-merged",
                "b + rb in b, and 0 in rb",
                "pytorch/pytorch#750",
                Subject.BIASES,
                scenario -> new CaseChange(scenario)
                        .concerning(BiasConventions::readsTheirSum).stream()
                                .map(concern -> concern.suppose(
                                        "b + rb in b, and 0 in rb",
                                        Hypothesis.changing(given -> merged(given, concern))))
                                .toList());
    }

    private static Case merged(Case scenario, Concern concern) {
        return WeightLayout.withWeights(scenario, (layer, spec, values) -> {
            if (!concern.has(layer) || spec.parameter() != Parameter.B && spec.parameter() != Parameter.RB) {
                return values;
            }
            double[] merged = new double[values.length];
            if (spec.parameter() == Parameter.B) {
                double[] recurrent =
                        scenario.weights().get(layer.name(), Parameter.RB).toArray();
                for (int i = 0; i < merged.length; i++) {
                    merged[i] = values[i] + recurrent[i];
                }
            }
            return merged;
        });
    }

    /** The values of b are loaded into rb and the other way; what is reported is what the layer calls b and rb. */
    private record ExchangedLoading(Concern concern) implements Hypothesis.Rule {
        @Override
        public dev.lockstep.model.Observations observe(Calculation base, Case scenario) {
            Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
            scenario.weights().asMap().forEach((key, matrix) -> {
                boolean exchanged = concern.has(scenario.network().layer(key.layer()));
                Parameter from = key.parameter() == Parameter.B && exchanged
                        ? Parameter.RB
                        : key.parameter() == Parameter.RB && exchanged ? Parameter.B : key.parameter();
                matrices.put(key, scenario.weights().get(key.layer(), from));
            });
            return base.observe(scenario.withWeights(new Weights(scenario.network(), matrices)));
        }
    }

    private static Convention forgetBias(String id, String title, String prevents, double by) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.BIASES,
                scenario -> new CaseChange(scenario)
                        .concerning(BiasConventions::isBiasedLstm).stream()
                                .map(concern -> concern.suppose(
                                        title,
                                        Hypothesis.changing(
                                                given -> forgetting(given, concern, by),
                                                (given, quantity, tensor) ->
                                                        stored(given, concern, by, quantity, tensor))))
                                .toList());
    }

    private static Case forgetting(Case scenario, Concern concern, double by) {
        return WeightLayout.withWeights(
                scenario,
                (LayerSpec layer, ParameterSpec spec, double[] values) ->
                        concern.has(layer) && spec.parameter() == Parameter.B
                                ? shifted(values, blockOf(layer, Gate.FORGET), by)
                                : values);
    }

    /** What is added at run time is not in the parameter. */
    private static Tensor stored(Case scenario, Concern concern, double by, Quantity quantity, Tensor tensor) {
        if (quantity.kind() != Kind.PARAMETER || WeightLayout.parameter(quantity) != Parameter.B) {
            return tensor;
        }
        LayerSpec layer = scenario.network().layer(quantity.layer());
        return concern.has(layer)
                ? new Tensor(tensor.axes(), shifted(tensor.values(), blockOf(layer, Gate.FORGET), -by))
                : tensor;
    }
}
