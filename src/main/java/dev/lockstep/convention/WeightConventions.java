package dev.lockstep.convention;

import dev.lockstep.convention.CaseChange.Concern;
import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.convention.WeightLayout.Arrangement;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** How the matrices of layers are laid out. */
final class WeightConventions {
    private static final List<Integer> DEEPLEARNING4J = List.of(2, 1, 3, 0);
    private static final List<Integer> TENSORFLOW = List.of(0, 2, 1, 3);
    private static final List<Integer> KERAS_GRU = List.of(1, 0, 2);

    private WeightConventions() {}

    static List<Convention> all() {
        List<Convention> all = new ArrayList<>();
        all.add(new Convention(
                "rw-transposed",
                "RW transposed",
                "keras-team/keras#3088",
                Subject.MATRICES,
                scenario -> laidOut(
                        scenario,
                        "RW transposed",
                        WeightConventions::severalUnits,
                        (layer, spec) ->
                                spec.parameter() == Parameter.RW ? WeightLayout.transposedBlocks(spec) : null)));
        for (Parameter parameter : List.of(Parameter.RW, Parameter.W)) {
            all.add(readAcross(parameter));
            all.add(readDown(parameter));
        }
        all.add(exchanged());
        orders(Gate.values().length).forEach(order -> all.add(gates(order)));
        orders(GruSpec.GATES.size()).forEach(order -> all.add(gatesOfGru(order)));
        return all;
    }

    private static boolean severalUnits(LayerSpec layer) {
        return layer instanceof RecurrentSpec recurrent && recurrent.units() > 1;
    }

    private static List<Hypothesis> laidOut(
            Case scenario, String title, Predicate<LayerSpec> concerned, Arrangement arrangement) {
        List<Hypothesis> hypotheses = new ArrayList<>();
        for (Concern concern : new CaseChange(scenario).concerning(concerned)) {
            boolean gated = scenario.network().parts().stream()
                    .anyMatch(layer -> concern.has(layer) && (layer instanceof LstmSpec || layer instanceof GruSpec));
            WeightLayout layout =
                    new WeightLayout((layer, spec) -> concern.has(layer) ? arrangement.sources(layer, spec) : null);
            String precisely = title.equals("RW transposed") && gated ? title + " per gate" : title;
            hypotheses.add(concern.suppose(precisely, layout.rule()));
        }
        return hypotheses;
    }

    private static Convention readAcross(Parameter parameter) {
        String title = "the array of " + parameter.symbol() + "ᵀ read as that of " + parameter.symbol();
        return new Convention(
                parameter.symbol().toLowerCase(java.util.Locale.ROOT) + "-transposed-array",
                title,
                "tensorflow/tensorflow#29622",
                Subject.MATRICES,
                scenario -> laidOut(
                        scenario,
                        title,
                        layer -> isRearranged(layer, parameter),
                        (layer, spec) -> spec.parameter() == parameter ? WeightLayout.readAcross(spec) : null));
    }

    private static Convention readDown(Parameter parameter) {
        String title = "the array of " + parameter.symbol() + " read column by column";
        return new Convention(
                parameter.symbol().toLowerCase(java.util.Locale.ROOT) + "-column-by-column",
                title,
                "deeplearning4j/deeplearning4j#8051, whose arrays are in Fortran's order",
                Subject.MATRICES,
                scenario -> laidOut(
                        scenario,
                        title,
                        layer -> isRearranged(layer, parameter) && !isSquare(layer, parameter),
                        (layer, spec) -> spec.parameter() == parameter ? WeightLayout.readDown(spec) : null));
    }

    /** Whether a matrix has several rows and columns, and is not a square RW, which {@code rw-transposed} is about. */
    private static boolean isRearranged(LayerSpec layer, Parameter parameter) {
        boolean there = parameter == Parameter.W
                ? layer instanceof RecurrentSpec || layer instanceof DenseSpec
                : layer instanceof RecurrentSpec;
        if (!there) {
            return false;
        }
        ParameterSpec spec = layer.parameter(parameter);
        return spec.rows() > 1 && spec.columns() > 1 && !(parameter == Parameter.RW && isSquare(layer, parameter));
    }

    private static boolean isSquare(LayerSpec layer, Parameter parameter) {
        return layer.parameter(parameter).rows() == layer.parameter(parameter).columns();
    }

    private static Convention exchanged() {
        return new Convention(
                "w-and-rw-exchanged",
                "W and RW exchanged",
                "tensorflow/tensorflow#29622, where both are one matrix",
                Subject.MATRICES,
                scenario -> {
                    List<Hypothesis> hypotheses = new ArrayList<>();
                    for (Concern concern : new CaseChange(scenario)
                            .concerning(layer -> layer instanceof RecurrentSpec recurrent
                                    && recurrent.inputs() == recurrent.units())) {
                        hypotheses.add(concern.suppose(
                                "W and RW exchanged", new ExchangedParameters(concern, Parameter.W, Parameter.RW)));
                    }
                    return hypotheses;
                });
    }

    private static Convention gates(List<Integer> order) {
        String read = CaseChange.joined(
                order.stream().map(gate -> Gate.values()[gate].symbol()).toList());
        String title =
                "gate order " + read + " for i f g o" + (order.equals(DEEPLEARNING4J) ? " (Deeplearning4j's)" : "");
        String prevents = order.equals(DEEPLEARNING4J)
                ? "deeplearning4j/deeplearning4j#8051"
                : order.equals(TENSORFLOW) ? "tensorflow/tensorflow#29308" : "apple/coremltools#93";
        return new Convention(
                "gate-order-" + read.replace(" ", ""),
                title,
                prevents,
                Subject.GATES,
                scenario -> laidOut(
                        scenario,
                        title,
                        LstmSpec.class::isInstance,
                        (layer, spec) ->
                                spec.parameter() == Parameter.P ? null : WeightLayout.columnBlocks(spec, order)));
    }

    private static Convention gatesOfGru(List<Integer> order) {
        String read = CaseChange.joined(order.stream().map(GruSpec.GATES::get).toList());
        String title = "gate order " + read + " for r z n" + (order.equals(KERAS_GRU) ? " (Keras's and ONNX's)" : "");
        return new Convention(
                "gate-order-" + read.replace(" ", ""),
                title,
                "keras-team/keras#8720",
                Subject.GATES,
                scenario -> laidOut(
                        scenario,
                        title,
                        GruSpec.class::isInstance,
                        (layer, spec) -> WeightLayout.columnBlocks(spec, order)));
    }

    /** All orders of as many numbers from 0 but the natural one, in lexicographic order. */
    static List<List<Integer>> orders(int size) {
        List<List<Integer>> orders = List.of(List.of());
        for (int length = 0; length < size; length++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                IntStream.range(0, size).filter(next -> !order.contains(next)).forEach(next -> {
                    List<Integer> extended = new ArrayList<>(order);
                    extended.add(next);
                    longer.add(extended);
                });
            }
            orders = longer;
        }
        return orders.subList(1, orders.size());
    }
}
