package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers of some nodes of a graph, and of some gradients. */
final class Evaluation {
    private final Map<String, INDArray> values;
    private final Map<String, INDArray> gradients;

    private Evaluation(Map<String, INDArray> values, Map<String, INDArray> gradients) {
        this.values = values;
        this.gradients = gradients;
    }

    /**
     * Forward only.
     *
     * @param nodes whose values are asked for; may be none
     */
    static Evaluation of(SameDiff graph, Collection<SDVariable> nodes) {
        return new Evaluation(nodes.isEmpty() ? Map.of() : graph.output(Map.of(), names(nodes)), Map.of());
    }

    /**
     * Forward and back, through a graph that is differentiated.
     *
     * @param nodes whose values are asked for; may be none
     * @param leaves whose gradients ∂L/∂leaf are asked for
     */
    static Evaluation of(SameDiff graph, Collection<SDVariable> nodes, Collection<SDVariable> leaves) {
        List<SDVariable> reached =
                leaves.stream().filter(leaf -> leaf.getGradient() != null).toList();
        OutAndGrad both = graph.calculateGradientsAndOutputs(Map.of(), names(nodes), names(reached));
        return new Evaluation(both.getOutputs(), both.getGradients());
    }

    private static List<String> names(Collection<SDVariable> nodes) {
        return nodes.stream().map(SDVariable::name).distinct().toList();
    }

    /**
     * Adds the derivatives of a single number L to a graph.
     *
     * <p>SameDiff writes a line to standard output for every operation it differentiates; other threads' lines stay.
     */
    static void differentiate(SameDiff graph, SDVariable differentiated) {
        graph.setLossVariables(differentiated);
        PrintStream output = System.out;
        Thread silenced = Thread.currentThread();
        PrintStream filter = new PrintStream(output, true) {
            @Override
            public void println(String line) {
                if (Thread.currentThread() != silenced) {
                    output.println(line);
                }
            }
        };
        System.setOut(filter);
        try {
            graph.createGradFunction();
        } finally {
            if (System.out == filter) {
                System.setOut(output);
            }
        }
    }

    /** The value of a node, of its own shape. */
    INDArray array(SDVariable node) {
        return values.get(node.name());
    }

    /** The value of a node {@code [rows × columns]}. */
    RowMajorMatrix value(SDVariable node) {
        return ArrayTranslation.matrix(values.get(node.name()));
    }

    /** The value of a node that is a single number. */
    double number(SDVariable node) {
        return values.get(node.name()).getDouble(0);
    }

    /** ∂L/∂leaf, of the leaf's shape; zero where L does not depend on it, as on early steps below a last step. */
    INDArray gradient(SDVariable leaf) {
        INDArray gradient = gradients.get(leaf.name());
        return gradient != null ? gradient : Nd4j.zerosLike(leaf.getArr());
    }
}
