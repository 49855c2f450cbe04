package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Optimizers, which DL4J calls updaters, their state, and the clips of gradients before them.
 *
 * <p>DL4J keeps one flat state for the network: blocks of consecutive parameters with the same updater, in each block
 * one array after the other (m of all its parameters, then v of all). The state before the first step is the case's,
 * not the one that DL4J would start from by itself. The two differ for AdaGrad, whose sum of squares DL4J starts from
 * 1e-6 whatever ε is.
 */
final class UpdaterTranslation {
    private UpdaterTranslation() {}

    /** Why DL4J takes no such steps, if it does not. */
    static Optional<String> obstacle(Training training) {
        if (training.optimizer() instanceof OptimizerSpec.AdaDelta
                && training.pace().isPresent()) {
            return Optional.of("its AdaDelta has no learning rate");
        }
        return obstacle(training.optimizer());
    }

    private static Optional<String> obstacle(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Nesterov nesterov
                && nesterov.form() != OptimizerSpec.Nesterov.Form.REFORMULATED) {
            return Optional.of("its Nesterovs is the reformulated one, which keeps the look-ahead point as θ");
        }
        if (optimizer instanceof OptimizerSpec.Adam adam && adam.form() != OptimizerSpec.Adam.Form.REORDERED) {
            return Optional.of("its Adam is the reordered form, ε beside the uncorrected √v");
        }
        if (optimizer instanceof OptimizerSpec.LookAheadRmsProp) {
            return Optional.of("its RmsProp has no momentum");
        }
        if (optimizer instanceof OptimizerSpec.RmsProp rmsProp) {
            return sumOfSquares("RmsProp", rmsProp.placement(), rmsProp.start());
        }
        if (optimizer instanceof OptimizerSpec.AdaGrad adaGrad) {
            return sumOfSquares("AdaGrad", adaGrad.placement(), adaGrad.start());
        }
        if (optimizer instanceof OptimizerSpec.AmsGrad ams && ams.form() != OptimizerSpec.AmsGrad.Form.REORDERED) {
            return Optional.of("its AMSGrad is the reordered form, ε beside the uncorrected √v̂");
        }
        if (optimizer instanceof OptimizerSpec.AdaMax max && max.form() != OptimizerSpec.AdaMax.Form.TINY) {
            return Optional.of("its AdaMax adds 1e-32 to the greatest gradient and reads no ε");
        }
        if (optimizer instanceof OptimizerSpec.AdaDelta delta && delta.rate() != 1) {
            return Optional.of("its AdaDelta has no learning rate");
        }
        if (optimizer instanceof OptimizerSpec.AdaBelief belief
                && belief.form() != OptimizerSpec.AdaBelief.Form.REORDERED) {
            return Optional.of("its AdaBelief is the reordered form, ε beside the uncorrected √s");
        }
        return Optional.empty();
    }

    private static Optional<String> sumOfSquares(
            String name, OptimizerSpec.Epsilon placement, OptimizerSpec.Start start) {
        if (placement != OptimizerSpec.Epsilon.OUTSIDE_ROOT) {
            return Optional.of("its " + name + " adds ε outside the root");
        }
        if (start != OptimizerSpec.Start.EPSILON) {
            return Optional.of("its " + name + " starts its sum of squares from ε, not from 0");
        }
        return Optional.empty();
    }

    /** The updater's configuration. */
    static IUpdater translate(Training training) {
        IUpdater updater = translate(training.optimizer());
        training.pace().ifPresent(pace -> updater.setLrAndSchedule(Double.NaN, ScheduleTranslation.translate(pace)));
        return updater;
    }

    /** By its name: DL4J has one Nadam, whichever form it is held against. */
    private static IUpdater translate(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Sgd sgd) {
            return new Sgd(sgd.rate());
        }
        if (optimizer instanceof OptimizerSpec.Nesterov nesterov) {
            return new Nesterovs(nesterov.rate(), nesterov.momentum());
        }
        if (optimizer instanceof OptimizerSpec.RmsProp rmsProp) {
            return new RmsProp(rmsProp.rate(), rmsProp.decay(), rmsProp.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.AdaGrad adaGrad) {
            return new AdaGrad(adaGrad.rate(), adaGrad.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.NoOp) {
            return new NoOp();
        }
        if (optimizer instanceof OptimizerSpec.AmsGrad ams) {
            return new AMSGrad(ams.rate(), ams.beta1(), ams.beta2(), ams.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.AdaMax max) {
            return new AdaMax(max.rate(), max.beta1(), max.beta2(), max.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.Nadam nadam) {
            return new Nadam(nadam.rate(), nadam.beta1(), nadam.beta2(), nadam.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.AdaDelta delta) {
            return new AdaDelta(delta.decay(), delta.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.AdaBelief belief) {
            return new AdaBelief(belief.rate(), belief.beta1(), belief.beta2(), belief.epsilon());
        }
        OptimizerSpec.Adam adam = (OptimizerSpec.Adam) optimizer;
        return new Adam(adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon());
    }

    /**
     * Clips by DL4J's rule of the same effect. DL4J clips the gradient after it was divided by the batch, so that the
     * threshold is that of the reduced loss, whatever the reduction.
     */
    static void clip(NeuralNetConfiguration.Builder configuration, GradientClip clip) {
        if (clip instanceof GradientClip.Elementwise elementwise) {
            configuration
                    .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                    .gradientNormalizationThreshold(elementwise.threshold());
        }
        if (clip instanceof GradientClip.GlobalNorm globalNorm) {
            configuration
                    .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(globalNorm.threshold());
        }
        if (clip instanceof GradientClip.ScopedNorm norm) {
            configuration
                    .gradientNormalization(
                            norm.scope() == GradientClip.Scope.LAYER
                                    ? GradientNormalization.ClipL2PerLayer
                                    : GradientNormalization.ClipL2PerParamType)
                    .gradientNormalizationThreshold(norm.threshold());
        }
        if (clip instanceof GradientClip.Renormalised unit) {
            configuration.gradientNormalization(
                    unit.scope() == GradientClip.Scope.LAYER
                            ? GradientNormalization.RenormalizeL2PerLayer
                            : GradientNormalization.RenormalizeL2PerParamType);
        }
    }

    /** Sets the network's updater state and its count of iterations to those that the training starts from. */
    static void start(MultiLayerNetwork network, ParameterLayout layout, Training training) {
        OptimizerState state = training.start();
        network.setIterationCount(state.stepsTaken());
        if (state.slots().isEmpty()) {
            return;
        }
        BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
        double[] flat = new double[(int) updater.getStateViewArray().length()];
        List<String> slots = training.optimizer().slots();
        for (int slot = 0; slot < slots.size(); slot++) {
            double[] values = layout.flatten(state.slots().get(slots.get(slot)));
            for (UpdaterBlock block : withState(updater)) {
                System.arraycopy(
                        values,
                        block.getParamOffsetStart(),
                        flat,
                        block.getUpdaterViewOffsetStart() + slot * length(block),
                        length(block));
            }
        }
        updater.setStateViewArray(
                ArrayTranslation.vector(flat).castTo(updater.getStateViewArray().dataType()));
    }

    /** The network's updater state, by slot in the order of {@code slots}. */
    static Map<String, Weights> state(MultiLayerNetwork network, ParameterLayout layout, List<String> slots) {
        Map<String, Weights> state = new LinkedHashMap<>();
        if (slots.isEmpty()) {
            return state;
        }
        BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
        INDArray view = updater.getStateViewArray();
        double[] flat = ArrayTranslation.values(view);
        for (int slot = 0; slot < slots.size(); slot++) {
            double[] values = new double[layout.size()];
            for (UpdaterBlock block : withState(updater)) {
                System.arraycopy(
                        flat,
                        block.getUpdaterViewOffsetStart() + slot * length(block),
                        values,
                        block.getParamOffsetStart(),
                        length(block));
            }
            state.put(slots.get(slot), layout.unflatten(values));
        }
        return state;
    }

    /** All blocks but those of a bias that is kept from moving. */
    private static List<UpdaterBlock> withState(BaseMultiLayerUpdater<?> updater) {
        return updater.getUpdaterBlocks().stream()
                .filter(block -> block.getUpdaterViewOffsetEnd() > block.getUpdaterViewOffsetStart())
                .toList();
    }

    private static int length(UpdaterBlock block) {
        return block.getParamOffsetEnd() - block.getParamOffsetStart();
    }
}
