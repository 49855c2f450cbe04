package dev.lockstep.experiment.mutants;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a case must have in it for a mutant to matter. */
final class Met {
    private Met() {}

    static Predicate<Case> lstm() {
        return lstm(layer -> true);
    }

    static Predicate<Case> lstm(Predicate<LstmSpec> which) {
        return layer(LstmSpec.class, which);
    }

    static Predicate<Case> simpleRnn(Predicate<SimpleRnnSpec> which) {
        return layer(SimpleRnnSpec.class, which);
    }

    static Predicate<Case> gru(Predicate<GruSpec> which) {
        return layer(GruSpec.class, which);
    }

    static Predicate<Case> bidirectional(Predicate<BidirectionalSpec> which) {
        return scenario -> scenario.network().layers().stream()
                .anyMatch(layer -> layer instanceof BidirectionalSpec both && which.test(both));
    }

    /** With steps that may not count, in layers that obey one of some rules. */
    static Predicate<Case> masked(Predicate<MaskRule> which) {
        return scenario -> scenario.masks().features().isPresent()
                        && which.test(scenario.masks().rule())
                || scenario.network().layers().stream()
                        .anyMatch(layer -> layer instanceof MaskZeroSpec zero && which.test(zero.rule()));
    }

    static Predicate<Case> maskZero(Predicate<MaskZeroSpec> which) {
        return scenario -> scenario.network().layers().stream()
                .anyMatch(layer -> layer instanceof MaskZeroSpec zero && which.test(zero));
    }

    static Predicate<Case> dense(Predicate<DenseSpec> which) {
        return layer(DenseSpec.class, which);
    }

    private static <L extends LayerSpec> Predicate<Case> layer(Class<L> type, Predicate<L> which) {
        return scenario -> scenario.network().parts().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .anyMatch(which);
    }

    static Predicate<Case> activation(Activation phi) {
        return lstm(layer -> layer.activation() == phi || layer.gateActivation() == phi)
                .or(simpleRnn(layer -> layer.activation() == phi))
                .or(gru(layer -> layer.activation() == phi || layer.gateActivation() == phi))
                .or(layer(ActivationSpec.class, layer -> layer.activation() == phi))
                .or(dense(layer -> layer.activation() == phi));
    }

    /** Of a sequence, in training of a minibatch, of at least so many steps. */
    static Predicate<Case> time(int least) {
        return scenario -> scenario.training()
                .map(training -> training.minibatches().stream()
                        .anyMatch(minibatch -> minibatch.input().time() >= least))
                .orElse(scenario.input().time() >= least);
    }

    static Predicate<Case> loss(Predicate<Loss> which) {
        return scenario -> scenario.objective() instanceof Objective.Targets targets && which.test(targets.loss());
    }

    static Predicate<Case> loss(LossFunction function) {
        return loss(loss -> loss.function() == function);
    }

    /** (C5), and the gradient of (C5) beside a clamp. */
    static Predicate<Case> softmaxCost() {
        return loss(loss -> loss.function() == LossFunction.MCXENT
                        && loss.clipping().rule() != Clipping.Rule.ADDED)
                .and(ends(Activation.SOFTMAX));
    }

    /** (C6). */
    static Predicate<Case> logisticCost() {
        return loss(loss ->
                        loss.function() == LossFunction.XENT && loss.clipping().rule() == Clipping.Rule.NONE)
                .and(ends(Activation.SIGMOID));
    }

    /** (C1) to (C4), (C7) and (C8). */
    static Predicate<Case> plainCost() {
        return loss(loss -> true).and(softmaxCost().negate()).and(logisticCost().negate());
    }

    private static Predicate<Case> ends(Activation phi) {
        return scenario -> {
            List<LayerSpec> layers = scenario.network().layers();
            return layers.get(layers.size() - 1) instanceof DenseSpec dense && dense.activation() == phi;
        };
    }

    static <O extends OptimizerSpec> Predicate<Case> optimizer(Class<O> type, Predicate<O> which) {
        return scenario -> scenario.training().isPresent()
                && type.isInstance(scenario.training().get().optimizer())
                && which.test(type.cast(scenario.training().get().optimizer()));
    }

    /** Trained at a rate that changes. */
    static Predicate<Case> paced(Predicate<Pace> which) {
        return scenario ->
                scenario.training().flatMap(Training::pace).filter(which).isPresent();
    }

    /** Trained where a rule for weights or biases does something. */
    static Predicate<Case> regularised(Predicate<Regularisation.Rule> which) {
        return scenario -> scenario.training()
                .map(Training::regularisation)
                .filter(given ->
                        Stream.of(given.weights(), given.biases()).anyMatch(rule -> !rule.isNone() && which.test(rule)))
                .isPresent();
    }

    /** Of a case with training, its optimizer. */
    static OptimizerSpec optimizerOf(Case scenario) {
        return scenario.training().orElseThrow().optimizer();
    }
}
