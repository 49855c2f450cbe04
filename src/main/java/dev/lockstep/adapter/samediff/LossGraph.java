package dev.lockstep.adapter.samediff;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** What a case differentiates, on top of its {@link NetworkGraph}; one number. */
final class LossGraph {
    private final NetworkGraph network;
    private final SameDiff graph;
    private final LayerSpec top;
    private final List<SDVariable> p;
    private final Optional<Sequence> labelWeights;
    private final List<SDVariable> targets = new ArrayList<>();
    private final List<SDVariable> weights = new ArrayList<>();

    LossGraph(NetworkGraph network, Case scenario) {
        this.network = network;
        this.graph = network.graph();
        List<LayerSpec> layers = scenario.network().layers();
        this.top = layers.get(layers.size() - 1);
        this.p = network.outputs(top.name());
        this.labelWeights = scenario.masks().labels();
    }

    /** Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates. */
    SDVariable differentiated(Objective.Upstream upstream) {
        List<SDVariable> terms = new ArrayList<>();
        for (int t = 1; t <= p.size(); t++) {
            terms.add(sum(p.get(t - 1).mul(constant(upstream.outputs().at(t)))));
        }
        for (Map.Entry<String, State> entry : upstream.finalStates().entrySet()) {
            NetworkGraph.Nodes state = network.finalState(entry.getKey());
            terms.add(sum(state.h().mul(constant(entry.getValue().h()))));
            entry.getValue()
                    .c()
                    .ifPresent(dc -> terms.add(sum(state.c().orElseThrow().mul(constant(dc)))));
        }
        return total(terms);
    }

    /** The reduced loss. */
    SDVariable score(Objective.Targets objective) {
        Loss loss = objective.loss();
        boolean exact = loss.clipping().rule() == Clipping.Rule.NONE;
        if (exact && isOver(loss, LossFunction.MCXENT, Activation.SOFTMAX)) {
            return reduced(objective, network.preActivations(top), this::softmaxCost);
        }
        if (exact && isOver(loss, LossFunction.XENT, Activation.SIGMOID)) {
            return reduced(objective, network.preActivations(top), this::logisticCost);
        }
        if (loss.clipping().rule() == Clipping.Rule.ADDED && isOver(loss, LossFunction.XENT, Activation.SIGMOID)) {
            double epsilon = loss.clipping().epsilon();
            return reduced(objective, network.preActivations(top), (z, y) -> logisticCost(z, y, epsilon));
        }
        List<SDVariable> q = loss.clipping().rule() == Clipping.Rule.CLAMPED ? clamped(loss.clipping()) : p;
        return reduced(objective, q, (node, y) -> cost(loss, node, y));
    }

    /**
     * The number whose gradient is that of the loss: the score itself, unless softmax is behind a clamp, which belongs to
     * the score alone.
     */
    SDVariable differentiated(Objective.Targets objective, SDVariable score) {
        Loss loss = objective.loss();
        if (loss.clipping().rule() == Clipping.Rule.CLAMPED && isOver(loss, LossFunction.MCXENT, Activation.SOFTMAX)) {
            return score(new Objective.Targets(loss.with(Clipping.NONE), objective.targets()));
        }
        return score;
    }

    /** The targets of all steps one below the other {@code [time·batch × outputs]}, at every place where they enter. */
    List<SDVariable> targets() {
        return targets;
    }

    /** What costs are multiplied by, {@code [time·batch × 1 or outputs]}, likewise; none where all count alike. */
    List<SDVariable> weights() {
        return weights;
    }

    /** What every feature of every row costs. */
    private interface Cost {
        SDVariable of(SDVariable node, SDVariable y);
    }

    /** All steps one below the other, since every operation takes its time however small its arrays are. */
    private SDVariable reduced(Objective.Targets objective, List<SDVariable> nodes, Cost cost) {
        SDVariable allSteps = nodes.size() == 1 ? nodes.get(0) : graph.concat(0, nodes.toArray(SDVariable[]::new));
        SDVariable y = constant(objective.targets().allSteps());
        targets.add(y);
        double factor = objective
                .loss()
                .reduction()
                .factor(nodes.size(), objective.targets().batch());
        return sum(weighted(objective.loss(), cost.of(allSteps, y))).mul(factor);
    }

