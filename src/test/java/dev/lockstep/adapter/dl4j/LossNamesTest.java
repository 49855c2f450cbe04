package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** What the names of DL4J's losses stand for: every one is a class that {@link LossTranslation} uses, or one that computes the same. */
class LossNamesTest {
    private static final Map<LossFunction, Class<? extends ILossFunction>> CLASSES = Map.ofEntries(
            Map.entry(LossFunction.MSE, LossMSE.class),
            Map.entry(LossFunction.SQUARED_LOSS, LossMSE.class),
            Map.entry(LossFunction.L1, LossL1.class),
            Map.entry(LossFunction.XENT, LossBinaryXENT.class),
            Map.entry(LossFunction.MCXENT, LossMCXENT.class),
            Map.entry(LossFunction.NEGATIVELOGLIKELIHOOD, LossMCXENT.class),
            Map.entry(LossFunction.SPARSE_MCXENT, LossMCXENT.class),
            Map.entry(LossFunction.KL_DIVERGENCE, LossKLD.class),
            Map.entry(LossFunction.RECONSTRUCTION_CROSSENTROPY, LossKLD.class),
            Map.entry(LossFunction.COSINE_PROXIMITY, LossCosineProximity.class),
            Map.entry(LossFunction.HINGE, LossHinge.class),
            Map.entry(LossFunction.SQUARED_HINGE, LossSquaredHinge.class),
            Map.entry(LossFunction.MEAN_ABSOLUTE_ERROR, LossMAE.class),
            Map.entry(LossFunction.L2, LossL2.class),
            Map.entry(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, LossMAPE.class),
            Map.entry(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, LossMSLE.class),
            Map.entry(LossFunction.POISSON, LossPoisson.class),
            Map.entry(LossFunction.WASSERSTEIN, LossWasserstein.class));

    @BeforeAll
    static void start() {
        Nd4jRuntime.start();
    }

    @Test
    void should_know_what_every_name_stands_for() {
        for (LossFunction function : LossFunction.values()) {
            assertThat(function.getILossFunction()).as(function.name()).isInstanceOf(CLASSES.get(function));
        }
    }

    /** NEGATIVELOGLIKELIHOOD overrides no more than its name, and SPARSE_MCXENT takes 1 of 3 for 0, 1, 0. */
    @Test
    void should_show_that_three_names_are_one_loss() {
        INDArray z = Nd4j.createFromArray(new double[][] {{0.3, -1.2, 2.5}, {1.5, 0.25, -0.5}});
        INDArray y = Nd4j.createFromArray(new double[][] {{0, 1, 0}, {0, 0, 1}});
        INDArray classes = Nd4j.createFromArray(new double[][] {{1}, {2}});

        INDArray gradient = gradient(LossFunction.MCXENT, y, z);
        double score = score(LossFunction.MCXENT, y, z);

        assertThat(gradient(LossFunction.NEGATIVELOGLIKELIHOOD, y, z)).isEqualTo(gradient);
        assertThat(gradient(LossFunction.SPARSE_MCXENT, classes, z)).isEqualTo(gradient);
        assertThat(score(LossFunction.NEGATIVELOGLIKELIHOOD, y, z)).isEqualTo(score);
        assertThat(score(LossFunction.SPARSE_MCXENT, classes, z)).isEqualTo(score);
    }

    private static double score(LossFunction function, INDArray y, INDArray z) {
        IActivation softmax = new ActivationSoftmax();
        return function.getILossFunction().computeScore(y, z.dup(), softmax, null, true);
    }

    private static INDArray gradient(LossFunction function, INDArray y, INDArray z) {
        return function.getILossFunction().computeGradient(y, z.dup(), new ActivationSoftmax(), null);
    }
}
