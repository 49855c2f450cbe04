package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a case of one recurrent layer through one operation, and through its derivative. */
final class OperationObserver {
    private final Case scenario;
    private final RecurrentSpec layer;
    private final RecurrentOperation operation;
    private final SameDiff graph = SameDiff.create();
    private final Map<Parameter, SDVariable> parameters = new LinkedHashMap<>();

    OperationObserver(Case scenario, RecurrentSpec layer, RecurrentOperation operation) {
        this.scenario = scenario;
        this.layer = layer;
        this.operation = operation;
    }

    Observations observe() {
        State start = scenario.initialState(layer);
        SDVariable x = graph.var("x", array(scenario.input()));
        SDVariable h = graph.var("h", ArrayTranslation.array(start.h()));
        SDVariable c = start.c()
                .map(cell -> graph.var("c", ArrayTranslation.array(cell)))
                .orElse(null);
        for (Parameter parameter : List.of(Parameter.W, Parameter.RW, Parameter.B)) {
            RowMajorMatrix matrix = scenario.weights().get(layer.name(), parameter);
            INDArray values = parameter == Parameter.B
                    ? ArrayTranslation.vector(matrix.toArray())
                    : ArrayTranslation.array(matrix);
            parameters.put(parameter, graph.var(parameter.symbol(), values));
        }
        SDVariable zeros = graph.constant("zeros", Nd4j.zeros(layer.units()));
        SDVariable outputs = operation.outputs(
                graph,
                new RecurrentOperation.Leaves(
                        x,
                        h,
                        c,
                        parameters.get(Parameter.W),
                        parameters.get(Parameter.RW),
                        parameters.get(Parameter.B),
                        zeros));
        SDVariable upstream = graph.constant("upstream", array(((Objective.Upstream) scenario.objective()).outputs()));
        Evaluation.differentiate(graph, outputs.mul(upstream).sum());
        List<SDVariable> leaves = new ArrayList<>(parameters.values());
        leaves.add(x);
        leaves.add(h);
        if (c != null) {
            leaves.add(c);
        }
        Evaluation evaluation = Evaluation.of(graph, List.of(outputs), leaves);
        Observations.Builder observations = Observations.builder();
        if (wants(Kind.OUTPUTS)) {
            observations.put(Quantity.outputs(layer.name()), Tensor.of(sequence(evaluation.array(outputs))));
        }
        if (wants(Kind.GRADIENT)) {
            parameters.forEach((parameter, leaf) -> put(observations, parameter, evaluation.gradient(leaf)));
        }
        if (wants(Kind.INPUT_GRADIENT)) {
            observations.put(Quantity.inputGradient(), Tensor.of(sequence(evaluation.gradient(x))));
        }
        if (wants(Kind.INITIAL_HIDDEN_GRADIENT)) {
            observations.put(
                    Quantity.initialHiddenGradient(layer.name()),
                    Tensor.ofState(ArrayTranslation.matrix(evaluation.gradient(h))));
        }
        if (wants(Kind.INITIAL_CELL_GRADIENT) && c != null) {
            observations.put(
                    Quantity.initialCellGradient(layer.name()),
                    Tensor.ofState(ArrayTranslation.matrix(evaluation.gradient(c))));
        }
        return observations.build();
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    private void put(Observations.Builder observations, Parameter parameter, INDArray gradient) {
        ParameterSpec spec = layer.parameter(parameter);
        RowMajorMatrix matrix = RowMajorMatrix.wrap(gradient.dup('c').data().asDouble(), spec.rows(), spec.columns());
        observations.put(Quantity.gradient(new ParameterKey(layer.name(), parameter)), Tensor.of(spec, matrix));
    }

    private static INDArray array(Sequence sequence) {
        return ArrayTranslation.vector(sequence.values())
                .reshape('c', sequence.time(), sequence.batch(), sequence.features());
    }

    private static Sequence sequence(INDArray array) {
        return new Sequence(
                (int) array.size(0),
                (int) array.size(1),
                (int) array.size(2),
                array.dup('c').data().asDouble());
    }
}