    private SDVariable weighted(Loss loss, SDVariable costs) {
        SDVariable ofOutputs = loss.weights().isEmpty()
                ? costs
                : costs.mul(graph.constant(ArrayTranslation.vector(loss.weights().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .reshape(1, loss.weights().size())));
        if (labelWeights.isEmpty()) {
            return ofOutputs;
        }
        SDVariable ofLabels = constant(labelWeights.get().allSteps());
        weights.add(ofLabels);
        return ofOutputs.mul(ofLabels);
    }

    private boolean isOver(Loss loss, LossFunction function, Activation activation) {
        return loss.function() == function && top instanceof DenseSpec dense && dense.activation() == activation;
    }

    /**
     * y·(log Σ e^z − z) with the greatest z taken out, which keeps its digits where p underflows. ND4J's own log softmax is
     * the logarithm of that p.
     */
    private SDVariable softmaxCost(SDVariable z, SDVariable y) {
        SDVariable below = z.sub(Rows.greatest(z, top.outputs()));
        SDVariable logSum = graph.math().log(Rows.sum(graph.math().exp(below), top.outputs()));
        return below.sub(logSum).mul(y).neg();
    }

    /**
     * y·log(1 + e^−z) + (1 − y)·log(1 + e^z), finite where p is 0 or 1. A cost near 0 has absolute, not relative precision:
     * −log σ(40) is 0 here.
     */
    private SDVariable logisticCost(SDVariable z, SDVariable y) {
        return Phi.softplus(z.neg()).mul(y).add(Phi.softplus(z).mul(y.rsub(1)));
    }

    /** −y·log(p + ε) − (1 − y)·log(1 − p + ε), from z, so that its gradient keeps its digits where p is near 0 or 1. */
    private SDVariable logisticCost(SDVariable z, SDVariable y, double epsilon) {
        SDVariable one = logOfSigmoid(z, epsilon).mul(y);
        SDVariable zero = logOfSigmoid(z.neg(), epsilon).mul(y.rsub(1));
        return one.add(zero).neg();
    }

    /** log(p + ε) = log p + log(1 + ε/p), where −log p = log(1 + e^−z); below e^−700 p counts as e^−700, lest ε/p overflow. */
    private SDVariable logOfSigmoid(SDVariable z, double epsilon) {
        SDVariable cost = graph.math().min(Phi.softplus(z.neg()), graph.constant(ArrayTranslation.scalar(700)));
        return graph.math().log1p(graph.math().exp(cost).mul(epsilon)).sub(cost);
    }

    private SDVariable cost(Loss loss, SDVariable q, SDVariable y) {
        double features = top.outputs();
        return switch (loss.function()) {
            case MSE -> graph.math().square(y.sub(q)).div(features);
            case L2 -> graph.math().square(y.sub(q));
            case WASSERSTEIN -> q.mul(y).div(features);
            case MCXENT -> log(loss, q).mul(y).neg();
            case XENT -> log(loss, q).mul(y).neg().sub(log(loss, q.rsub(1)).mul(y.rsub(1)));
            case L1 -> graph.math().abs(y.sub(q));
            case MAE -> graph.math().abs(y.sub(q)).div(features);
            case HINGE -> hinge(q, y);
            case SQUARED_HINGE -> graph.math().square(hinge(q, y));
            case POISSON -> q.sub(graph.math().log(q).mul(y));
            case KL_DIVERGENCE -> divergence(loss.clipping(), q, y);
            case COSINE_PROXIMITY ->
                q.mul(y)
                        .div(norm(loss.clipping(), q))
                        .div(norm(loss.clipping(), y))
                        .neg();
            case MAPE -> graph.math().abs(y.sub(q).div(y)).mul(100).div(features);
            case MSLE ->
                graph.math().square(graph.math().log(q.add(1).div(y.add(1)))).div(features);
        };
    }

    /** max(0, 1 − y·p), with slope 0 where that is 0. */
    private SDVariable hinge(SDVariable q, SDVariable y) {
        return graph.nn().relu(q.mul(y).rsub(1), 0);
    }

    /** y·log(y/p), the y of the quotient being 1 where it is 0, lest 0·log 0 be NaN. */
    private SDVariable divergence(Clipping clipping, SDVariable q, SDVariable y) {
        SDVariable positive = y.add(graph.math().sign(y).rsub(1));
        SDVariable exact = graph.math().log(positive.div(q)).mul(y);
        if (clipping.rule() == Clipping.Rule.NONE) {
            return exact;
        }
        SDVariable target = graph.math().clipByValue(y, clipping.epsilon(), 1);
        SDVariable output = graph.math().clipByValue(q, clipping.epsilon(), 1);
        SDVariable clamped = graph.math().log(target.div(output)).mul(target);
        return exact.add(NetworkGraph.stopped(clamped.sub(exact)));
    }

    /**
     * Of every row, at every output of it {@code [rows × outputs]}: ND4J's gradient of a quotient is wrong where {@code [1 × n]} is
     * divided by {@code [1 × 1]}. A floor is ε + max(0, ‖·‖ − ε), which has no slope below ε.
     */
    private SDVariable norm(Clipping clipping, SDVariable rows) {
        SDVariable norm = graph.math().sqrt(Rows.sum(graph.math().square(rows), top.outputs()));
        double floor = clipping.epsilon();
        SDVariable floored = clipping.rule() == Clipping.Rule.FLOORED
                ? graph.nn().relu(norm.sub(floor), 0).add(floor)
                : norm;
        return top.outputs() == 1
                ? floored
                : floored.mmul(graph.constant(Nd4j.ones(Nd4j.dataType(), 1, top.outputs())));
    }

    private SDVariable log(Loss loss, SDVariable q) {
        boolean added = loss.clipping().rule() == Clipping.Rule.ADDED;
        return graph.math().log(added ? q.add(loss.clipping().epsilon()) : q);
    }

    /** p + (p̃ − p), where no error flows through the difference: p̃ in value, and slope 1 with respect to p. */
    private List<SDVariable> clamped(Clipping clipping) {
        return p.stream()
                .map(step -> step.add(NetworkGraph.stopped(graph.math()
                        .clipByValue(step, clipping.epsilon(), 1 - clipping.epsilon())
                        .sub(step))))
                .toList();
    }

    private SDVariable constant(RowMajorMatrix matrix) {
        return graph.constant(ArrayTranslation.array(matrix));
    }

    private static SDVariable sum(SDVariable node) {
        return node.sum(false, 0, 1);
    }

    private static SDVariable total(List<SDVariable> terms) {
        return terms.stream().reduce(SDVariable::add).orElseThrow();
    }
}
